"""Comparing answers: everything that a person relies on, key by key."""

import pytest
from stages import fill_block, vote_on_all
from tests.tui.comparing import NARROW, WIDE, Comparing, comparing, filled, marked, no_news, planned
from tests.tui.conftest import Person
from textual import events

from selfaudit.core.comparison.wordings import ABOUT_YOU, BETTER, REASONS
from selfaudit.core.errors import ModelError, StoreError
from selfaudit.core.models.comparison import Side, VoteQuestion
from selfaudit.core.models.run import FinishReason, Purpose
from selfaudit.tui.app import SelfauditApp
from selfaudit.tui.preparation import Preparation
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.first_comparison import FirstComparisonScreen
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.reading import HelpScreen, PromptDialog
from selfaudit.tui.screens.results import ResultsScreen
from selfaudit.tui.screens.voting import VotingScreen
from selfaudit.tui.widgets.answers import AnswerPane
from selfaudit.tui.widgets.question import ChoiceButton


def panes(at: Comparing) -> dict[Side, AnswerPane]:
    return {pane.side: pane for pane in at.app.screen.query(AnswerPane)}


def long(person: Person) -> None:
    filled(
        person,
        texts=lambda pair, facts: (
            "\n\n".join(f"{pair.id}: line {number}" for number in range(60)),
            "\n\n".join(f"{pair.id}: line {number}" for number in range(50)),
        ),
    )


# The introduction


async def test_the_introduction_says_what_is_asked_and_can_be_left(person: Person) -> None:
    marked(person)
    session = person.session(start_preparation=no_news)
    async with SelfauditApp(session).run_test() as pilot:
        at = Comparing(person, pilot)
        pilot.app.push_screen(VotingScreen(session))
        await pilot.pause()
        assert isinstance(at.app.screen, FirstComparisonScreen)
        text = " ".join(str(one.render()) for one in at.app.screen.query("Static"))
        for told in (BETTER.text, "checks", "not about you at all", "come back", "sealed"):
            assert told in text
        await at.press("q")
        assert isinstance(at.app.screen, HomeScreen)


async def test_an_enter_that_is_held_begins_no_block(person: Person) -> None:
    marked(person)
    session = person.session(start_preparation=no_news)
    async with SelfauditApp(session).run_test() as pilot:
        at = Comparing(person, pilot)
        pilot.app.push_screen(VotingScreen(session))
        await pilot.pause()
        await at.press("enter")
        for _ in range(60):
            await at.press("enter", after=0.03)
        assert session.voting.block() is None
        assert "too soon" in at.step


# Where no pair is open


async def test_with_too_few_marks_it_says_what_to_do(person: Person) -> None:
    person.attributes(3)
    async with comparing(person) as at:
        assert isinstance(at.app.screen, VotingScreen)
        assert "Too little to compare yet" in at.step
        assert "First say what should matter" in at.step
        assert "Enter" not in at.keys
        assert "undo" not in at.keys
        await at.press("enter", "z", "1", "a", "p", "tab", "r")
        assert person.session().voting.block() is None


async def test_without_a_model_it_says_how_to_get_one(person: Person) -> None:
    marked(person)
    async with comparing(person, program="selfaudit --home x") as at:
        assert "`selfaudit --home x models pull`" in at.step
        await at.press("enter")
        assert person.session().voting.block() is None


async def test_enter_begins_a_block_of_as_many_pairs_as_it_says(person: Person) -> None:
    marked(person)
    pairs = person.session().voting.planning.pairs_possible()
    async with comparing(person, start_preparation=no_news) as at:
        assert f"block 1, {pairs} pairs" in at.step
        assert "hours old" not in at.step
        await at.press("enter")
        block = person.session().voting.block()
        assert block is not None
        assert "The first pair is being made" in at.step


async def test_before_a_day_has_passed_it_says_so_and_lets_the_person_begin(
    person: Person,
) -> None:
    marked(person)
    person.clock.advance(-86_401 + 3 * 3_600)
    async with comparing(person, start_preparation=no_news) as at:
        assert "Your newest marks are 3 hours old." in at.step
        await at.press("enter")
        assert person.session().voting.block() is not None


async def test_while_answers_are_made_it_says_how_far_they_are(person: Person) -> None:
    block = planned(person)
    async with comparing(person, start_preparation=no_news) as at:
        at.app.preparation = Preparation(True, Purpose.SELECTION, 10, 2, news=1)
        await at.pilot.pause()
        assert "other work" in at.step
        at.app.preparation = Preparation(True, Purpose.ANSWERS, 16, 4, 300.0, news=2)
        await at.pilot.pause()
        assert "4 of 16 pairs made · 5 minutes left" in at.step
        fill_block(person.store, person.clock, block, pairs=1)
        at.app.preparation = Preparation(True, Purpose.ANSWERS, 16, 5, 300.0, news=3)
        await at.pilot.pause()
        assert at.question == BETTER.text


