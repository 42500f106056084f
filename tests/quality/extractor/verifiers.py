"""Who weighs claims: a model that is asked in a chat whether the message supports the statement."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any, Protocol

from extractor.claims import Claim

from selfaudit.core.asking import fenced
from selfaudit.core.extraction.taught import TAUGHT
from selfaudit.core.extraction.verifying import question
from selfaudit.core.ports import Failed, Priority, Scored, ScoreRequest
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import ModelLibrary
from selfaudit.local_models.options import EngineOptions

_TASK = """\
You check what somebody wrote about the user after reading the user's message to an assistant. \
Answer yes when the message says so, in the user's own voice, about the same person, and no more \
generally than its words. Answer no when it is broader than the words, is not said, comes from a \
story, a text to work on, code, an example or a quotation, or is about somebody else."""


class Verifier(Protocol):
    """Weighs claims and tells what it is."""

    @property
    def identity(self) -> dict[str, Any]:
        """What answers: two runs with the same identity may be put into one file."""

    def weigh(self, claims: Sequence[Claim]) -> Iterator[tuple[str, float]]:
        """Each claim's id with its score, from 0 (flawed) to 1 (supported)."""

    def close(self) -> None:
        """End what runs."""


class Prompted:
    """A GGUF model that is asked in its own chat template; the score is that of "yes"."""

    def __init__(self, path: Path, threads: int | None) -> None:
        self._installed = ModelLibrary(path.parent).resolve(path).without_adapter()
        self._model = LocalModel(self._installed, options=EngineOptions(threads=threads))

    @property
    def identity(self) -> dict[str, Any]:
        """The weights and the version of the question."""
        return {"model": self._installed.sha256, "question": 1}

    def weigh(self, claims: Sequence[Claim]) -> Iterator[tuple[str, float]]:
        """Each claim's id with its score."""
        yield from _weighed(self._model, [_request(claim) for claim in claims])

    def close(self) -> None:
        """End the model's process."""
        self._model.close()


class Taught:
    """A model with its adapter, asked as extraction asks it of every candidate."""

    def __init__(self, path: Path, adapter: Path, threads: int | None) -> None:
        self._installed = ModelLibrary(path.parent).resolve(path).with_adapter(adapter)
        self._model = LocalModel(self._installed, options=EngineOptions(threads=threads))

    @property
    def identity(self) -> dict[str, Any]:
        """The weights and the adapter."""
        adapter = self._installed.adapter
        return {"model": self._installed.sha256, "adapter": adapter.sha256 if adapter else None}

    def weigh(self, claims: Sequence[Claim]) -> Iterator[tuple[str, float]]:
        """Each claim's id with its score."""
        yield from _weighed(
            self._model,
            [
                question(c.id, TAUGHT, " ".join(c.text.split()), c.before, c.quote, c.statement)
                for c in claims
            ],
        )

    def close(self) -> None:
        """End the model's process."""
        self._model.close()


def _weighed(model: LocalModel, requests: Sequence[ScoreRequest]) -> Iterator[tuple[str, float]]:
    ids = model.submit(requests, Priority.BACKGROUND)
    for event in model.events(ids):
        if isinstance(event, Failed):
            raise SystemExit(f"{event.id}: {event.reason}")
        if isinstance(event, Scored):
            yield event.id, event.probabilities[0]


def _request(claim: Claim) -> ScoreRequest:
    before = f"The assistant had said:\n{fenced(claim.before)}\n" if claim.before else ""
    return ScoreRequest(
        id=claim.id,
        prefix=_TASK,
        shared="",
        prompt=(
            f"{before}The user's message:\n{fenced(claim.text)}\n"
            f"Quote: {fenced(claim.quote)}\nStatement: {fenced(claim.statement)}\n"
            "Does the message support the statement? Answer yes or no."
        ),
        answers=("yes", "no"),
    )
