"""A block of pairs laid open: counts that claim no more than they are, then pair by pair."""

import json
from pathlib import Path

import pytest
from stages import fill_block, judge_block, plan_block, vote_on_all
from tests.tui.comparing import NARROW, WIDE, Comparing, comparing, filled, marked, planned
from tests.tui.conftest import Person

from selfaudit.core.comparison.elsewhere import import_pairs
from selfaudit.core.comparison.results import Outcome, lay_open
from selfaudit.core.models.block import Block
from selfaudit.core.models.comparison import AboutYou, Arm, Better, Side
from selfaudit.core.models.judgment import Phase
from selfaudit.core.models.run import Purpose
from selfaudit.tui.judge_report import judge_reports
from selfaudit.tui.lines import Line, rows
from selfaudit.tui.outcome_text import answer_at, marks, said, to_rate
from selfaudit.tui.preparation import Preparation
from selfaudit.tui.results_text import counts, given_side
from selfaudit.tui.screens.results import ResultsScreen
from selfaudit.tui.screens.voting import VotingScreen
from selfaudit.tui.themes import QUOTE_STYLE
from selfaudit.tui.widgets.lines import LinesView
from selfaudit.tui.widgets.question import ChoiceButton

VOTES = (
    "left_much", "right_slightly", "no_difference", "right_much", "both_unusable", "skip",
)  # fmt: skip
CLAIMS = ("helped you", "did help", "did not help", "works", "significant", "proves")


def revealed(person: Person, votes: tuple[str, ...] = VOTES, *, judged: bool = True) -> Block:
    """A block that was voted on and laid open."""
    block = filled(person)
    vote_on_all(person.store, person.clock, votes)
    if judged:
        judge_block(person.store, person.clock, block)
    return person.session().voting.reveal(block)


def text(lines: list[Line]) -> str:
    return "\n".join(row.plain.rstrip() for row in rows(lines, 100))


def outcome_of(person: Person, block: Block, arm: Arm) -> tuple[int, Outcome]:
    """The first pair of an arm that is no repeat, and its number."""
    outcomes = lay_open(person.store, block).outcomes
    return next(
        (number, one)
        for number, one in enumerate(outcomes)
        if one.pair.arm is arm and one.pair.repeats is None
    )


async def opened(at: Comparing) -> None:
    await at.press("l")
    assert isinstance(at.app.screen, ResultsScreen)


def test_the_counts_are_those_of_the_store_and_claim_nothing(person: Person) -> None:
    block = revealed(person)
    results = lay_open(person.store, block)
    told = text(counts(results))
    for tally in results.tallies:
        row = f"+ {tally.wins:<8}= {tally.ties:<6}− {tally.losses}"
        assert row in told
    main = next(one for one in results.tallies if one.arm is Arm.MARKED)
    assert f"{main.wins} of {main.pairs} pairs" in told
    assert f"{main.pairs} pairs: too few to say whether it helped or not." in told
    assert f"{main.unusable} both unusable" in told
    assert f"{results.repeats_agree} of {results.repeats}." in told
    assert not [claim for claim in CLAIMS if claim in told]


@pytest.mark.parametrize(
    ("side", "words"),
    [("other", "more for it than against"), ("generic", "more against it than for")],
)
def test_the_headline_is_wins_minus_losses(person: Person, side: str, words: str) -> None:
    block = filled(person)
    voting = person.session().voting
    while (pair := voting.current()) is not None:
        generic = person.store.pairs.get(pair.pair).generic_side
        preferred = generic.other if side == "other" else generic
        answer = {
            "better": Better.LEFT_MUCH if preferred is Side.LEFT else Better.RIGHT_MUCH,
            "reasons": "none",
            "about_you": AboutYou(generic.other),
        }[pair.question]
        voting.answer(pair.pair, pair.question, answer)
    told = text(counts(lay_open(person.store, voting.reveal(block))))
    assert f"10 {words}" in told
    assert "you named the one that was given them" in told
    assert "\nNot" not in told


def test_redraws_and_left_out_pairs_are_counted(person: Person) -> None:
    block = planned(person)
    pairs = [one for one in person.store.pairs.of(block.id) if one.repeats is None]
    fill_block(person.store, person.clock, block, pairs=len(pairs) - 2, redraws=1)
    for pair in pairs[-2:]:
        person.store.pairs.drop(pair.id, "the model gave no usable answer")
    vote_on_all(person.store, person.clock, VOTES)
    told = text(counts(lay_open(person.store, person.session().voting.reveal(block))))
    assert f"Answers were drawn again {len(pairs) - 2} times" in told
    assert "2 pairs could not be answered by the model." in told


