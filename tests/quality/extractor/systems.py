"""What is measured: a model with a profile, read as the product reads it, or a rule.

A window of a message goes through the product's own filter, recipe, client, parser and grounding,
so what is measured is what runs. Each message is a conversation of its own.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any, Protocol

from extractor.shown import Shown

from selfaudit.core.extraction.grounding import ground
from selfaudit.core.extraction.parsing import parse
from selfaudit.core.extraction.recipes import recipe_for
from selfaudit.core.extraction.text import speaks_of_self
from selfaudit.core.extraction.verifying import Verification
from selfaudit.core.extraction.windows import Window, request_seed, windows_of, work_key
from selfaudit.core.models.attribute import Candidate
from selfaudit.core.models.history import Origin, Role, Segment
from selfaudit.core.models.run import Profile
from selfaudit.core.ports import (
    Failed,
    Finished,
    GenerateRequest,
    ModelRequest,
    Priority,
    Scored,
)
from selfaudit.core.store.messages import StoredMessage
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import ModelLibrary
from selfaudit.local_models.options import EngineOptions

SEED = 0
_AHEAD = 8
_CLAUSE = re.compile(r"[^.!?;,\n]+(?:[.!?;,]+|\n|$)")


@dataclass(frozen=True, slots=True)
class Read:
    """What became of one message.

    `raw` is what the model wrote for each window, `statements` each draft with the span of its
    quote in the message (None where it is quarantined, for the reason `reason`).
    """

    id: str
    raw: tuple[str, ...]
    statements: tuple[dict[str, Any], ...]
    malformed: int
    seconds: float

    def row(self) -> dict[str, Any]:
        """The same for a line of JSON."""
        return asdict(self)


class System(Protocol):
    """Reads messages and tells what it is."""

    @property
    def identity(self) -> dict[str, Any]:
        """What answers: two runs with the same identity may be put into one file."""

    def read(self, messages: Sequence[Shown]) -> Iterator[Read]:
        """Read messages, in any order."""

    def close(self) -> None:
        """End what runs."""


def stored(message: Shown) -> list[StoredMessage]:
    """A message as the store would hold it, after the assistant's turn where there is one."""
    typed = StoredMessage(
        id=message.id,
        conversation=message.id,
        position=1,
        role=Role.USER,
        text=message.text,
        created_at=None,
        active=True,
        segments=(Segment(0, len(message.text), Origin.TYPED, "role", 1),),
    )
    if not message.before:
        return [typed]
    segment = Segment(0, len(message.before), Origin.ASSISTANT, "role", 1)
    turn = replace(
        typed,
        id=f"{message.id}/before",
        position=0,
        role=Role.ASSISTANT,
        text=message.before,
        segments=(segment,),
    )
    return [turn, typed]


class Copying:
    """Every clause with a word of the first person becomes a statement. What costs nothing."""

    @property
    def identity(self) -> dict[str, Any]:
        """The rule."""
        return {"rule": "copying", "version": 1}

    def read(self, messages: Sequence[Shown]) -> Iterator[Read]:
        """Read messages."""
        for message in messages:
            statements = []
            for match in _CLAUSE.finditer(message.text):
                clause = match[0].strip()
                if speaks_of_self(clause):
                    start = message.text.index(clause, match.start())
                    statements.append(
                        {
                            "statement": f'The user says: "{clause}"',
                            "quote": clause,
                            "span": [start, start + len(clause)],
                            "reason": None,
                            "subject": None,
                            "durability": None,
                        }
                    )
            yield Read(message.id, (), tuple(statements), 0, 0.0)

    def close(self) -> None:
        """Nothing runs."""


