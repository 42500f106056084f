"""Who weighs claims: the taught verifier, or a model that is asked in a chat."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any, Protocol

from extractor.claims import Claim
from extractor.systems import chosen

from selfaudit.core.asking import fenced
from selfaudit.core.extraction.recipes import recipe_for
from selfaudit.core.extraction.verifying import Verification
from selfaudit.core.extraction.windows import Piece, Window
from selfaudit.core.models.attribute import Candidate, Draft, Span
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
        ids = self._model.submit([_request(claim) for claim in claims], Priority.BACKGROUND)
        for event in self._model.events(ids):
            if isinstance(event, Failed):
                raise SystemExit(f"{event.id}: {event.reason}")
            if isinstance(event, Scored):
                yield event.id, event.probabilities[0]

    def close(self) -> None:
        """End the model's process."""
        self._model.close()


class Taught:
    """A model with its adapter, asked as extraction asks it of a candidate."""

    def __init__(self, path: Path, adapter: Path | None, threads: int | None) -> None:
        self._installed = chosen(path, None, adapter)
        self._model = LocalModel(self._installed, options=EngineOptions(threads=threads))
        self._recipe = recipe_for(self._installed.profile)

    @property
    def identity(self) -> dict[str, Any]:
        """The weights, the adapter, the recipe's version."""
        adapter = self._installed.adapter
        return {
            "model": self._installed.sha256,
            "adapter": adapter.sha256 if adapter else None,
            "version": self._recipe.version,
        }

    def weigh(self, claims: Sequence[Claim]) -> Iterator[tuple[str, float]]:
        """Each claim's id with its score.

        Windows are left out: the whole message is shown, and the turn before it as labelled.
        """
        for claim in claims:
            piece = Piece(claim.message, 0, claim.text)
            window = Window(claim.message, (piece,), (), claim.before)
            start = claim.text.index(claim.quote)
            span = Span(claim.message, start, start + len(claim.quote))
            asked = Verification(
                claim.id,
                window,
                [Candidate(Draft(claim.statement, claim.quote), span, None)],
                replace(self._recipe, verified_from=0.0),
            )
            for ended in self._model.events(self._model.submit(asked.begin(), Priority.BACKGROUND)):
                if isinstance(ended, Failed):
                    raise SystemExit(f"{claim.id}: {ended.reason}")
                if isinstance(ended, Scored):
                    asked.hear(ended)
            score = asked.candidates[0].verifier
            assert score is not None
            yield claim.id, score

    def close(self) -> None:
        """End the model's process."""
        self._model.close()


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
