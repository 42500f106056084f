"""Marking what should matter, and the reveal: what a person relies on, key by key."""

import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import pytest
from tests.tui.conftest import Person, Sitting

from selfaudit.core.models.block import Stage
from selfaudit.core.models.judgment import Phase, Question
from selfaudit.core.models.relevance import MarkAnswer, PromptSource
from selfaudit.core.preparation import prepare
from selfaudit.core.relevance.selecting import Selecting
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.local_models.scripted import ScriptedModel
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.marking import MarkingScreen
from selfaudit.tui.screens.matching import MatchingScreen
from selfaudit.tui.screens.writing import WritingDialog
from selfaudit.tui.widgets.question import QuestionBar


def accept(person: Person, yes: int, no: int = 0) -> None:
    """Let so many attributes have been accepted, and so many rejected."""
    made = person.attributes(yes + no)
    review = person.session().review
    for place, attribute in enumerate(made):
        review.judge(attribute, {Question.TRUE: "yes" if place < yes else "no"})


def select(person: Person) -> None:
    """Let every selector have worked, with a scripted model."""
    model = ScriptedModel()
    work = Selecting(person.store, person.clock, model.identity.sha256)
    list(prepare(work, person.store, model, person.clock, threading.Event()))
    model.close()


def mark_all(person: Person) -> tuple[int, int]:
    """Answer every question of the open block, every third with yes; return how many yes and no."""
    marking = person.session().marking
    said = {MarkAnswer.YES: 0, MarkAnswer.NO: 0}
    while (asked := marking.current()) is not None:
        answer = MarkAnswer.NO if sum(said.values()) % 3 else MarkAnswer.YES
        marking.answer(asked.entry, answer)
        said[answer] += 1
    return said[MarkAnswer.YES], said[MarkAnswer.NO]


class AtMarks(Sitting):
    """A person at stage two."""

    @property
    def marks(self) -> list[MarkAnswer]:
        block = self.person.store.blocks.latest(Stage.RELEVANCE)
        assert block is not None
        return [mark.answer for mark in self.person.store.marks.effective(block.id).values()]


@asynccontextmanager
async def marking(person: Person, **changes: object) -> AsyncIterator[AtMarks]:
    """The program, opened on stage two."""
    async with person.app(**changes).run_test(size=(80, 24)) as pilot:
        at = AtMarks(person, pilot)
        await pilot.pause()
        await at.press("m")
        assert isinstance(at.app.screen, MarkingScreen)
        yield at


async def test_without_an_accepted_attribute_it_says_what_to_do(person: Person) -> None:
    accept(person, 0, 3)
    async with marking(person) as at:
        assert "judge some cards first" in at.said("#step")
        await at.press("enter")
        assert person.store.blocks.all(Stage.RELEVANCE) == []


async def test_one_attribute_at_a_time_with_no_default(person: Person) -> None:
    accept(person, 12)
    async with marking(person) as at:
        assert "10 prompts" in at.said("#step")
        await at.press("enter")
        assert at.said("#question") == SHOULD_MATTER.text
        assert "prompt 1 of 10 · 0 of 100 questions done" in at.said("#where")
        for key in ("enter", "space", "1"):
            await at.press(key)
        assert at.marks == []
        await at.press("y", "n", "u", "s")
        assert at.marks == [MarkAnswer.YES, MarkAnswer.NO, MarkAnswer.UNSURE, MarkAnswer.SKIP]
        assert "4 of 100" in at.said("#where")


async def test_keys_that_come_too_soon_do_not_mark(person: Person) -> None:
    accept(person, 12)
    async with marking(person) as at:
        await at.press("enter")
        await at.press("y")
        await at.press("y", after=0.1)
        assert len(at.marks) == 1
        assert "too soon" in at.said("#remark")


async def test_remarks_are_on_the_screen(person: Person) -> None:
    accept(person, 12)
    async with marking(person) as at:
        await at.press("enter", "n")
        await at.press("n", after=0.1)
        remark = at.app.screen.query_one("#remark")
        question = at.app.screen.query_one(QuestionBar)
        assert question.region.contains_region(remark.region)
        assert remark.region.height == 1
        assert "too soon" in at.said("#remark")


async def test_a_run_of_enters_opens_nothing_unread(person: Person) -> None:
    accept(person, 4)
    person.session().marking.begin(3)
    mark_all(person)
    async with marking(person) as at:
        await at.press(*["enter"] * 6, after=0.1)
        assert len(person.store.blocks.all(Stage.RELEVANCE)) == 1
        await at.press("enter", after=2)
        assert isinstance(at.app.screen, MatchingScreen)
        await at.press("enter", "enter", "enter", after=2)
        assert isinstance(at.app.screen, MatchingScreen)
        assert len(person.store.blocks.all(Stage.RELEVANCE)) == 1


async def test_undo_goes_back_through_the_block_and_says_what_it_took_back(person: Person) -> None:
    accept(person, 12)
    async with marking(person) as at:
        await at.press("enter", "y", "s")
        await at.press("z")
        assert "the skip" in at.said("#remark")
        await at.press("z")
        assert "yes" in at.said("#remark")
        assert at.marks == []
        await at.press("z")
        assert "nothing left" in at.said("#remark")


