"""The extraction beside the screens: it is stopped before another begins, and costs little."""

import asyncio
import threading
import time
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from tests.tui.conftest import Person
from tests.tui.test_home import STARTED, said, until, window
from textual.pilot import Pilot

from selfaudit.core.events import ExtractionDone, ExtractionEvent
from selfaudit.tui.extraction import Extraction, Phase
from selfaudit.tui.screens.home import HomeScreen


class Stubborn:
    """An extraction that hears that it is to end, and ends when it is let go."""

    def __init__(self) -> None:
        self.let_go = threading.Event()
        self.starts = 0
        self.alive = 0
        self.most_alive = 0

    def __call__(self, cancel: threading.Event) -> Iterator[ExtractionEvent]:
        self.starts += 1
        self.alive += 1
        self.most_alive = max(self.alive, self.most_alive)
        yield STARTED
        cancel.wait()
        yield ExtractionDone(212, 10, 0, 9, 0, 0, 9, 9, 60.0, 40.0, cancelled=True)
        self.let_go.wait(10)
        self.alive -= 1


@pytest.fixture
def short_grace(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("selfaudit.tui.work_thread.GRACE_SECONDS", 0.3)


@pytest.mark.usefixtures("short_grace")
async def test_no_second_extraction_begins_while_the_first_still_ends(person: Person) -> None:
    person.chat(0)
    extraction = Stubborn()
    async with person.app(start_extraction=extraction).run_test() as pilot:
        await until(pilot, lambda state: state.windows == 212)
        await pilot.press("x")
        await asyncio.sleep(0.6)
        await pilot.press("x")
        await pilot.pause()
        assert pilot.app.extraction.phase is Phase.STOPPING  # type: ignore[attr-defined]
        assert extraction.starts == 1
        extraction.let_go.set()
        await until(pilot, lambda state: state.phase is Phase.STOPPED)
        await pilot.press("x")
        # It is its thread that begins it, a moment after the screen says so.
        await until(pilot, lambda state: state.phase is Phase.RUNNING and extraction.starts == 2)
        assert extraction.most_alive == 1


@pytest.mark.usefixtures("short_grace")
async def test_quitting_does_not_wait_for_one_that_will_not_end(person: Person) -> None:
    person.chat(0)
    extraction = Stubborn()
    async with person.app(start_extraction=extraction).run_test() as pilot:
        await until(pilot, lambda state: state.windows == 212)
        await pilot.press("x")
        await pilot.pause()
        begun = time.monotonic()
        await pilot.press("q")
        await pilot.pause()
    assert time.monotonic() - begun < 2
    assert extraction.alive == 1
    extraction.let_go.set()


class Counted:
    """Counts the looks of the first screen into the store."""

    def __init__(self, person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
        self.looks = 0
        quarantined = person.store.extractions.quarantined

        def counted() -> dict[str, int]:
            self.looks += 1
            return quarantined()

        monkeypatch.setattr(person.store.extractions, "quarantined", counted)


async def move(pilot: Pilot[None], first: int, last: int) -> None:
    """Let windows be done one by one."""
    app: Any = pilot.app
    for number in range(first, last):
        app.extraction = Extraction(Phase.RUNNING).after(STARTED).after(window(number, 0))
        await pilot.pause()


async def test_the_first_screen_counts_about_twice_a_second_and_misses_nothing(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    person.chat(0)
    app = person.app(redraw_seconds=0.5)
    async with app.run_test() as pilot:
        await move(pilot, 10, 11)
        counted = Counted(person, monkeypatch)
        begun = time.monotonic()
        await move(pilot, 11, 60)
        assert counted.looks <= 1 + (time.monotonic() - begun) / 0.5
        person.clock.advance(0.5)
        await pilot.pause(0.6)
        assert "59 of 212" in said(pilot, "ExtractionView")
        looks = counted.looks
        app.extraction = replace(app.extraction, phase=Phase.DONE)
        await pilot.pause()
        assert counted.looks > looks


async def test_the_first_screen_rests_under_another_and_is_up_to_date_again_after(
    twelve: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = twelve.app()
    async with app.run_test() as pilot:
        await move(pilot, 10, 11)
        await pilot.press("enter")
        await pilot.pause()
        assert not isinstance(app.screen, HomeScreen)
        counted = Counted(twelve, monkeypatch)
        await move(pilot, 11, 40)
        assert counted.looks == 0
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
        assert "39 of 212" in said(pilot, "ExtractionView")