def test_the_judge_is_told_in_counts_and_flagged_as_the_writer(person: Person) -> None:
    block = revealed(person)
    results = lay_open(person.store, block)
    without, knowing = judge_reports(results.outcomes)
    assert (without.knows, knowing.knows) == (False, True)
    told = text(counts(results))
    assert f"in {without.disagreements} of {without.judged} pairs" in " ".join(told.split())
    assert f"{without.rating:.1f}, yours {without.of_person:.1f}" in told
    assert "This model wrote the answers itself." in told


def test_without_verdicts_the_judge_is_silent(person: Person) -> None:
    block = revealed(person, judged=False)
    assert "It has not judged these pairs." in text(counts(lay_open(person.store, block)))


def test_what_was_said_is_laid_beside_what_is_the_case(person: Person) -> None:
    block = revealed(person, ("left_much",))
    results = lay_open(person.store, block)
    for number, one in enumerate(results.outcomes):
        told = text(said(results, number))
        if one.pair.arm is Arm.CATCH:
            assert "“left much”: both are generic." in told
        elif one.pair.generic_side is Side.LEFT:
            assert "“left much”: the generic one." in told
        else:
            assert "“left much”: the one given the facts." in told
        assert "Because it fits me better, it is clearer." in told
        if one.about_you is not None and one.pair.arm is Arm.MARKED:
            assert f"You said “right”; the {given_side(one)} one was given them." in told


def test_a_pair_that_came_back_points_to_the_first_time(person: Person) -> None:
    results = lay_open(person.store, revealed(person))
    repeats = [one for one in results.outcomes if one.pair.repeats is not None]
    assert repeats
    for one in repeats:
        told = text(said(results, results.outcomes.index(one)))
        firsts = [other.pair.id for other in results.outcomes]
        assert one.pair.repeats is not None
        assert f"This is pair {firsts.index(one.pair.repeats) + 1} again" in told
        assert list(to_rate(one)) == []


def test_words_of_the_facts_are_marked_where_they_stand(person: Person) -> None:
    block = revealed(person)
    _, outcome = outcome_of(person, block, Arm.MARKED)
    answer = answer_at(outcome, given_side(outcome))
    marked = {answer.text[start:end] for start, end, _ in marks(outcome, answer)}
    assert marked
    statements = " ".join(fact.statement for fact in outcome.facts)
    assert all(word in statements for word in marked)
    assert marks(outcome, answer_at(outcome, outcome.pair.generic_side)) == []


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "140x45"])
async def test_from_the_counts_pair_by_pair_and_back(person: Person, size: tuple[int, int]) -> None:
    block = revealed(person)
    every = len(lay_open(person.store, block).outcomes)
    async with comparing(person, size) as at:
        await opened(at)
        assert at.shown("#counts").startswith("Block 1 laid open")
        assert "pair by pair" in at.keys
        await at.press("p")
        assert at.app.screen.query_one("#overview").display
        for number in range(every):
            await at.press("n" if number % 2 else "right")
            assert at.shown("#heading").startswith(f"Pair {number + 1} of {every}")
        await at.press("n")
        assert at.shown("#heading").startswith(f"Pair {every} of {every}")
        assert "next pair" not in at.keys
        await at.press("p", "left")
        assert at.shown("#heading").startswith(f"Pair {every - 2} of {every}")
        await at.press("c")
        assert at.app.screen.query_one("#overview").display
        await at.press("q")
        assert isinstance(at.app.screen, VotingScreen)


async def test_the_places_are_underlined_in_the_answer(person: Person) -> None:
    block = revealed(person)
    number, outcome = outcome_of(person, block, Arm.MARKED)
    async with comparing(person, WIDE) as at:
        await opened(at)
        await at.press(*"n" * (number + 1))
        drawn = [one.render() for one in at.app.screen.query("AnswerText")]
        shown = drawn[list(Side).index(given_side(outcome))]
        underlined = [
            shown.plain[span.start : span.end]  # type: ignore[union-attr]
            for span in shown.spans  # type: ignore[union-attr]
            if span.style == QUOTE_STYLE
        ]
        answer = answer_at(outcome, given_side(outcome))
        assert underlined == [answer.text[start:end] for start, end, _ in marks(outcome, answer)]


