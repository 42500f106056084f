"""Before the first card: from the first screen to the first question, key by key."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.tui.conftest import Person, Sitting

from selfaudit.core.models.judgment import Question
from selfaudit.core.review.design import PROTOCOL_DESIGN
from selfaudit.core.review.practice import PRACTICE
from selfaudit.tui.screens.first_visit import FirstVisitScreen
from selfaudit.tui.screens.guess import GuessDialog
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.opening import RecallScreen, TypistsScreen
from selfaudit.tui.screens.practice import PracticeScreen
from selfaudit.tui.screens.review import ReviewScreen
from selfaudit.tui.screens.summary import SummaryScreen
from selfaudit.tui.widgets.key_line import KeyLine


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Person]:
    made = Person(tmp_path / "home", instructed=False)
    made.design = PROTOCOL_DESIGN
    made.attributes(30)
    made.freeze(1)
    yield made
    made.store.close()


async def test_a_newcomer_is_at_the_first_card_after_seven_keys(newcomer: Person) -> None:
    async with newcomer.app().run_test(size=(80, 24)) as pilot:
        at = Sitting(newcomer, pilot)
        await at.press("enter")
        assert isinstance(at.app.screen, TypistsScreen)
        await at.press("1")
        assert isinstance(at.app.screen, RecallScreen)
        await at.press("enter")
        assert isinstance(at.app.screen, FirstVisitScreen)
        assert "some are wrong. A few cards are checks." in at.said(".title")
        await at.press("enter")
        assert isinstance(at.app.screen, PracticeScreen)
        await at.press("n", "s")
        assert isinstance(at.app.screen, GuessDialog)
        await at.press("enter")
        assert isinstance(at.app.screen, ReviewScreen)
        assert at.said("#question").startswith(("Is this, as written", "Going only by"))
    assert newcomer.session().opening.typists() == "only_me"
    assert newcomer.store.judgments.count() == 0


async def test_each_step_can_be_left_and_is_come_back_to(newcomer: Person) -> None:
    async with newcomer.app().run_test(size=(80, 24)) as pilot:
        at = Sitting(newcomer, pilot)
        await at.press("enter", "q")
        assert isinstance(at.app.screen, HomeScreen)
        await at.press("enter", "3", *"I row", "enter", "escape")
        assert isinstance(at.app.screen, HomeScreen)
        newcomer.restart()
    async with newcomer.app().run_test(size=(80, 24)) as pilot:
        at = Sitting(newcomer, pilot)
        await at.press("enter")
        assert at.said("#named") == "1  I row"
        await at.press("backspace")
        assert not newcomer.session().opening.recalled()
        await at.press(*"Two cats", "enter", "enter")
        assert isinstance(at.app.screen, FirstVisitScreen)
    assert [one.text for one in newcomer.session().opening.recalled()] == ["Two cats"]


async def test_practice_says_what_an_answer_means_and_stores_nothing(newcomer: Person) -> None:
    async with newcomer.app().run_test(size=(80, 24)) as pilot:
        at = Sitting(newcomer, pilot)
        await at.press("enter", "1", "enter", "enter")
        await at.press("s", "enter")
        assert isinstance(at.app.screen, PracticeScreen)
        assert "Try it" in at.said("#remark")
        before = newcomer.store.responses.count()
        await at.press("y")
        assert "Better “no”" in at.said("#because")
        assert PRACTICE[0].because in at.said("#because")
        await at.press("enter", "enter", "y")
        assert "You said “yes”" in at.said("#because")
        assert newcomer.store.responses.count() == before
        await at.press("enter")
        assert isinstance(at.app.screen, GuessDialog)


async def test_undo_leads_back_to_the_steps_before_the_first_card(newcomer: Person) -> None:
    async with newcomer.app().run_test(size=(80, 24)) as pilot:
        at = Sitting(newcomer, pilot)
        await at.press("enter", "1", "enter", "enter", "n", "s", "z")
        assert isinstance(at.app.screen, RecallScreen)
        await at.press("enter")
        assert isinstance(at.app.screen, GuessDialog)


async def test_a_guess_is_kept_told_after_the_set_and_taken_back(newcomer: Person) -> None:
    async with newcomer.app().run_test(size=(80, 24)) as pilot:
        at = Sitting(newcomer, pilot)
        await at.press("enter", "1", "enter", "enter", "n", "s")
        await at.press("1", "3", "enter")
        assert isinstance(at.app.screen, GuessDialog)
        assert "from 0 to 12" in at.said("#remark")
        await at.press("backspace", "0", "enter")
        assert isinstance(at.app.screen, ReviewScreen)
        await at.press("z")
        assert isinstance(at.app.screen, GuessDialog)
        assert "your guess" in at.said("#remark")
        await at.press("9", "enter")
        while not isinstance(at.app.screen, SummaryScreen):
            card = newcomer.session().review.current()
            assert card is not None
            await at.press("y" if card.question is not Question.REMEMBER else "1")
        notes = " ".join(str(one.content) for one in at.app.screen.query(".note"))
        assert "You guessed that 9 would be right: 12 of 12 are true as written." in notes
        assert "check" in at.said(".checks")
        assert "you said yes" in at.said(".checks")


async def test_a_folded_card_and_a_check_look_alike_until_the_answer(newcomer: Person) -> None:
    shown: dict[bool, set[str]] = {True: set(), False: set()}
    async with newcomer.app().run_test(size=(80, 24)) as pilot:
        at = Sitting(newcomer, pilot)
        await at.press("enter", "1", "enter", "enter", "n", "s", "enter")
        while isinstance(at.app.screen, ReviewScreen):
            card = newcomer.session().review.current()
            assert card is not None
            if card.is_folded:
                said = "|".join((at.said("#source"), at.said("#message"), at.said("#question")))
                title = str(at.app.screen.query_one("StatementCard").border_title)
                keys = str(at.app.screen.query_one(KeyLine).render())
                assert "conversation" not in keys
                shown[card.item is not None].add(f"{said}|{title}|{keys}")
                await at.press("v")
                assert isinstance(at.app.screen, ReviewScreen)
            await at.press("u")
    assert shown[True]
    assert shown[True] == shown[False]


async def test_the_checks_of_a_last_set_that_stays_short_are_told_too(newcomer: Person) -> None:
    assert any(check.number == 2 for check in newcomer.session().review.queue.checks())
    told = 0
    async with newcomer.app().run_test(size=(80, 24)) as pilot:
        at = Sitting(newcomer, pilot)
        await at.press("enter", "1", "enter", "enter", "n", "s", "enter")
        while newcomer.session().review.queue.next_place() is not None:
            if isinstance(at.app.screen, ReviewScreen):
                await at.press("u")
            else:
                if isinstance(at.app.screen, SummaryScreen):
                    told += at.said(".checks").count("you said")
                await at.press("enter")
        assert isinstance(at.app.screen, SummaryScreen)
        told += at.said(".checks").count("you said")
    assert told == len(newcomer.session().review.queue.checks())
