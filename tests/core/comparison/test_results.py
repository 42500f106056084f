import pytest
from builders import PinnedClock, open_store
from stages_core import ready_block

from selfaudit.core.comparison.results import Tally, judged, lay_open, toward_other
from selfaudit.core.comparison.voting import Voting
from selfaudit.core.models.comparison import (
    AboutYou,
    Arm,
    Better,
    JudgeVerdict,
    Side,
    VoteQuestion,
)
from selfaudit.core.models.relevance import PromptSource
from selfaudit.core.store.pairs import NewPair
from selfaudit.local_models.scripted import ScriptedModel

LEFT, RIGHT = Side.LEFT, Side.RIGHT


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def voted(store, rows):
    """A block of (arm, side, repeats, vote), voted on in order."""
    prompt = store.prompts.add(PromptSource.TYPED, "What shall I plant?", 1.0).id
    pairs = [NewPair(prompt, arm, 1, side, False, (), repeats) for arm, side, repeats, _ in rows]
    block = ready_block(store, pairs)
    voting = Voting(store, PinnedClock())
    for pair, (*_, vote) in zip(store.pairs.of(block.id), rows, strict=True):
        if vote is not None:
            voting.answer(pair.id, VoteQuestion.BETTER, vote)
    return block


@pytest.mark.parametrize(
    ("better", "left", "right"),
    [
        (Better.LEFT_MUCH, 1, 5),
        (Better.LEFT_SLIGHTLY, 2, 4),
        (Better.NO_DIFFERENCE, 3, 3),
        (Better.RIGHT_SLIGHTLY, 4, 2),
        (Better.RIGHT_MUCH, 5, 1),
        (Better.BOTH_UNUSABLE, None, None),
        (Better.SKIP, None, None),
    ],
)
def test_votes_are_recoded_toward_the_answer_that_knew_something(better, left, right):
    assert toward_other(better, LEFT) == left
    assert toward_other(better, RIGHT) == right


@pytest.mark.parametrize(
    ("side", "swapped", "toward"),
    [(LEFT, False, 2), (LEFT, True, 4), (RIGHT, False, 4), (RIGHT, True, 2)],
)
def test_a_judges_rating_is_recoded_from_the_order_that_it_saw(store, side, swapped, toward):
    block = voted(store, [(Arm.CATCH, side, None, None)])
    (pair,) = store.pairs.of(block.id)
    verdict = JudgeVerdict(pair.id, "m", swapped, False, 2, 2.0, 1.0, False)
    assert judged(verdict, pair) == toward


def test_votes_are_tallied_by_arm_without_repeats(store):
    much, slight, tie = Better.LEFT_MUCH, Better.RIGHT_SLIGHTLY, Better.NO_DIFFERENCE
    block = voted(
        store,
        [
            (Arm.MARKED, LEFT, None, slight),  # a win
            (Arm.MARKED, RIGHT, None, much),  # a win
            (Arm.MARKED, RIGHT, None, slight),  # a loss
            (Arm.MARKED, LEFT, None, tie),
            (Arm.MARKED, LEFT, None, Better.BOTH_UNUSABLE),
            (Arm.IRRELEVANT, LEFT, None, much),  # a loss
            (Arm.CATCH, RIGHT, None, Better.SKIP),
            (Arm.MARKED, RIGHT, 0, much),  # the first again: a win that does not count
            (Arm.STRANGER, LEFT, None, None),
        ],
    )
    results = lay_open(store, block)
    assert results.tallies == (
        Tally(Arm.MARKED, wins=2, ties=1, losses=1, unusable=1),
        Tally(Arm.IRRELEVANT, losses=1),
        Tally(Arm.CATCH, skipped=1),
    )
    assert [tally.pairs for tally in results.tallies] == [5, 1, 1]
    assert [one.preference for one in results.outcomes] == [4, 5, 2, 3, None, 1, None, 5, None]
    assert results.outcomes[-1].vote is None