async def test_each_attribute_is_rated_by_one_key_and_it_can_be_taken_back(
    person: Person,
) -> None:
    block = revealed(person)
    number, outcome = outcome_of(person, block, Arm.MARKED)
    attributes = [fact.attribute for fact in outcome.facts]
    async with comparing(person, WIDE) as at:
        await opened(at)
        await at.press("4")
        assert person.store.votes.ratings(outcome.pair.id) == {}
        await at.press(*"n" * (number + 1))
        assert "Not blind any more" in str(at.app.screen.query_one("#rating").border_title)
        assert outcome.facts[0].statement in at.said("#rated")
        await at.press("4")
        assert outcome.facts[1].statement in at.said("#rated")
        assert "you rated it “slightly better”" in at.shown("#facts")
        await at.press("4", after=0.1)
        assert "too soon" in at.remark
        await at.press(*(["1", "2"] * 5)[: len(attributes) - 1])
        ratings = person.store.votes.ratings(outcome.pair.id)
        assert list(ratings) == attributes or set(ratings) == set(attributes)
        assert all(vote.phase is Phase.AFTER for vote in ratings.values())
        assert not at.app.screen.query_one("#rating").display
        await at.press("c", "z")
        assert at.shown("#heading").startswith(f"Pair {number + 1} of")
        assert "Taken back: your rating" in at.remark
        assert len(person.store.votes.ratings(outcome.pair.id)) == len(attributes) - 1
        for _ in attributes:
            await at.press("z")
        assert person.store.votes.ratings(outcome.pair.id) == {}
    assert lay_open(person.store, block).tallies == lay_open(person.store, block).tallies


async def test_a_click_rates_too(person: Person) -> None:
    block = revealed(person)
    number, outcome = outcome_of(person, block, Arm.IRRELEVANT)
    async with comparing(person, WIDE) as at:
        await opened(at)
        await at.press(*"n" * (number + 1))
        person.clock.advance(2)
        await at.pilot.click(list(at.app.screen.query(ChoiceButton).filter("#rating *"))[-1])
        await at.pilot.pause()
        (rating,) = person.store.votes.ratings(outcome.pair.id).values()
        assert rating.answer == "5"


async def test_where_nothing_of_the_person_was_used_there_is_nothing_to_rate(
    person: Person,
) -> None:
    block = revealed(person)
    number, outcome = outcome_of(person, block, Arm.CATCH)
    async with comparing(person, WIDE) as at:
        await opened(at)
        await at.press(*"n" * (number + 1), "5")
        assert not at.app.screen.query_one("#rating").display
        assert not at.app.screen.query_one("#facts").display
        assert person.store.votes.ratings(outcome.pair.id) == {}


async def test_of_two_blocks_the_one_opened_last_is_shown(person: Person) -> None:
    marked(person)
    for seed in (1, 2):
        block = plan_block(person.store, person.clock, seed)
        fill_block(person.store, person.clock, block)
        vote_on_all(person.store, person.clock, ("no_difference",))
        person.session().voting.reveal(block)
        if seed == 1 and not person.session().voting.planning.pairs_possible():
            break
    async with comparing(person, NARROW) as at:
        await opened(at)
        last = person.store.blocks.get(block.id)
        assert at.shown("#counts").startswith(f"Block {last.number} laid open")


async def test_answers_of_another_assistant_are_told_by_its_memory(
    person: Person, tmp_path: Path
) -> None:
    file = tmp_path / "pairs.jsonl"
    rows_of_file = [
        {"prompt": f"Question {n}?", "without_memory": f"Plain {n}.", "with_memory": f"Yours {n}."}
        for n in range(6)
    ]
    file.write_text("\n".join(map(json.dumps, rows_of_file)))
    import_pairs(person.store, person.clock, file, seed=3)
    vote_on_all(person.store, person.clock, ("left_slightly",))
    async with comparing(person, WIDE) as at:
        assert "Block 1 is done" in at.step
        await at.press("enter")
        counted = at.shown("#counts")
        assert "given the other assistant's memory" in counted
        assert "the one without it in" in " ".join(counted.split())
        await at.press("n")
        assert "without the other assistant's memory" in at.shown("#heading")
        assert "generic" not in at.shown("#heading") + at.shown("#said")


async def test_what_the_judge_says_meanwhile_is_counted(person: Person) -> None:
    block = revealed(person, judged=False)
    async with comparing(person) as at:
        await opened(at)
        shown = at.app.screen.query_one("#counts", LinesView)
        assert "It has not judged" in shown.render().plain
        judge_block(person.store, person.clock, block)
        at.app.preparation = Preparation(True, Purpose.JUDGING, 3, 3, news=1)
        await at.pilot.pause()
        assert (
            "It has not judged" not in at.app.screen.query_one("#counts", LinesView).render().plain
        )
