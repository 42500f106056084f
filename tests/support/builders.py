"""Small made-up things that tests build on. No text of a real person."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from selfaudit.core.models.attribute import (
    AssignedBy,
    Candidate,
    Description,
    Draft,
    QuarantineReason,
    Span,
)
from selfaudit.core.models.history import Conversation, Message, Origin, Role, Segment
from selfaudit.core.models.run import FinishReason, ModelIdentity, Profile, Purpose
from selfaudit.core.paths import Home
from selfaudit.core.store.extraction import Work
from selfaudit.core.store.history import conversation_id, message_id
from selfaudit.core.store.store import Store

MODEL = ModelIdentity("0" * 64, "tiny", 135_000_000, 2048, "t" * 64, Profile.FLAT)


@dataclass
class PinnedClock:
    """A clock that goes only when it is told to."""

    time: float = 1_750_000_000.0
    ticks: float = field(default=0.0)

    def now(self) -> float:
        return self.time

    def monotonic(self) -> float:
        return self.ticks

    def advance(self, seconds: float) -> None:
        self.time += seconds
        self.ticks += seconds


def typed(text: str) -> tuple[Segment, ...]:
    """One typed segment over a whole text."""
    return (Segment(0, len(text), Origin.TYPED, "test", 1),) if text else ()


def message(id: str, text: str, *, role: Role = Role.USER, active: bool = True) -> Message:
    """A message whose text is all typed, or all the assistant's."""
    segments = typed(text)
    if role is not Role.USER:
        segments = (Segment(0, len(text), Origin.ASSISTANT, "test", 1),)
    return Message(id, None, role, text, 1_750_000_000.0, active, segments)


def conversation(id: str, *texts: str, updated_at: float = 1_750_000_100.0) -> Conversation:
    """A conversation in which the person typed these texts."""
    messages = tuple(message(f"{id}-{place}", text) for place, text in enumerate(texts))
    return Conversation(id, f"Title of {id}", 1_750_000_000.0, updated_at, messages)


def open_store(folder: Path) -> Store:
    """A store in a folder of the test."""
    return Store(Home(folder / "home"))


def add_history(store: Store, *conversations: Conversation) -> None:
    """Import conversations as if from one ChatGPT export."""
    source = store.history.add_source("made-up.json", "chatgpt", 1_750_000_000.0)
    store.history.add(source, "chatgpt", conversations)


def add_attributes(store: Store, statements: Sequence[str]) -> list[int]:
    """Attributes with one piece of evidence each, in one conversation each; return their ids."""
    run = store.runs.begin(Purpose.EXTRACTION, MODEL, {}, 0, 1_750_000_000.0)
    ids = []
    for number, statement in enumerate(statements):
        text = f"Hello there. {statement.replace('The user', 'I')} Can you help?"
        add_history(store, conversation(f"made-up-{run}-{number}", text))
        found = store.history.search(f"{statement.split()[-1]}")[0]
        start = text.index("I ")
        end = text.index(" Can you")
        work = Work(f"{run}-{number}", found.conversation, (found.id,), FinishReason.STOP, 1, 1, 1)
        candidate = Candidate(Draft(statement, None), Span(found.id, start, end), None)
        stored = store.extractions.store(run, work, [candidate], 1_750_000_000.0)
        attribute = store.attributes.create(statement, Description(), 1_750_000_000.0)
        store.attributes.link(stored[0].id, attribute, AssignedBy.RULE, 1_750_000_000.0)
        ids.append(attribute)
    store.runs.end(run, "done", 1_750_000_000.0)
    return ids


def hold_back(
    store: Store,
    count: int,
    reason: QuarantineReason = QuarantineReason.UNRELATED_TO_QUOTE,
    quote: str = "I like long walks",
) -> None:
    """Candidates that a rule held back, each from a conversation of its own."""
    run = store.runs.begin(Purpose.EXTRACTION, MODEL, {}, 0, 1.0)
    before = store.extractions.counts()["candidates"]
    for number in range(before, before + count):
        told = conversation(f"held-{number}", f"Number {number}: I like long walks. Where to?")
        add_history(store, told)
        chat = conversation_id("chatgpt", told.external_id)
        message = message_id(chat, told.messages[0])
        draft = Draft(f"The user owns boat number {number}.", quote)
        work = Work(f"held-{number}", chat, (message,), FinishReason.STOP, 1, 1, 1)
        store.extractions.store(run, work, [Candidate(draft, None, reason)], 1.0)
    store.runs.end(run, "done", 1.0)
