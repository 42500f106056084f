"""Marks and votes of two weeks ago, asked again: what a person relies on, key by key."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from stages import fill_block, vote_on_all
from tests.tui.comparing import marked, planned
from tests.tui.conftest import Person, Sitting
from textual.widget import Widget

from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import Better
from selfaudit.core.models.relevance import MarkAnswer
from selfaudit.core.relevance.again import repeated_marks
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.tui.screens.asked_again import MarkingAgainScreen, VotingAgainScreen
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.marking import MarkingScreen

DAY = 86_400.0
AFTER_MARKS = 14 * DAY


def compared(person: Person) -> None:
    """A person who marked a block, compared a block of pairs a day later, and opened both."""
    block = planned(person)
    fill_block(person.store, person.clock, block)
    votes = [Better.LEFT_MUCH, Better.NO_DIFFERENCE, Better.RIGHT_SLIGHTLY]
    vote_on_all(person.store, person.clock, votes)
    voting = person.session().voting
    voting.reveal(block)


class Home(Sitting):
    """A person at the first screen."""

    def shown(self, selector: str) -> str:
        """What a widget draws."""
        return str(self.app.screen.query_one(selector, Widget).render())


@asynccontextmanager
async def at_home(person: Person) -> AsyncIterator[Home]:
    async with person.app().run_test(size=(80, 24)) as pilot:
        at = Home(person, pilot)
        await pilot.pause()
        yield at


@pytest.fixture
def later(person: Person) -> Person:
    """Two weeks after both blocks."""
    compared(person)
    person.clock.advance(AFTER_MARKS)
    return person


async def test_it_is_offered_when_due_and_not_before(person: Person) -> None:
    compared(person)
    async with at_home(person) as at:
        assert "See how far the model and you agree" in at.said("#next")
    person.clock.advance(AFTER_MARKS)
    async with at_home(person) as at:
        said = at.said("#next")
        assert "if you like" in said
        assert "36 questions from two weeks ago or more, about 4 minutes" in said
        assert person.store.blocks.all(Stage.RELEVANCE_AGAIN) == []


async def test_nobody_is_made_to(later: Person) -> None:
    async with at_home(later) as at:
        await at.press("m")
        assert type(at.app.screen) is MarkingScreen
        assert "block 2" in at.said("#step")
        await at.press("q", "enter")
        assert type(at.app.screen) is MarkingAgainScreen
        assert "36 questions" in at.said("#step")
        await at.press("q")
        assert isinstance(at.app.screen, HomeScreen)
    assert later.store.blocks.all(Stage.RELEVANCE_AGAIN) == []


async def test_the_first_answer_is_not_shown_and_the_question_is_the_same(later: Person) -> None:
    async with at_home(later) as at:
        await at.press("enter", "enter")
        assert at.said("#question") == SHOULD_MATTER.text
        assert "asked again" in at.said("#where")
        assert "0 of 36 questions done" in at.said("#where")
        for key in ("enter", "space", "p", "l"):
            await at.press(key)
        (block,) = later.store.blocks.all(Stage.RELEVANCE_AGAIN)
        assert later.store.marks.effective(block.id) == {}
        firsts = later.store.marks.effective(
            *(one.id for one in later.store.blocks.all(Stage.RELEVANCE))
        )
        pictures = set()
        for entry in later.store.marks.entries(block.id)[:12]:
            words = at.said("#question"), at.said("#remark")
            pictures.add((firsts[entry.repeats or 0].answer, words))
            await at.press("n")
        assert {one for one, _ in pictures} == {MarkAnswer.YES, MarkAnswer.NO}
        assert len({picture for _, picture in pictures}) == 1


async def test_it_is_stopped_in_the_middle_and_goes_on_there(later: Person) -> None:
    async with at_home(later) as at:
        await at.press("enter", "enter", *"ynu", "q")
        assert "Go on with what is asked again" in at.said("#next")
        assert "3 of 36 questions from two weeks ago done" in at.said("#next")
    later.restart()
    async with at_home(later) as at:
        await at.press("enter")
        assert "3 of 36 questions done" in at.said("#where")
        await at.press("z")
        assert "2 of 36 questions done" in at.said("#where")
        assert "can't say" in at.said("#remark")


async def test_at_the_end_it_says_how_often_the_same_was_said(later: Person) -> None:
    async with at_home(later) as at:
        await at.press("enter", "enter")
        await at.press(*"y" * 36)
        assert "All is answered" in at.said("#step")
        assert repeated_marks(later.store) == []
        await at.press("enter")
        same = sum(one.first is MarkAnswer.YES for one in repeated_marks(later.store))
        assert f"The same answer to {same} of 36 questions" in at.said("#step")
        assert "ceiling" not in at.said("#step")
        await at.press("enter", "p", "l")
        assert type(at.app.screen) is MarkingAgainScreen
        await at.press("q")
        assert "marks" not in at.said("#next")


async def test_pairs_come_after_the_marks_with_their_count_and_minutes(later: Person) -> None:
    later.clock.advance(2 * DAY)
    marking = later.session().marking_again
    marking.begin(1)
    while (asked := marking.current()) is not None:
        marking.answer(asked.entry, MarkAnswer.YES)
    marking.reveal(marking.block())  # type: ignore[arg-type]
    waiting = later.session().voting_again.waiting()
    async with at_home(later) as at:
        assert f"{waiting} pairs from two weeks ago or more" in at.said("#next")
        assert f"about {waiting} minutes" in at.said("#next")
        await at.press("enter")
        assert type(at.app.screen) is VotingAgainScreen
        assert later.store.blocks.all(Stage.COMPARISON_AGAIN) == []
        assert "drawn anew" in at.said("VotingStepView")
        await at.press("enter")
        assert f"pair 1 of {waiting}" in at.said("#place")
        await at.press("tab", "3", "q")
        assert f"1 of {waiting} pairs from two weeks ago" in at.said("#next")
        await at.press("enter")
        assert f"pair 2 of {waiting}" in at.said("#place")
        for _ in range(waiting - 1):
            await at.press("tab", "3")
        assert "All is answered" in at.said("VotingStepView")
        await at.press("enter")
        assert f"of {waiting} pairs" in at.said("VotingStepView")
        assert "The same answer to" in at.said("VotingStepView")
        await at.press("l", "enter")
        assert type(at.app.screen) is VotingAgainScreen
        await at.press("q")
        assert "See how far the model and you agree" in at.said("#next")


async def test_with_nothing_due_the_screens_say_when_it_is(person: Person) -> None:
    marked(person)
    async with person.app().run_test(size=(80, 24)) as pilot:
        at = Home(person, pilot)
        await pilot.pause()
        pilot.app.push_screen(MarkingAgainScreen(person.session()))
        await at.press("enter")
        assert "two weeks old" in at.said("#step")
        pilot.app.push_screen(VotingAgainScreen(person.session()))
        await pilot.pause()
        assert type(at.app.screen) is VotingAgainScreen
        await at.press("enter")
        assert "two weeks old" in at.said("VotingStepView")
    assert person.store.blocks.all(Stage.COMPARISON_AGAIN) == []