async def test_what_comes_while_a_pair_is_read_changes_nothing_on_the_screen(
    person: Person,
) -> None:
    block = planned(person)
    fill_block(person.store, person.clock, block, pairs=2)
    async with comparing(person, start_preparation=no_news) as at:
        before = at.app.export_screenshot()
        fill_block(person.store, person.clock, block)
        at.app.preparation = Preparation(True, Purpose.ANSWERS, 16, 16, news=4)
        await at.pilot.pause()
        assert at.app.export_screenshot() == before


async def test_a_failed_model_is_told_and_can_be_tried_again(person: Person) -> None:
    planned(person)
    starts: list[int] = []

    def fails(_: object) -> list[object]:
        starts.append(1)
        raise ModelError("The model's file is damaged.", hint="Fetch it again.")

    async with comparing(person, start_preparation=fails) as at:
        while not at.app.preparation.error:
            await at.pilot.pause(0.01)
        await at.pilot.pause()
        assert "The model's file is damaged." in at.step
        assert "Fetch it again." in at.step
        before = len(starts)
        await at.press("enter")
        while len(starts) == before:
            await at.pilot.pause(0.01)


# The vote


async def test_both_answers_are_shown_whole_side_by_side(person: Person) -> None:
    filled(person)
    async with comparing(person, WIDE) as at:
        due = at.due
        left, right = (str(pane.text.render()) for pane in panes(at).values())
        assert all(pane.display for pane in panes(at).values())
        assert ("A few ideas" in left) is ("A few ideas" in due.left.text)
        assert ("A few ideas" in right) is ("A few ideas" in due.right.text)
        assert due.prompt.text in at.shown("PromptLines")
        await at.press("1")
        assert at.votes(due.pair) == [("better", "left_much")]


async def test_in_a_narrow_window_no_vote_counts_until_both_were_seen(person: Person) -> None:
    filled(person)
    async with comparing(person) as at:
        pair = at.due.pair
        assert panes(at)[Side.LEFT].display
        assert not panes(at)[Side.RIGHT].display
        assert "LEFT ANSWER · 1 of 2 · Tab shows the right one" in str(
            panes(at)[Side.LEFT].border_title
        )
        await at.press("1", "b", "s")
        assert at.votes(pair) == []
        assert "Look at the right answer first: Tab shows it. Nothing was saved." in at.remark
        await at.press("tab")
        assert panes(at)[Side.RIGHT].display
        assert at.remark == ""
        await at.press("4", after=0.1)
        assert at.votes(pair) == []
        await at.press("4")
        assert at.votes(pair) == [("better", "right_slightly")]


async def test_the_next_pair_must_be_seen_again(person: Person) -> None:
    filled(person)
    async with comparing(person) as at:
        await at.press("tab", "s")
        pair = at.due.pair
        await at.press("3")
        assert at.votes(pair) == []
        assert panes(at)[Side.LEFT].display


async def test_what_was_seen_side_by_side_stays_seen(person: Person) -> None:
    filled(person)
    async with comparing(person, WIDE) as at:
        pair = at.due.pair
        await at.pilot.resize_terminal(*NARROW)
        await at.pilot.pause()
        await at.press("3")
        assert at.votes(pair) == [("better", "no_difference")]


async def test_reasons_are_ticked_and_stored_once(person: Person) -> None:
    filled(person)
    async with comparing(person, WIDE) as at:
        pair = at.due.pair
        await at.press("5")
        assert at.question.startswith("You said “right much”.")
        assert at.question.endswith(REASONS.text)
        await at.press("3", "1", "4", "4")
        ticked = [str(one.content) for one in at.app.screen.query(ChoiceButton) if one.display]
        assert [line for line in ticked if "[✓]" in line] == [
            " 1  [✓] it fits me better", " 3  [✓] it is clearer",
        ]  # fmt: skip
        assert at.votes(pair) == [("better", "right_much")]
        await at.press("enter")
        assert at.votes(pair)[1:] == [("reasons", "fits_me,clearer")]
        stored = person.store.votes.of(pair)[1]
        assert stored.key == "enter"
        assert stored.timing is not None
        assert stored.timing.active == pytest.approx(10.0)


async def test_no_reason_is_an_answer(person: Person) -> None:
    filled(person)
    async with comparing(person, WIDE) as at:
        pair = at.due.pair
        await at.press("2", "enter")
        assert at.votes(pair) == [("better", "left_slightly"), ("reasons", "none")]