async def test_a_restart_comes_back_to_the_same_question(person: Person) -> None:
    accept(person, 12)
    async with marking(person) as at:
        await at.press("enter", *"ynnuy")
        before = at.said("#where"), at.said("StatementCard")
    person.restart()
    async with marking(person) as at:
        assert (at.said("#where"), at.said("StatementCard")) == before


async def test_time_on_a_question_is_counted_once(person: Person) -> None:
    accept(person, 12)
    async with marking(person) as at:
        await at.press("enter")
        await at.press("n", after=7.0)
    block = person.store.blocks.all(Stage.RELEVANCE)[0]
    (mark,) = person.store.marks.effective(block.id).values()
    assert mark.timing is not None
    assert mark.timing.active == pytest.approx(7.0)
    assert mark.key == "n"


async def test_a_prompt_of_ones_own_is_asked_about_in_the_next_block(person: Person) -> None:
    accept(person, 12)
    async with marking(person) as at:
        await at.press("p")
        assert isinstance(at.app.screen, WritingDialog)
        await at.press(*"tea", "enter")
        assert "1 prompt that you added" in at.said("#step")
        await at.press("enter")
    (block,) = person.store.blocks.all(Stage.RELEVANCE)
    prompts = {entry.prompt for entry in person.store.marks.entries(block.id)}
    sources = [person.store.prompts.get(prompt).source for prompt in prompts]
    assert sources.count(PromptSource.TYPED) == 1


async def test_a_prompt_of_a_hundred_thousand_characters_is_refused_in_words(
    person: Person,
) -> None:
    accept(person, 12)
    async with marking(person) as at:
        await at.press("p")
        at.app.screen.dismiss("x" * 100_000)
        await at.pilot.pause()
        assert isinstance(at.app.screen, ErrorDialog)
        await at.press("escape")
        assert isinstance(at.app.screen, MarkingScreen)
    assert person.store.prompts.all() == []


async def test_nothing_of_the_selectors_is_shown_before_the_block_is_done(person: Person) -> None:
    accept(person, 2)
    async with marking(person) as at:
        await at.press("enter")
        select(person)
        await at.press("y", "l")
        assert isinstance(at.app.screen, MarkingScreen)
        assert "Suppose" in at.said("#question")


async def test_a_finished_block_is_opened_by_one_key_and_again_later(person: Person) -> None:
    accept(person, 8, 4)
    person.session().marking.begin(3)
    yes, no = mark_all(person)
    select(person)
    async with marking(person) as at:
        assert "Enter opens it" in at.said("#step")
        await at.press("enter")
        assert isinstance(at.app.screen, MatchingScreen)
        assert f"you said yes to {yes}, no to {no}." in at.said("#heading")
        assert "every attribute" in at.said("#table")
        await at.press("q", "l")
        assert isinstance(at.app.screen, MatchingScreen)
    assert not person.store.blocks.all(Stage.RELEVANCE)[0].is_sealed


async def test_the_dial_changes_what_is_extra_and_what_is_missed(person: Person) -> None:
    accept(person, 8)
    person.session().marking.begin(3)
    yes, no = mark_all(person)
    select(person)
    async with marking(person) as at:
        await at.press("enter")
        at.app.screen.action_turn(-50)  # type: ignore[attr-defined]
        assert f"= {yes:<4} + {no:<5} − 0" in at.said("#dial")
        at.app.screen.action_turn(50)  # type: ignore[attr-defined]
        strictest = at.said("#dial")
        assert f"− {yes:<3}" in strictest or "= 0" in strictest
        await at.press("right")
        assert at.said("#dial") == strictest
        await at.press("left")
        assert at.said("#dial") != strictest
        title = at.said("#dial").splitlines()[0]
        await at.press("d")
        assert at.said("#dial").splitlines()[0] != title


async def test_a_correction_is_kept_beside_the_first_mark_which_counts(person: Person) -> None:
    accept(person, 8)
    person.session().marking.begin(3)
    mark_all(person)
    select(person)
    async with marking(person) as at:
        await at.press("enter")
        before = at.said("#table")
        await at.press("n", "n")
        assert "yes→no" in at.said("#entries")
        assert "said already" in at.said("#remark")
        assert at.said("#table") == before
        block = person.store.blocks.all(Stage.RELEVANCE)[0]
        (correction,) = person.store.marks.corrected(block.id).values()
        assert correction.phase is Phase.AFTER
        assert correction.timing is not None
        assert person.store.marks.effective(block.id)[correction.entry].answer is MarkAnswer.YES
        await at.press("z")
        assert "→" not in at.said("#entries")
        await at.press("z")
        assert "no correction" in at.said("#remark")


async def test_a_block_of_which_no_selector_ran_can_be_opened(person: Person) -> None:
    accept(person, 4)
    person.session().marking.begin(3)
    mark_all(person)
    async with marking(person) as at:
        assert "no model" in at.said("#step")
        await at.press("enter")
        assert at.said("#table").count("not run") == 9
        for key in ("left", "d", "down", "pagedown", "up"):
            await at.press(key)
        await at.press("q", "q")
        assert isinstance(at.app.screen, HomeScreen)


async def test_the_first_screen_says_how_far_it_has_come_and_what_is_next(person: Person) -> None:
    accept(person, 12)
    async with marking(person) as at:
        await at.press("enter", "y", "n", "q")
        assert isinstance(at.app.screen, HomeScreen)
        assert "block 1: 2 of 100 questions done" in at.said("#stages")
