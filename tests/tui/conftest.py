"""A pinned clock, a synthetic person, and apps over them. Nothing here is anyone's data."""

import queue
import threading
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from textual.pilot import Pilot
from textual.widgets import Static

from selfaudit.core.events import ExtractionEvent
from selfaudit.core.models.attribute import (
    AssignedBy,
    Candidate,
    Description,
    Draft,
    QuarantineReason,
    Span,
)
from selfaudit.core.models.history import Conversation, Message, Origin, Role, Segment
from selfaudit.core.models.judgment import Question
from selfaudit.core.models.run import FinishReason, ModelIdentity, Profile, Purpose
from selfaudit.core.paths import Home
from selfaudit.core.review.design import PLAIN
from selfaudit.core.review.opening import Opening
from selfaudit.core.review.review import Review
from selfaudit.core.store.extraction import Work
from selfaudit.core.store.history import conversation_id, message_id
from selfaudit.core.store.store import Store
from selfaudit.tui.app import SelfauditApp
from selfaudit.tui.session import Session

NOW = 1_772_539_200.0  # 3 March 2026, 12:00 UTC


class PinnedClock:
    """A clock that moves only when it is told to."""

    def __init__(self) -> None:
        self.seconds = 0.0

    def now(self) -> float:
        return NOW + self.seconds

    def monotonic(self) -> float:
        return 1_000.0 + self.seconds

    def advance(self, seconds: float) -> None:
        self.seconds += seconds


MODEL = ModelIdentity("0" * 64, "synthetic", 1, 2048, "1" * 64, Profile.FLAT)


@dataclass(frozen=True)
class Said:
    """One exchange: what the person wrote, what the assistant said, the statement and its quote."""

    words: str
    reply: str
    statement: str
    quote: str
    description: Description = field(default_factory=Description)


DAILY = (
    Said(
        "Could you help me plan dinners for next week? I have been vegetarian for six years and "
        "my partner can't stand mushrooms, so that makes it a bit tricky. We usually cook "
        "together on Tuesdays, and on the other days I only have about half an hour.",
        "Of course! Here are five quick dinners without meat and without mushrooms.",
        "The user is vegetarian.",
        "I have been vegetarian for six years",
        Description(category="food", assigned_by=AssignedBy.RULE),
    ),
    Said(
        "We moved to Lisbon in the spring. How do I register with a doctor here?",
        "You register at the health centre of your parish.",
        "The user lives in Lisbon.",
        "We moved to Lisbon in the spring",
        Description(category="place", assigned_by=AssignedBy.RULE),
    ),
    Said(
        "I am a night nurse, so please suggest exercises that I can do at 7 in the morning.",
        "After a night shift, gentle stretching is a good start.",
        "The user works nights as a nurse.",
        "I am a night nurse",
    ),
    Said(
        "Write a story in which I am a pirate who hates parrots.",
        "Captain, the parrot is back.",
        "The user hates parrots.",
        "I am a pirate who hates parrots",
    ),
)


def said(number: int) -> Said:
    """The n-th of as many exchanges as a test asks for, all different."""
    if number < len(DAILY):
        return DAILY[number]
    words = f"My neighbour number {number} plays the violin at night. What can I do about it?"
    return Said(
        words,
        "Talk to them in daylight first.",
        f"The user has a neighbour, number {number}, who plays the violin.",
        f"My neighbour number {number} plays the violin at night",
    )