async def test_about_you_is_asked_of_some(person: Person) -> None:
    filled(person)
    async with comparing(person, WIDE) as at:
        while True:
            pair = at.due.pair
            await at.press("3")
            if at.due.question is VoteQuestion.ABOUT_YOU:
                break
        assert at.due.pair == pair
        assert at.question.endswith(ABOUT_YOU.text)
        await at.press("5")
        assert at.votes(pair) == [("better", "no_difference"), ("about_you", "cannot_tell")]


@pytest.mark.parametrize("key", ["b", "s", "3"])
async def test_without_a_preference_no_reasons_are_asked(person: Person, key: str) -> None:
    filled(person)
    async with comparing(person, WIDE) as at:
        pair = at.due.pair
        await at.press(key)
        question = at.due.question if at.due.pair == pair else None
        assert question is not VoteQuestion.REASONS


async def test_a_held_key_votes_once_and_ticks_nothing(person: Person) -> None:
    filled(person)
    async with comparing(person, WIDE) as at:
        pair = at.due.pair
        await at.press("1")
        await at.press("1", after=0.5)
        for _ in range(40):
            await at.press("1", after=0.03)
        assert at.votes(pair) == [("better", "left_much")]
        assert "[✓]" not in str([str(one.content) for one in at.app.screen.query(ChoiceButton)])
        assert "too soon" in at.remark


async def test_a_click_is_as_good_as_a_key(person: Person) -> None:
    filled(person)
    async with comparing(person, WIDE) as at:
        pair = at.due.pair
        buttons = list(at.app.screen.query(ChoiceButton))
        person.clock.advance(2)
        await at.pilot.click(buttons[3])
        await at.pilot.pause()
        assert at.votes(pair) == [("better", "right_slightly")]
        person.clock.advance(2)
        await at.pilot.click(buttons[1])
        await at.pilot.pause()
        assert "[✓] it is more correct" in str(buttons[1].content)


async def test_undo_goes_back_answer_by_answer_and_says_so(person: Person) -> None:
    filled(person)
    async with comparing(person, WIDE) as at:
        first = at.due.pair
        await at.press("1", "2", "enter")
        assert at.votes(first) == [("better", "left_much"), ("reasons", "more_correct")]
        await at.press("z")
        assert (at.due.pair, at.due.question) == (first, VoteQuestion.REASONS)
        assert "Taken back: your reasons." in at.remark
        await at.press("backspace")
        assert at.question == BETTER.text
        assert "Taken back: your answer “left much”." in at.remark
        await at.press("z")
        assert "nothing left in this block" in at.remark


async def test_a_window_too_small_takes_no_answer(person: Person) -> None:
    filled(person)
    async with comparing(person, WIDE) as at:
        pair = at.due.pair
        await at.pilot.resize_terminal(40, 12)
        await at.pilot.pause()
        await at.press("1", "s")
        assert at.votes(pair) == []