@pytest.mark.parametrize(
    ("first", "again", "counted", "agree"),
    [
        (Better.LEFT_MUCH, Better.RIGHT_SLIGHTLY, 1, 1),  # the same answer both times
        (Better.LEFT_MUCH, Better.LEFT_MUCH, 1, 0),  # the same side both times
        (Better.NO_DIFFERENCE, Better.NO_DIFFERENCE, 1, 1),
        (Better.NO_DIFFERENCE, Better.LEFT_SLIGHTLY, 1, 0),
        (Better.LEFT_MUCH, Better.SKIP, 0, 0),
        (Better.BOTH_UNUSABLE, Better.BOTH_UNUSABLE, 0, 0),
        (Better.LEFT_MUCH, None, 0, 0),
    ],
)
def test_repeats_count_where_the_same_answer_was_preferred_both_times(
    store, first, again, counted, agree
):
    block = voted(store, [(Arm.MARKED, LEFT, None, first), (Arm.MARKED, RIGHT, 0, again)])
    results = lay_open(store, block)
    assert (results.repeats, results.repeats_agree) == (counted, agree)


def test_what_was_said_beside_the_vote_stands_with_its_pair(store):
    block = voted(store, [(Arm.CATCH, LEFT, None, Better.LEFT_MUCH)])
    (pair,) = store.pairs.of(block.id)
    voting = Voting(store, PinnedClock())
    voting.answer(pair.id, VoteQuestion.REASONS, "clearer,more_useful")
    voting.answer(pair.id, VoteQuestion.ABOUT_YOU, AboutYou.CANNOT_TELL)
    (outcome,) = lay_open(store, block).outcomes
    assert outcome.reasons == ("clearer", "more_useful")
    assert (outcome.about_you, outcome.vote) == (AboutYou.CANNOT_TELL, Better.LEFT_MUCH)
    assert (outcome.generic.text, outcome.other.text) == ("Plain.", "Fitting.")
    voting.answer(pair.id, VoteQuestion.REASONS, "none")
    assert lay_open(store, block).outcomes[0].reasons == ()


def test_reasons_for_a_vote_that_was_changed_are_not_those_of_the_new_one(store):
    block = voted(store, [(Arm.CATCH, LEFT, None, Better.LEFT_MUCH)])
    (pair,) = store.pairs.of(block.id)
    voting = Voting(store, PinnedClock())
    voting.answer(pair.id, VoteQuestion.REASONS, "clearer")
    voting.answer(pair.id, VoteQuestion.BETTER, Better.NO_DIFFERENCE)
    (outcome,) = lay_open(store, block).outcomes
    assert (outcome.preference, outcome.reasons) == (3, ())


def test_redraws_and_dropped_pairs_are_counted_once_for_pair_and_repeat(store):
    block = voted(store, [(Arm.MARKED, LEFT, None, None)] * 2)
    planned = store.blocks.begin(block.stage, 2, 1.0)
    prompt = store.prompts.all()[0].id
    pairs = [NewPair(prompt, Arm.MARKED, 1, LEFT, False, (), repeats) for repeats in (None, None)]
    pairs += [NewPair(prompt, Arm.MARKED, 1, RIGHT, False, (), repeats) for repeats in (0, 1)]
    store.pairs.plan(planned.id, pairs)
    first, second, *_ = store.pairs.of(planned.id)
    made = store.pairs.of(block.id)[0]
    store.pairs.fill(first.id, made.generic, made.other, 3)
    store.pairs.drop(second.id, "the model wrote nothing")
    results = lay_open(store, planned)
    assert (results.redraws, results.dropped, len(results.outcomes)) == (3, 1, 2)


def test_the_model_that_judged_last_is_the_one_that_is_shown(store):
    block = voted(store, [(Arm.MARKED, LEFT, None, Better.SKIP)])
    (pair,) = store.pairs.of(block.id)
    run = store.runs.begin("judging", ScriptedModel().identity, {}, 0, 1.0)
    for model, rating in (("small", 1), ("large", 5)):
        verdict = JudgeVerdict(pair.id, model, False, False, rating, 1.0, 1.0, False)
        store.verdicts.store(run, verdict, 1, 1.0)
    (outcome,) = lay_open(store, block).outcomes
    assert [one.model for one in outcome.judge] == ["large"]
