"""How many minutes: the choice, what it says, and the extraction that begins anew for it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.tui.conftest import Person, ScriptedExtraction
from tests.tui.test_home import done, said, until
from tests.tui.test_snapshots import Compare, keys
from textual.pilot import Pilot

from selfaudit.core.events import ExtractionStarted, WindowDone
from selfaudit.core.models.budget import Budget
from selfaudit.core.review.minutes import plan
from selfaudit.tui.extraction import Phase
from selfaudit.tui.screens.budget import BudgetDialog
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.opening import TypistsScreen
from selfaudit.tui.widgets.key_line import KeyLine

SMALL = (80, 24)


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Person]:
    made = Person(tmp_path / "home", instructed=False)
    made.attributes(5)
    for number in range(5, 40):
        made.chat(number)
    yield made
    made.store.close()


def budget(person: Person) -> Budget | None:
    return person.store.budgets.current()


def put(person: Person, minutes: float, size: int, *, is_read: bool = False) -> None:
    ids = sorted(one.id for one in person.store.history.conversations())
    person.store.budgets.put(plan(minutes), 1, ids, size, person.clock.now(), is_read=is_read)


def key_line(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one(KeyLine).render())


def started(left: int | None) -> ExtractionStarted:
    return ExtractionStarted(1, 212, 0, left)


def window(done: int, attributes: int, left: int, seconds: float) -> WindowDone:
    return WindowDone(done, 212, attributes, 0, attributes, 41.3, 720.0, left, seconds)


async def test_one_key_sets_so_many_minutes(newcomer: Person) -> None:
    async with newcomer.app().run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "b minutes" in key_line(pilot)
        await pilot.press("b")
        await pilot.pause()
        assert isinstance(pilot.app.screen, BudgetDialog)
        told = said(pilot, "#table")
        assert "2  10 minutes      60 cards   between 68 and 88 of a hundred\n" in told
        assert "1  5 minutes       30 cards   between 63 and 90 of a hundred *" in told
        assert "A share is said from 60 cards on." in told
        await pilot.press("1")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
        found = budget(newcomer)
        assert found is not None
        assert (found.plan.cards, found.size, found.frame_size) == (30, 30, 40)
        await pilot.press("b", "0")
        await pilot.pause()
        assert budget(newcomer) is None


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_leaving_changes_nothing(newcomer: Person, key: str) -> None:
    async with newcomer.app().run_test(size=SMALL) as pilot:
        await pilot.press("b", key)
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
        assert budget(newcomer) is None


async def test_other_minutes_are_written_and_no_number_is_told(newcomer: Person) -> None:
    async with newcomer.app().run_test(size=SMALL) as pilot:
        await pilot.press("b", "m", *"15", "enter")
        await pilot.pause()
        found = budget(newcomer)
        assert found is not None
        assert (found.plan.minutes, found.plan.cards) == (15, 90)
        await pilot.press("b", "m", *"soon", "enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ErrorDialog)
        assert budget(newcomer) == found


async def test_an_extraction_that_runs_begins_anew_with_the_sample(newcomer: Person) -> None:
    calls = ScriptedExtraction([started(None)])
    async with newcomer.app(start_extraction=calls).run_test(size=SMALL) as pilot:
        await until(pilot, lambda state: state.windows == 212)
        await pilot.press("b", "2")
        await until(pilot, lambda state: calls.starts == 2 and state.phase is Phase.RUNNING)
        assert budget(newcomer) is not None
        calls.tell(started(48))
        calls.tell(window(2, 7, 46, 184.0))
        await until(pilot, lambda state: state.done == 2)
        assert "46 windows of your sample still to read, 3 minutes left" in said(
            pilot, "ExtractionView"
        )
        assert "drawn when your sample is read, 3 minutes from now" in said(pilot, "#next")
        assert "Meanwhile Enter leads to what comes before the first card." in said(pilot, "#next")
        await pilot.press("enter")
        assert isinstance(pilot.app.screen, TypistsScreen)
        calls.tell(None)


async def test_what_is_found_outside_the_sample_brings_no_card_nearer(person: Person) -> None:
    person.attributes(14)
    put(person, 5, 5)
    extraction = ScriptedExtraction([started(3), window(6, 14, 3, 60.0)])
    async with person.app(start_extraction=extraction).run_test(size=SMALL) as pilot:
        await until(pilot, lambda state: state.done == 6)
        assert "The first cards come when 12 are found in your sample; 5 so far." in said(
            pilot, "#next"
        )
        assert "judged every card" not in said(pilot, "#next")


async def test_a_stopped_extraction_stays_stopped(newcomer: Person) -> None:
    calls = ScriptedExtraction([started(None), done(5, cancelled=True)], ends=True)
    async with newcomer.app(start_extraction=calls).run_test(size=SMALL) as pilot:
        await until(pilot, lambda state: state.phase is Phase.STOPPED)
        await pilot.press("b", "1")
        await pilot.pause()
        assert pilot.app.extraction.phase is Phase.STOPPED  # type: ignore[attr-defined]
        assert "It grows if it gives too little." in said(pilot, "ExtractionView")


async def test_with_the_cards_drawn_it_can_only_be_lifted(person: Person) -> None:
    person.attributes(12)
    put(person, 5, 12, is_read=True)
    person.freeze()
    async with person.app().run_test(size=SMALL) as pilot:
        await pilot.press("b")
        await pilot.pause()
        assert not pilot.app.screen.query_one("#table").display
        assert "The cards that your result rests on are drawn." in said(pilot, "#how")
        assert "other minutes" not in key_line(pilot)
        await pilot.press("2", "m")
        await pilot.pause()
        found = budget(person)
        assert found is not None
        assert found.plan.minutes == 5
        await pilot.press("0")
        await pilot.pause()
        assert budget(person) is None
        assert "minutes" not in key_line(pilot)
        await pilot.press("b")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_cards_that_wait_for_a_sample_that_nobody_reads_are_told_of(person: Person) -> None:
    person.attributes(3)
    put(person, 5, 3)
    async with person.app().run_test(size=SMALL) as pilot:
        await pilot.press("enter")
        for _ in range(3):
            for key in ("u",):
                person.clock.advance(3)
                await pilot.press(key)
                await pilot.pause()
        assert "The rest of your sample is not read yet" in said(pilot, "#waiting")


async def test_nothing_to_budget_for_without_chats(person: Person) -> None:
    async with person.app().run_test(size=SMALL) as pilot:
        await pilot.pause()
        assert "minutes" not in key_line(pilot)
        await pilot.press("b")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)


def test_the_choice(newcomer: Person, snap_compare: Compare) -> None:
    assert snap_compare(newcomer.app(), terminal_size=SMALL, run_before=keys(newcomer, "b"))


def test_the_first_screen_while_the_sample_is_read(newcomer: Person, snap_compare: Compare) -> None:
    put(newcomer, 10, 30)
    calls = ScriptedExtraction([started(48), window(2, 5, 46, 184.0)])

    async def prepare(pilot: Pilot[None]) -> None:
        await until(pilot, lambda state: state.done == 2)

    try:
        app = newcomer.app(start_extraction=calls)
        assert snap_compare(app, terminal_size=SMALL, run_before=prepare)
    finally:
        calls.tell(None)