async def test_an_error_of_the_store_is_told_and_the_pair_stays(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    filled(person)
    async with comparing(person, WIDE) as at:
        pair = at.due.pair

        def full(*_: object, **__: object) -> int:
            raise StoreError("The disk is full.", hint="Free some space.")

        with monkeypatch.context() as patch:
            patch.setattr(person.store.votes, "append", full)
            await at.press("1")
            assert isinstance(at.app.screen, ErrorDialog)
        await at.press("escape")
        assert at.due.pair == pair
        assert at.question == BETTER.text
        await at.press("1")
        assert at.votes(pair) == [("better", "left_much")]


async def test_both_sides_say_alike_that_an_answer_was_cut_off(person: Person) -> None:
    block = planned(person)
    fill_block(person.store, person.clock, block, finish_reason=FinishReason.LENGTH)
    async with comparing(person, WIDE) as at:
        for pane in panes(at).values():
            assert str(pane.text.render()).endswith("… This answer stopped at its length limit.")


# Reading


async def test_both_scroll_together_or_apart(person: Person) -> None:
    long(person)
    async with comparing(person, WIDE) as at:
        left, right = panes(at).values()
        await at.press("down", "down", "pagedown")
        assert left.scroll_y == right.scroll_y > 2
        await at.press("up")
        top = left.scroll_y
        assert "scroll apart" in at.keys
        await at.press("a")
        assert "scroll together" in at.keys
        assert left.has_class("-scrolls")
        assert not right.has_class("-scrolls")
        await at.press("up")
        assert (left.scroll_y, right.scroll_y) == (top - 1, top)
        await at.press("right", "up", "up", "up")
        assert right.has_class("-scrolls")
        assert (left.scroll_y, right.scroll_y) == (top - 1, top - 3)
        await at.press("a")
        assert left.scroll_y == right.scroll_y == top - 3


async def test_the_shorter_one_waits_for_the_longer_one(person: Person) -> None:
    long(person)
    async with comparing(person, WIDE) as at:
        both = list(panes(at).values())
        for _ in range(10):
            await at.press("pagedown")
        assert all(pane.scroll_y == pane.max_scroll_y for pane in both)
        assert [pane.border_subtitle for pane in both] == ["", ""]
        await at.press("pageup")
        assert any("more row" in str(pane.border_subtitle) for pane in both)


async def test_the_wheel_scrolls_both(person: Person) -> None:
    long(person)
    async with comparing(person, WIDE) as at:
        left, right = panes(at).values()
        turned = events.MouseScrollDown(left, 1, 1, 0, 1, 0, False, False, False)
        left.text.post_message(turned)
        await at.pilot.pause()
        assert left.scroll_y == right.scroll_y == 3


async def test_in_turn_each_answer_keeps_its_place(person: Person) -> None:
    long(person)
    async with comparing(person) as at:
        left, right = panes(at).values()
        await at.press("pagedown", "tab")
        assert right.scroll_y == 0
        await at.press("down", "left")
        assert left.scroll_y > 3
        await at.press("right")
        assert right.scroll_y == 1
        assert "scroll apart" not in at.keys


async def test_a_long_prompt_is_shortened_and_read_whole_by_a_key(person: Person) -> None:
    filled(person)
    async with comparing(person) as at:
        while len(at.due.prompt.text) < 200:
            await at.press("tab", "s")
        prompt = at.due.prompt.text
        assert at.shown("PromptLines").endswith("… p shows all of it")
        assert prompt not in at.shown("PromptLines")
        await at.press("p")
        assert isinstance(at.app.screen, PromptDialog)
        assert prompt in str(at.app.screen.query_one(".lines").render())
        await at.press("escape")
        await at.press("question_mark")
        assert isinstance(at.app.screen, HelpScreen)
        helped = "\n".join(str(one.render()) for one in at.app.screen.query("Static"))
        assert BETTER.text in helped
        assert "the other is too personal" in helped
        assert "Comparing answers" in helped


# The end of a block


async def test_a_finished_block_is_opened_by_enter(person: Person) -> None:
    filled(person)
    vote_on_all(person.store, person.clock, ["left_much", "no_difference"], leave=1)
    async with comparing(person, WIDE) as at:
        while person.session().voting.current() is not None:
            await at.press("3")
        assert "Block 1 is done" in at.step
        await at.press("z")
        assert at.due.place == at.due.progress.pairs - 1
        while person.session().voting.current() is not None:
            await at.press("3")
        block = person.session().voting.block()
        assert block is not None
        await at.press("enter")
        assert isinstance(at.app.screen, ResultsScreen)
        assert not person.store.blocks.get(block.id).is_sealed
        await at.press("q")
        assert "last results" in at.keys
        await at.press("l")
        assert isinstance(at.app.screen, ResultsScreen)


async def test_a_model_that_is_too_weak_is_said_to_be(person: Person) -> None:
    filled(person)
    async with comparing(person, WIDE, program="selfaudit") as at:
        while "too weak" not in at.step:
            await at.press("b")
            if not at.app.screen.query_one("VotingStepView").display:
                while at.due.question is VoteQuestion.ABOUT_YOU:
                    await at.press("4")
        assert "This model is too weak for this question" in at.step
        assert "`selfaudit models add PATH`" in at.step
        pair = at.due.pair
        await at.press("enter")
        assert at.question == BETTER.text
        await at.press("b")
        assert at.votes(pair) == [("better", "both_unusable")]
        assert "too weak" not in at.step or not at.app.screen.query_one("VotingStepView").display


async def test_a_block_of_a_weak_model_can_be_opened_early(person: Person) -> None:
    block = filled(person)
    vote_on_all(person.store, person.clock, ["both_unusable"], leave=12)
    async with comparing(person, WIDE) as at:
        assert "too weak" in at.step
        assert "open the block now" in at.keys
        await at.press("r")
        assert isinstance(at.app.screen, ResultsScreen)
        assert not person.store.blocks.get(block.id).is_sealed


async def test_leaving_and_coming_back_finds_the_same_pair(person: Person) -> None:
    filled(person)
    async with comparing(person, WIDE) as at:
        await at.press("3")
        due = at.due
        await at.press("q")
        assert isinstance(at.app.screen, HomeScreen)
        assert (at.due.pair, at.due.question) == (due.pair, due.question)