class Person:
    """A store that is filled step by step, as an import and an extraction would."""

    def __init__(self, root: Path, *, instructed: bool = True) -> None:
        self.root = root
        self.clock = PinnedClock()
        self.store = Store(Home(root))
        self.source = self.store.history.add_source("export.zip", "synthetic", NOW)
        self.run = self.store.runs.begin(Purpose.EXTRACTION, MODEL, {}, 0, NOW)
        self.design = PLAIN
        if instructed:
            Opening(self.store, self.clock).say(Question.READ, "read")
        self._made = 0

    def write(self, conversation: Conversation) -> str:
        """Import one conversation; return its id."""
        self.store.history.add(self.source, "synthetic", [conversation])
        return conversation_id("synthetic", conversation.external_id)

    def infer(
        self,
        conversation: str,
        message: Message,
        statement: str,
        quote: str,
        description: Description | None = None,
        attribute: int | None = None,
    ) -> int:
        """Let a model have inferred a statement from a quote of a message; return its attribute."""
        start = message.text.index(quote)
        id = message_id(conversation, message)
        self._made += 1
        span = Span(id, start, start + len(quote))
        candidate = Candidate(Draft(statement, quote, description or Description()), span, None)
        stored = self._work(conversation, id, candidate)
        if attribute is None:
            attribute = self.store.attributes.create(statement, description or Description(), NOW)
        self.store.attributes.link(stored, attribute, AssignedBy.RULE, NOW)
        return attribute

    def quarantine(self, conversation: str, message: Message, reason: QuarantineReason) -> None:
        """Let a model have said something that may not become an attribute."""
        self._made += 1
        candidate = Candidate(Draft("The user owns a boat.", "my boat"), None, reason)
        self._work(conversation, message_id(conversation, message), candidate)

    def _work(self, conversation: str, message: str, candidate: Candidate) -> int:
        work = Work(f"work{self._made}", conversation, (message,), FinishReason.STOP, 100, 20, 1.0)
        stored = self.store.extractions.store(self.run, work, [candidate], NOW)
        return stored[0].id if stored else 0

    def chat(self, number: int) -> tuple[str, Message]:
        """Import the n-th exchange as a conversation; return its id and the person's message."""
        exchange = said(number)
        message = typed(exchange.words, f"m{number}", number)
        reply = answered(exchange.reply, f"r{number}", number)
        title = f"Chat {number + 1}: everyday things"
        conversation = Conversation(
            f"c{number}", title, NOW - 86_400 * number, NOW - 86_400 * number, (message, reply)
        )
        return self.write(conversation), message

    def attributes(self, count: int, start: int = 0) -> list[int]:
        """Let `count` attributes have been found, each in a chat of its own."""
        made = []
        for number in range(start, start + count):
            exchange = said(number)
            conversation, message = self.chat(number)
            made.append(
                self.infer(
                    conversation, message, exchange.statement, exchange.quote, exchange.description
                )
            )
        return made

    def freeze(self, seed: int = 7) -> None:
        """Begin a batch with a known seed, of cards that ask what the design says."""
        Review(self.store, self.clock, self.design).queue.begin_batch(seed)

    def session(self, **changes: object) -> Session:
        """A sitting over this store."""
        review = Review(self.store, self.clock, self.design)
        session = Session(self.store, review, self.clock, redraw_seconds=0)
        return replace(session, **changes)  # type: ignore[arg-type]

    def app(self, **changes: object) -> SelfauditApp:
        """The program over this store."""
        return SelfauditApp(self.session(**changes))

    def restart(self) -> None:
        """Close the store and open it again, as a new start of the program does."""
        self.store.close()
        self.store = Store(Home(self.root))

    def said_of(self, attribute: int) -> list[tuple[str, str]]:
        """Everything that was recorded of an attribute: question and answer, undos marked."""
        return [
            (judgment.question.value, ("undo " if judgment.act == "undo" else "") + judgment.answer)
            for judgment in self.store.judgments.of(attribute)
        ]

    def all_said(self) -> list[tuple[str, str]]:
        """Everything that was recorded, by attribute."""
        return [line for one in self.store.attributes.page() for line in self.said_of(one.id)]


def typed(text: str, id: str, day: int = 0, *segments: Segment) -> Message:
    parts = segments or (Segment(0, len(text), Origin.TYPED, "test", 1),)
    return Message(id, None, Role.USER, text, NOW - 86_400 * day, True, parts)


def answered(text: str, id: str, day: int = 0) -> Message:
    parts = (Segment(0, len(text), Origin.ASSISTANT, "test", 1),)
    return Message(id, None, Role.ASSISTANT, text, NOW - 86_400 * day, True, parts)


LONGEST_WAIT = 60.0
"""Seconds; a machine that runs other tests beside this one can be this slow."""


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Let the program go on until something is true of it."""
    end = time.monotonic() + LONGEST_WAIT
    while not true():
        assert time.monotonic() < end, "it never came to that"
        await pilot.pause(0.01)
    await pilot.pause()


class Sitting:
    """A person at the program: pressing keys, reading what widgets say."""

    def __init__(self, person: Person, pilot: Pilot[None]) -> None:
        self.person = person
        self.pilot = pilot

    @property
    def app(self) -> SelfauditApp:
        assert isinstance(self.pilot.app, SelfauditApp)
        return self.pilot.app

    async def press(self, *keys: str, after: float = 2.0) -> None:
        """Press keys, each some seconds after the one before."""
        for key in keys:
            self.person.clock.advance(after)
            await self.pilot.press(key)
            await self.pilot.pause()

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for work in the background; fails only where it is not done for a long time."""
        await until(self.pilot, true)

    def said(self, selector: str) -> str:
        """What a widget says."""
        return str(self.app.screen.query_one(selector, Static).content)


class ScriptedExtraction:
    """An extraction whose events a test hands out one by one; `end` lets it return."""

    def __init__(self, events: Iterable[ExtractionEvent] = (), *, ends: bool = False) -> None:
        self.cancelled: threading.Event | None = None
        self.finished = threading.Event()
        self.starts = 0
        self._queue: queue.Queue[ExtractionEvent | Exception | None] = queue.Queue()
        for event in events:
            self._queue.put(event)
        if ends:
            self._queue.put(None)

    def tell(self, event: ExtractionEvent | Exception | None) -> None:
        self._queue.put(event)

    def __call__(self, cancel: threading.Event) -> Iterator[ExtractionEvent]:
        self.cancelled = cancel
        self.starts += 1
        self.finished.clear()
        try:
            while not cancel.is_set():
                try:
                    event = self._queue.get(timeout=0.02)
                except queue.Empty:
                    continue
                if event is None:
                    return
                if isinstance(event, Exception):
                    raise event
                yield event
        finally:
            self.finished.set()


@pytest.fixture(autouse=True)
def _universal_time(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Days are shown in the person's own time zone, which is pinned here."""
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def person(tmp_path: Path) -> Iterator[Person]:
    made = Person(tmp_path / "home")
    yield made
    made.store.close()


@pytest.fixture
def twelve(person: Person) -> Person:
    """A person of whom twelve things were found, and whose first batch is frozen."""
    person.attributes(12)
    person.freeze()
    return person


Filler = Callable[[Person], Sequence[int]]
