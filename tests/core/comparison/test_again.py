"""Votes that have lain for two weeks, asked again."""

import pytest
from builders import PinnedClock, open_store
from second_time import TWO_WEEKS, sides, vote_again
from simulated import Simulated, Truth, arms

from selfaudit.core.comparison.again import (
    MOST_PAIRS,
    Verdict,
    VotingAgain,
    repeated_votes,
    verdict,
)
from selfaudit.core.comparison.planning import Planning
from selfaudit.core.comparison.results import lay_open
from selfaudit.core.comparison.voting import Voting
from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.block import Stage
from selfaudit.core.models.comparison import Better, Side, VoteQuestion
from selfaudit.core.models.judgment import Phase
from selfaudit.core.report.report import make_report


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def clock():
    return PinnedClock()


@pytest.fixture
def person(store):
    return Simulated(store, Truth())


def test_nothing_is_shown_again_before_two_weeks(store, clock, person):
    person.pairs(arms(30), repeats=3)
    voting = VotingAgain(store, clock)
    clock.advance(TWO_WEEKS - 1)
    assert voting.waiting() == 0
    with pytest.raises(SelfauditError, match="14 days"):
        voting.begin()
    clock.advance(1)
    assert voting.waiting() == MOST_PAIRS == 20
    assert voting.current() is None


def test_the_same_answers_come_with_sides_drawn_anew_by_the_blocks_seed(store, clock, person):
    first = person.pairs(arms(30), repeats=3)
    clock.advance(TWO_WEEKS)
    block = VotingAgain(store, clock).begin(5)
    firsts = {pair.id: pair for pair in store.pairs.of(first.id)}
    pairs = store.pairs.of(block.id)
    assert len({pair.repeats for pair in pairs}) == 20
    for pair in pairs:
        original = firsts[pair.repeats]
        assert original.repeats is None
        assert (pair.prompt, pair.generic, pair.other, pair.arm) == (
            original.prompt,
            original.generic,
            original.other,
            original.arm,
        )
        assert (pair.inclusion_probability, pair.asks_about_you) == (20 / 30, False)
        assert store.pairs.facts(pair.id) == store.pairs.facts(original.id)
    moved = [a is not b for a, b in sides(store, block)]
    assert 0 < sum(moved) < len(moved)
    for arm in {pair.arm for pair in pairs}:
        left = [pair.generic_side is Side.LEFT for pair in pairs if pair.arm is arm]
        assert abs(2 * sum(left) - len(left)) <= 1
    again = VotingAgain(store, clock)._drawn(sorted(one for one in firsts if one <= 30), 5)
    assert [(one.original, one.generic_side) for one in again] == [
        (pair.repeats, pair.generic_side) for pair in pairs
    ]


def test_skips_sealed_blocks_and_erased_ones_are_left_out(store, clock, person):
    person.pairs(arms(5), revealed=False)
    block = person.pairs(arms(5))
    skipped, erased, prompt, *kept = store.pairs.of(block.id)
    store.database.execute("DROP TRIGGER vote_is_never_changed")
    store.database.execute("UPDATE vote SET answer = 'skip' WHERE pair = ?", [skipped.id])
    store.database.execute("UPDATE answer SET content = NULL WHERE id = ?", [erased.generic])
    store.database.execute("UPDATE prompt SET content = NULL WHERE id = ?", [prompt.prompt])
    clock.advance(TWO_WEEKS)
    drawn = store.pairs.of(VotingAgain(store, clock).begin(1).id)
    assert {pair.repeats for pair in drawn} == {pair.id for pair in kept}


@pytest.mark.parametrize("side", Side)
def test_a_verdict_is_the_same_whatever_the_sides(store, person, side):
    (pair,) = store.pairs.of(person.pairs(arms(1)).id)
    pair = type(pair)(**{**{k: getattr(pair, k) for k in pair.__slots__}, "generic_side": side})
    left = Verdict.GENERIC if side is Side.LEFT else Verdict.OTHER
    right = Verdict.OTHER if side is Side.LEFT else Verdict.GENERIC
    expected = [left, left, Verdict.NEITHER, right, right, Verdict.UNUSABLE, None]
    assert [verdict(vote, pair) for vote in Better] == expected


def test_it_stops_in_the_middle_and_goes_on_with_the_same_pair(store, clock, person):
    person.pairs(arms(10))
    clock.advance(TWO_WEEKS)
    voting = VotingAgain(store, clock)
    block = voting.begin(3)
    voting.answer(voting.current().pair, VoteQuestion.BETTER, Better.NO_DIFFERENCE)
    due = voting.current()
    clock.advance(40 * 86_400.0)
    later = VotingAgain(store, clock)
    assert later.begin() == block
    assert later.current() == due
    assert (later.progress(block).done, later.waiting()) == (1, 0)
    with pytest.raises(SelfauditError, match="How often you said the same"):
        later.reveal(block)
    later.undo(block)
    assert later.progress(block).done == 0


def test_unusable_pairs_end_nothing(store, clock, person):
    person.pairs(arms(10))
    clock.advance(TWO_WEEKS)
    voting = VotingAgain(store, clock)
    block = voting.begin(3)
    for _ in range(5):
        voting.answer(voting.current().pair, VoteQuestion.BETTER, Better.BOTH_UNUSABLE)
    assert not voting.is_too_weak(block)
    assert not voting.may_reveal(block)


def test_agreement_is_of_the_recoded_verdict(store, clock, person):
    person.pairs(arms(20))
    clock.advance(TWO_WEEKS)
    block = vote_again(store, clock, other_on=6, close=False)
    assert repeated_votes(store) == []  # while it is open
    VotingAgain(store, clock).reveal(block)
    repeats = repeated_votes(store)
    assert len(repeats) == 20
    assert [one.first is one.second for one in repeats] == [False] * 6 + [True] * 14
    assert {vote.phase for given in store.votes.effective(block.id).values()
            for vote in given.values()} == {Phase.BEFORE}  # fmt: skip


def test_nothing_of_it_feeds_anything_else(store, clock, person):
    first = person.pairs(arms(30), repeats=3)
    clock.advance(TWO_WEEKS)
    planning = Planning(store, clock)

    def seen():
        pages = make_report(store, clock, ["comparison", "judge", "relevance", "truth"]).pages
        return (
            pages,
            lay_open(store, first),
            store.votes.count(),
            planning.pairs_possible(),
            planning.open_blocks(),
            Voting(store, clock).block(),
            store.blocks.reveals(),
            store.blocks.all(Stage.COMPARISON),
        )

    before = seen()
    block = vote_again(store, clock, other_on=20, close=False)
    assert seen() == before
    VotingAgain(store, clock).reveal(block)
    assert seen() == before


def test_each_is_shown_again_once_and_at_most_every_two_weeks(store, clock, person):
    person.pairs(arms(30), repeats=3)
    clock.advance(TWO_WEEKS)
    voting = VotingAgain(store, clock)
    first = vote_again(store, clock)
    assert voting.waiting() == 0
    clock.advance(TWO_WEEKS)
    assert voting.waiting() == 10
    second = vote_again(store, clock)
    seen = [{one.repeats for one in store.pairs.of(block.id)} for block in (first, second)]
    assert seen[0] & seen[1] == set()
    clock.advance(2 * TWO_WEEKS)
    assert voting.waiting() == 0
