"""The first screen, and the extraction that runs beside it."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.tui import conftest
from tests.tui.conftest import Person, ScriptedExtraction
from textual.pilot import Pilot
from textual.widgets import Static

from selfaudit.core.errors import ModelError
from selfaudit.core.events import ExtractionDone, ExtractionStarted, WindowDone
from selfaudit.core.models.attribute import QuarantineReason
from selfaudit.tui.extraction import Phase
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.importing import ImportScreen
from selfaudit.tui.screens.reading import HelpScreen
from selfaudit.tui.screens.review import ReviewScreen
from selfaudit.tui.themes import ROUND
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.work_thread import WorkThread

STARTED = ExtractionStarted(1, 212, 10)


def window(done: int, attributes: int) -> WindowDone:
    return WindowDone(done, 212, attributes, 0, attributes, 41.3, 720.0)


def done(attributes: int, *, cancelled: bool = False) -> ExtractionDone:
    return ExtractionDone(212, 10, 0, 9, attributes, 0, 9, 9, 60.0, 40.0, cancelled)


def said(pilot: Pilot[None], selector: str) -> str:
    return str(pilot.app.screen.query_one(selector, Static).content)


async def until(pilot: Pilot[None], true: Callable[[Any], bool]) -> None:
    """Let the app work until something is so of its extraction, which is another thread's."""
    await conftest.until(pilot, lambda: true(pilot.app.extraction))  # type: ignore[attr-defined]


async def test_an_empty_store_says_what_to_do(person: Person) -> None:
    async with person.app().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        text = said(pilot, "#next")
        assert "Drop the file or folder of your export here" in text
        assert "Export data" in text
        assert "Nothing leaves this machine." in said(pilot, "#privacy")
        keys = str(pilot.app.screen.query_one(KeyLine).render())
        assert keys.split("   ") == ["Enter bring in your chats", "t colours", "q quit", "? help"]
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, ImportScreen)


async def test_what_is_stored_is_counted(twelve: Person) -> None:
    notices = ("2 records were skipped: no text.",)
    async with twelve.app(notices=notices).run_test() as pilot:
        await pilot.pause()
        assert "12 conversations, 24 messages, of which 12 in your own words" in said(
            pilot, "#stored"
        )
        assert said(pilot, ".notice") == notices[0]
        assert "Judge the first cards" in said(pilot, "#next")


async def test_coming_back_offers_to_go_on(twelve: Person) -> None:
    async with twelve.app().run_test() as pilot:
        for key in ("enter", "enter", "y", "q"):
            twelve.clock.advance(2)
            await pilot.press(key)
            await pilot.pause()
        assert "Go on where you stopped" in said(pilot, "#next")


async def test_waiting_becomes_cards_as_events_arrive(person: Person) -> None:
    person.attributes(5)
    extraction = ScriptedExtraction([STARTED, window(34, 5)])
    async with person.app(start_extraction=extraction).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda state: state.done == 34)
        assert "The first cards come when 12 are found; 5 so far." in said(pilot, "#next")
        assert "34 of 212 windows read · 41 tokens/s · 12 minutes left" in said(
            pilot, "ExtractionView"
        )
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReviewScreen)
        assert "5 so far" in said(pilot, "#waiting")
        person.attributes(7, start=5)
        extraction.tell(window(60, 12))
        await until(pilot, lambda state: state.done == 60)
        assert pilot.app.screen.query_one("CardView").display
        assert "early card, the model reads on" in said(pilot, "ProgressLine")


async def test_when_it_ends_fewer_than_twelve_are_enough(person: Person) -> None:
    person.attributes(3)
    extraction = ScriptedExtraction([STARTED, done(3)], ends=True)
    async with person.app(start_extraction=extraction).run_test() as pilot:
        await until(pilot, lambda state: state.phase is Phase.DONE)
        assert "Judge the first cards" in said(pilot, "#next")


async def test_what_was_set_aside_is_explained(person: Person) -> None:
    conversation, message = person.chat(0)
    person.quarantine(conversation, message, QuarantineReason.QUOTE_NOT_FOUND)
    extraction = ScriptedExtraction([STARTED, window(34, 0)])
    async with person.app(start_extraction=extraction).run_test() as pilot:
        await until(pilot, lambda state: state.done == 34)
        text = said(pilot, "ExtractionView")
        assert "1 quarantined" in text
        assert "because the quote is nowhere in your own words" in text


