"""Pictures of every screen, in a small terminal and a large one. The clock is pinned."""

from collections.abc import Awaitable, Callable

import pytest
from tests.tui.conftest import NOW, Person, ScriptedExtraction, answered, typed
from textual.pilot import Pilot

from selfaudit.core.errors import ModelError, StoreError
from selfaudit.core.events import ExtractionStarted, WindowDone
from selfaudit.core.models.attribute import QuarantineReason
from selfaudit.core.models.history import Conversation, Message, Origin, Segment
from selfaudit.tui.app import SelfauditApp
from selfaudit.tui.extraction import Phase
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.themes import LIGHT
from selfaudit.tui.widgets.writing import WritingArea

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
Compare = Callable[..., bool]
Prepare = Callable[[Pilot[None]], Awaitable[None]]


def keys(person: Person, *pressed: str) -> Prepare:
    """Press keys at a calm pace."""

    async def prepare(pilot: Pilot[None]) -> None:
        await pilot.pause()
        for key in pressed:
            person.clock.advance(4)
            await pilot.press(key)
            await pilot.pause()
        for area in pilot.app.screen.query(WritingArea):
            area.cursor_blink = False
        await pilot.pause()

    return prepare


def phase(wanted: Phase, done: int = 0) -> Prepare:
    """Wait until the extraction has come to a point."""

    async def prepare(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, SelfauditApp)
        while pilot.app.extraction.phase is not wanted or pilot.app.extraction.done < done:
            await pilot.pause(0.01)
        await pilot.pause()

    return prepare


@pytest.fixture
def thirty(person: Person) -> Person:
    person.attributes(30)
    person.freeze(3)
    return person


def long_chat(person: Person) -> None:
    """A conversation of 61 messages, the quote late in it, beside words that are not their own."""
    messages: list[Message] = []
    for number in range(30):
        messages.append(typed(f"Question {number}: what can I cook with rice?", f"q{number}"))
        messages.append(answered("A pilaf.\n\n1. Fry an onion.\n2. Add the rice.", f"a{number}"))
    text = (
        "Thanks. I was born in Porto and my mother cooks like this:\n> Boil the rice first\n"
        "Is that wrong?"
    )
    start, end = text.index(">"), text.index("Is that")
    parts = (
        Segment(0, start, Origin.TYPED, "test", 1),
        Segment(start, end, Origin.QUOTED, "test", 1),
        Segment(end, len(text), Origin.TYPED, "test", 1),
    )
    message = typed(text, "key", 0, *parts)
    messages.insert(41, message)
    conversation = person.write(
        Conversation("long", "What to cook when there is only rice", NOW, NOW, tuple(messages))
    )
    person.infer(conversation, message, "The user was born in Porto.", "I was born in Porto")
    person.freeze()


@SIZES
def test_empty_home(person: Person, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(person.app(), terminal_size=size, run_before=keys(person))


@SIZES
def test_home_while_extracting(
    person: Person, snap_compare: Compare, size: tuple[int, int]
) -> None:
    person.attributes(5)
    conversation, message = person.chat(9)
    person.quarantine(conversation, message, QuarantineReason.QUOTE_NOT_FOUND)
    person.quarantine(conversation, message, QuarantineReason.REPEATS_EXAMPLE)
    events = [ExtractionStarted(1, 212, 10), WindowDone(34, 212, 7, 2, 5, 41.3, 720.0)]
    app = person.app(start_extraction=ScriptedExtraction(events))
    assert snap_compare(app, terminal_size=size, run_before=phase(Phase.RUNNING, 34))


@SIZES
def test_home_ready(thirty: Person, snap_compare: Compare, size: tuple[int, int]) -> None:
    app = thirty.app(notices=("30 conversations are new.", "2 records were skipped: no text."))
    assert snap_compare(app, terminal_size=size, run_before=keys(thirty))


@SIZES
def test_home_after_a_failure(person: Person, snap_compare: Compare, size: tuple[int, int]) -> None:
    person.chat(0)
    error = ModelError(
        "The model's file is damaged: its checksum is not the one of the catalogue.",
        hint="Run `selfaudit models pull` to fetch it again.",
    )
    app = person.app(start_extraction=ScriptedExtraction([error]))
    assert snap_compare(app, terminal_size=size, run_before=phase(Phase.FAILED))


@SIZES
@pytest.mark.parametrize(
    ("name", "pressed"),
    [
        ("first_visit", ["enter"]),
        ("true", ["enter", "enter"]),
        ("why", ["enter", "enter", "n"]),
        ("remember", ["enter", "enter", "y", "f", "exclamation_mark"]),
        ("undone", ["enter", "enter", "u", "z"]),
        ("details", ["enter", "enter", "y", "d"]),
        ("help", ["enter", "enter", "question_mark"]),
        ("edit", ["enter", "enter", "e"]),
        ("comment", ["enter", "enter", "c", *"On weekdays."]),
        ("summary", ["enter", "enter", *"y1n3uy20sy3y1n5uy4y1n2"]),
    ],
)
def test_card(
    thirty: Person, snap_compare: Compare, size: tuple[int, int], name: str, pressed: list[str]
) -> None:
    app = thirty.app()
    assert snap_compare(app, terminal_size=size, run_before=keys(thirty, *pressed)), name


@SIZES
def test_waiting(person: Person, snap_compare: Compare, size: tuple[int, int]) -> None:
    person.attributes(5)
    app = person.app(start_extraction=ScriptedExtraction([ExtractionStarted(1, 212, 10)]))
    assert snap_compare(app, terminal_size=size, run_before=keys(person, "enter", "enter"))


@SIZES
def test_conversation(person: Person, snap_compare: Compare, size: tuple[int, int]) -> None:
    long_chat(person)
    run = keys(person, "enter", "enter", "v")
    assert snap_compare(person.app(), terminal_size=size, run_before=run)


@SIZES
def test_error(thirty: Person, snap_compare: Compare, size: tuple[int, int]) -> None:
    error = StoreError("The disk is full.", hint="Free some disk space and try again.")

    async def run(pilot: Pilot[None]) -> None:
        await keys(thirty, "enter", "enter")(pilot)
        pilot.app.push_screen(ErrorDialog(error))
        await pilot.pause()

    assert snap_compare(thirty.app(), terminal_size=size, run_before=run)


@pytest.mark.parametrize("theme", [LIGHT.name, "ansi-dark"])
def test_card_in_other_colours(thirty: Person, snap_compare: Compare, theme: str) -> None:
    async def run(pilot: Pilot[None]) -> None:
        pilot.app.theme = theme
        await keys(thirty, "enter", "enter", "y", "f")(pilot)

    assert snap_compare(thirty.app(), terminal_size=(80, 24), run_before=run)