class Model:
    """A GGUF model, asked by the recipe of a profile (None: its own), as extraction does."""

    def __init__(
        self,
        path: Path,
        profile: Profile | None,
        threads: int | None,
        adapter: Path | None = None,
    ) -> None:
        installed = ModelLibrary(path.parent).resolve(path).without_adapter()
        if adapter is not None:
            installed = installed.with_adapter(adapter)
        self._installed = replace(installed, profile=profile or installed.profile)
        options = EngineOptions(threads=threads)
        self._model = LocalModel(self._installed, options=options)
        self._recipe = recipe_for(self._installed.profile)

    @property
    def identity(self) -> dict[str, Any]:
        """The weights, the profile and its version."""
        identity: dict[str, Any] = {
            "model": self._installed.sha256,
            "profile": str(self._recipe.profile),
            "version": self._recipe.version,
        }
        if self._installed.adapter is not None:
            identity["adapter"] = self._installed.adapter.sha256
            identity["verified_from"] = self._recipe.verified_from
        return identity

    def read(self, messages: Sequence[Shown]) -> Iterator[Read]:
        """Read messages, a few ahead, so that the model never waits."""
        for start in range(0, len(messages), _AHEAD):
            yield from self._batch(messages[start : start + _AHEAD])

    def close(self) -> None:
        """End the model's process."""
        self._model.close()

    def _windows(self, message: Shown) -> list[Window]:
        *turn, typed = stored(message)
        turns = {typed.id: turn[0]} if turn else {}
        return list(windows_of([typed], self._recipe, turns))

    def _batch(self, messages: Sequence[Shown]) -> Iterator[Read]:
        windows = {message.id: self._windows(message) for message in messages}
        requests = [
            self._request(f"{id}#{place}", window)
            for id, found in windows.items()
            for place, window in enumerate(found)
        ]
        answers = self._answers(requests)
        for id, found in windows.items():
            raw: list[str] = []
            statements: list[dict[str, Any]] = []
            malformed, seconds = 0, 0.0
            for place, window in enumerate(found):
                answer = answers[f"{id}#{place}"]
                parsed = parse(self._recipe.profile, answer.text)
                candidates = self._verified(
                    f"{id}#{place}",
                    window,
                    [ground(draft, window, self._recipe) for draft in parsed.drafts],
                )
                raw.append(answer.text)
                statements += described(candidates)
                malformed += len(parsed.malformed)
                seconds += answer.seconds
            yield Read(id, tuple(raw), tuple(statements), malformed, seconds)

    def _verified(
        self, key: str, window: Window, candidates: Sequence[Candidate]
    ) -> list[Candidate]:
        verification = Verification(key, window, candidates, self._recipe)
        asked: Sequence[ModelRequest] = verification.begin()
        while asked:
            ids = self._model.submit(asked, Priority.BACKGROUND)
            asked = [
                more
                for event in self._model.events(ids)
                if isinstance(event, Scored)
                for more in verification.hear(event)
            ]
        return verification.candidates

    def _request(self, id: str, window: Window) -> GenerateRequest:
        recipe = self._recipe
        key = work_key(window, recipe, self._model.identity, SEED)
        return GenerateRequest(
            id=id,
            prefix=recipe.prefix,
            prompt=recipe.prompt(window.text, window.before),
            sampling=recipe.sampling,
            seed=request_seed(SEED, key),
            grammar=recipe.grammar or None,
            stop=recipe.stop,
            chat=recipe.chat,
            adapted=recipe.adapted,
        )

    def _answers(self, requests: Sequence[GenerateRequest]) -> dict[str, Finished]:
        answers: dict[str, Finished] = {}
        if requests:
            ids = self._model.submit(requests, Priority.BACKGROUND)
            for event in self._model.events(ids):
                if isinstance(event, Failed):
                    raise SystemExit(f"{event.id}: {event.reason}")
                if isinstance(event, Finished):
                    answers[event.id] = event
        return answers


def described(candidates: Iterable[Candidate]) -> Iterator[dict[str, Any]]:
    """Candidates as rows."""
    for candidate in candidates:
        draft = candidate.draft
        yield {
            "statement": draft.statement,
            "quote": draft.quote,
            "span": [candidate.span.start, candidate.span.end] if candidate.span else None,
            "reason": str(candidate.reason) if candidate.reason else None,
            "verifier": candidate.verifier,
            "subject": draft.description.subject,
            "durability": draft.description.durability,
        }