async def test_an_error_says_what_why_and_what_to_try_and_can_be_tried_again(
    person: Person,
) -> None:
    person.chat(0)
    error = ModelError("The model's file is damaged.", hint="Fetch it again.")
    extraction = ScriptedExtraction([error])
    async with person.app(start_extraction=extraction).run_test() as pilot:
        await until(pilot, lambda state: state.phase is Phase.FAILED)
        text = said(pilot, "ExtractionView")
        for part in ("The model could not be used", "The model's file is damaged.", "Fetch it"):
            assert part in text
        await pilot.press("x")
        await until(pilot, lambda state: state.is_running)
        assert extraction.starts == 2


@pytest.mark.filterwarnings("error::pytest.PytestUnhandledThreadExceptionWarning")
async def test_an_unforeseen_error_is_told_without_its_text(person: Person) -> None:
    person.chat(0)
    extraction = ScriptedExtraction([ValueError("secret words of a chat")])
    async with person.app(start_extraction=extraction).run_test() as pilot:
        await until(pilot, lambda state: state.phase is Phase.FAILED)
        assert "ValueError" in said(pilot, "ExtractionView")
        assert "secret" not in said(pilot, "ExtractionView")


async def test_the_extraction_is_stopped_and_goes_on_by_the_same_key(person: Person) -> None:
    person.chat(0)
    extraction = ScriptedExtraction([STARTED, window(34, 0)])
    async with person.app(start_extraction=extraction).run_test() as pilot:
        await until(pilot, lambda state: state.done == 34)
        await pilot.press("x")
        await until(pilot, lambda state: state.phase is Phase.STOPPED)
        assert extraction.cancelled is not None
        assert extraction.cancelled.is_set()
        await pilot.press("x")
        await until(pilot, lambda state: state.phase is Phase.RUNNING)
        assert not extraction.cancelled.is_set()


async def test_quitting_ends_the_extraction(person: Person) -> None:
    person.chat(0)
    extraction = ScriptedExtraction([STARTED])
    app = person.app(start_extraction=extraction)
    async with app.run_test() as pilot:
        await until(pilot, lambda state: state.windows == 212)
        await pilot.press("q")
        await pilot.pause()
    assert extraction.cancelled is not None
    assert extraction.cancelled.is_set()
    assert extraction.finished.wait(2)
    assert app.return_code == 0


async def test_an_extraction_that_will_not_end_cannot_hold_the_program(
    person: Person, monkeypatch: Any
) -> None:
    monkeypatch.setattr("selfaudit.tui.work_thread.GRACE_SECONDS", 0.2)
    extraction = ScriptedExtraction([STARTED])
    thread = WorkThread(lambda cancel: extraction(type(cancel)()), "the extraction")
    events = thread.events()
    assert next(events) == STARTED
    thread.leave()
    assert list(events) == []
    assert extraction.cancelled is not None
    extraction.cancelled.set()


async def test_events_faster_than_the_screen_are_not_lost(person: Person) -> None:
    person.chat(0)
    burst = [STARTED, *(window(number, 0) for number in range(11, 212)), done(0)]
    extraction = ScriptedExtraction(burst, ends=True)
    async with person.app(start_extraction=extraction).run_test() as pilot:
        await until(pilot, lambda state: state.phase is Phase.DONE)
        assert "Nothing was found" in said(pilot, "#next")


async def test_one_key_goes_through_dark_light_and_the_terminals_own(person: Person) -> None:
    async with person.app().run_test() as pilot:
        seen = [pilot.app.theme]
        for _ in ROUND:
            await pilot.press("t")
            seen.append(pilot.app.theme)
        assert tuple(seen[:-1]) == ROUND
        assert seen[-1] == seen[0]


async def test_help_and_palette_come_from_the_table(twelve: Person) -> None:
    app = twelve.app()
    async with app.run_test() as pilot:
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HelpScreen)
        text = "\n".join(str(one.content) for one in app.screen.query(Static))
        assert "Judge cards, or go on where you stopped." in text
        await pilot.press("question_mark")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        titles = {command.title for command in app.get_system_commands(app.screen)}
        assert {"Judge cards", "Colours", "Theme", "Quit"} <= titles
