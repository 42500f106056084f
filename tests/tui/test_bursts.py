"""Keys that reach the program in one burst, before the screen could show what the first one did."""

import pytest
from tests.tui.conftest import Person, PinnedClock
from tests.tui.test_review import AtCards, sitting
from textual import events

from selfaudit.core.errors import StoreError
from selfaudit.core.models.judgment import Question
from selfaudit.tui.key_guard import KeyGuard
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.review import ReviewScreen
from selfaudit.tui.screens.summary import Leaving, SummaryScreen
from selfaudit.tui.screens.writing import WritingDialog


async def burst(at: AtCards, *keys: str) -> None:
    """Let keys arrive in one read of the terminal."""
    at.person.clock.advance(5)
    for key in keys:
        at.app.post_message(events.Key(key, key if len(key) == 1 else None))
    for _ in range(4):
        await at.pilot.pause()


def judged(person: Person, question: Question) -> int:
    return [asked for asked, _ in person.all_said()].count(question.value)


async def test_two_keys_at_the_end_of_a_set_judge_once(person: Person) -> None:
    person.attributes(14)
    person.freeze()
    review = person.session().review
    for _ in range(11):
        card = review.current()
        assert card is not None
        review.answer(card, "unsure")
    async with sitting(person) as at:
        await at.press("y")
        await burst(at, "1", "4")
        assert isinstance(at.app.screen, SummaryScreen)
        assert judged(person, Question.REMEMBER) == 1


async def test_nothing_is_judged_on_the_way_back_from_a_summary(person: Person) -> None:
    person.attributes(14)
    person.freeze()
    async with sitting(person) as at:
        await at.press(*"us0us0us0us0", after=3)
        assert isinstance(at.app.screen, SummaryScreen)
        before = person.all_said()
        below = at.app.screen_stack[-2]
        assert isinstance(below, ReviewScreen)
        person.clock.advance(5)
        at.app.screen.dismiss(Leaving.GO_ON)
        assert at.app.screen is below
        below.on_key(events.Key("u", "u"))  # before the summary's result has arrived
        assert person.all_said() == before


@pytest.mark.parametrize("keys", ["ey", "cy", "qy", "vy"])
async def test_a_key_after_one_that_opens_a_screen_does_not_judge(
    twelve: Person, keys: str
) -> None:
    async with sitting(twelve) as at:
        await burst(at, *keys)
        assert not isinstance(at.app.screen, ReviewScreen)
        assert twelve.all_said() == []


async def test_what_is_written_goes_to_the_card_it_was_written_on(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        statement = at.statement
        await at.press("e", "x")
        below = at.app.screen_stack[-2]
        at.person.clock.advance(5)
        below.post_message(events.Key("u", "u"))
        await at.pilot.pause()
        await at.press("enter")
        assert twelve.said_of(attribute) == [("statement", "edited")]
        assert twelve.store.attributes.get(attribute).statement == f"{statement}x"


async def test_saving_twice_saves_once_and_returns_to_the_card(twelve: Person) -> None:
    async with sitting(twelve) as at:
        await at.press("c", "x")
        assert isinstance(at.app.screen, WritingDialog)
        await burst(at, "enter", "enter")
        assert isinstance(at.app.screen, ReviewScreen)
        assert twelve.all_said() == [("comment", "written")]


async def test_leaving_twice_leaves_no_empty_screen(person: Person) -> None:
    person.attributes(14)
    person.freeze()
    async with sitting(person) as at:
        await at.press(*"us0us0us0us0", after=3)
        assert isinstance(at.app.screen, SummaryScreen)
        await burst(at, "q", "escape")
        assert isinstance(at.app.screen, HomeScreen)


async def test_after_an_error_the_store_says_what_is_due(
    twelve: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with sitting(twelve) as at:
        first, _ = at.due

        def unreadable(*_: object) -> None:
            raise StoreError("The disk could not be read.")

        with monkeypatch.context() as patch:
            patch.setattr("selfaudit.tui.desk.finished_set", unreadable)
            await burst(at, "u", "y")
            assert isinstance(at.app.screen, ErrorDialog)
        assert twelve.all_said() == [("true", "unsure")]
        await at.press("escape")
        assert at.statement == twelve.store.attributes.get(at.due[0]).statement
        assert at.due[0] != first
        await at.press("u")
        assert twelve.all_said() == [("true", "unsure")] * 2


def test_a_key_of_the_same_burst_does_not_judge() -> None:
    clock = PinnedClock()
    guard = KeyGuard(clock, 0.35, 0.8)
    guard.open()
    clock.advance(1)
    guard.arrived()
    assert guard.admits_judgment("y")
    clock.advance(1)
    guard.arrived()
    guard.arrived()
    assert not guard.admits_judgment("n")
    clock.advance(0.1)
    guard.arrived()
    assert guard.admits_judgment("u")
