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

from selfaudit.core.extraction.parsing import parse
from selfaudit.core.extraction.pending import Pending, Reading
from selfaudit.core.extraction.recipes import recipe_for
from selfaudit.core.extraction.text import speaks_of_self
from selfaudit.core.extraction.windows import Window, windows_of, work_key
from selfaudit.core.models.attribute import Candidate, QuarantineReason
from selfaudit.core.models.history import Origin, Role, Segment
from selfaudit.core.models.run import Profile
from selfaudit.core.ports import Failed, Finished, Scored
from selfaudit.core.store.messages import StoredMessage
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import InstalledModel, ModelLibrary
from selfaudit.local_models.options import EngineOptions

SEED = 0
_AHEAD = 8
_UNREADABLE = (QuarantineReason.MALFORMED, QuarantineReason.CUT_OFF)
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


@dataclass(frozen=True, slots=True)
class _Done:
    """A window with what the model wrote of it, or of another with the same words."""

    window: Window
    raw: str
    candidates: Sequence[Candidate]
    seconds: float


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
    """A GGUF model, asked by the recipe of a profile, as extraction does.

    `profile` None is the model's own: what its adapter taught it where it has one. `adapter` is a
    file to use instead of what comes with the program, and `verified_from` another threshold of
    the verifier than the recipe's.
    """

    def __init__(
        self,
        path: Path,
        profile: Profile | None = None,
        adapter: Path | None = None,
        verified_from: float | None = None,
        threads: int | None = None,
    ) -> None:
        self._installed = chosen(path, profile, adapter)
        self._model = LocalModel(self._installed, options=EngineOptions(threads=threads))
        recipe = recipe_for(self._installed.profile)
        if verified_from is not None:
            recipe = replace(recipe, verified_from=verified_from)
        self._recipe = recipe

    @property
    def identity(self) -> dict[str, Any]:
        """The weights, the adapter, the profile and its version, the verifier's threshold."""
        adapter = self._installed.adapter
        return {
            "model": self._installed.sha256,
            "profile": str(self._recipe.profile),
            "version": self._recipe.version,
        } | ({"adapter": adapter.sha256, "from": self._recipe.verified_from} if adapter else {})

    def read(self, messages: Sequence[Shown]) -> Iterator[Read]:
        """Read messages, a few ahead, so that the model never waits."""
        for start in range(0, len(messages), _AHEAD):
            yield from self._batch(messages[start : start + _AHEAD])

    def close(self) -> None:
        """End the model's process."""
        self._model.close()

    def _windows(self, message: Shown) -> list[Window]:
        *turn, typed = stored(message)
        return list(windows_of([typed], self._recipe, {typed.id: turn[0]} if turn else {}))

    def _batch(self, messages: Sequence[Shown]) -> Iterator[Read]:
        windows = {
            work_key(window, self._recipe, self._model.identity, SEED): window
            for message in messages
            for window in self._windows(message)
        }
        done = list(self._done(windows))
        for message in messages:
            own = [one for one in done if one.window.conversation == message.id]
            own.sort(key=lambda one: one.window.pieces[0].start)
            yield Read(
                message.id,
                tuple(one.raw for one in own),
                tuple(row for one in own for row in described(one.candidates)),
                sum(len(parse(self._recipe.profile, one.raw).malformed) for one in own),
                sum(one.seconds for one in own),
            )

    def _done(self, windows: dict[str, Window]) -> Iterator[_Done]:
        """What the model makes of windows, verified where the recipe has it so."""
        pending = Pending(self._model, self._recipe, SEED, windows)
        pending.refill()
        while pending.asked:
            for event in self._model.events(pending.asked):
                reading: Reading | None = None
                if isinstance(event, Failed):
                    raise SystemExit(f"{event.id}: {event.reason}")
                if isinstance(event, Finished):
                    reading = pending.written(event)
                elif isinstance(event, Scored):
                    reading = pending.verified(event)
                for work, candidates in pending.settle(reading) if reading else ():
                    # What could not be read is counted, and is no statement.
                    drafts = [one for one in candidates if one.reason not in _UNREADABLE]
                    raw = reading.result.text if reading else ""
                    yield _Done(windows[work.key], raw, drafts, work.seconds)
                if pending.has_changed():
                    break


def chosen(path: Path, profile: Profile | None, adapter: Path | None) -> InstalledModel:
    """A model's file as it is to be asked. An adapter of the program's is left out of any profile
    but the one that it teaches."""
    installed = ModelLibrary(path.parent).resolve(path)
    if adapter is not None:
        installed = installed.with_adapter(adapter)
    if profile in (None, installed.profile):
        return installed
    assert profile is not None
    return replace(installed.without_adapter(), profile=profile)


def described(candidates: Iterable[Candidate]) -> Iterator[dict[str, Any]]:
    """Candidates as rows."""
    for candidate in candidates:
        draft = candidate.draft
        yield {
            "statement": draft.statement,
            "quote": draft.quote,
            "span": [candidate.span.start, candidate.span.end] if candidate.span else None,
            "reason": str(candidate.reason) if candidate.reason else None,
            "subject": draft.description.subject,
            "durability": draft.description.durability,
            "verifier": candidate.verifier,
        }
