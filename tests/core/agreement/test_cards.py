import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfaudit.core.agreement.cards import (
    CardRow,
    accepted_weighted,
    by_group,
    follow_ups,
    held_back,
    verdicts,
)
from selfaudit.core.agreement.pace import FastRun, ReadCard, fast_runs, pace
from selfaudit.core.agreement.proportions import proportion
from selfaudit.core.agreement.results import Method
from selfaudit.core.models.judgment import RememberAnswer, TrueAnswer, WhyAnswer

YES, UNSURE, NO, REFUSE = TrueAnswer.YES, TrueAnswer.UNSURE, TrueAnswer.NO, TrueAnswer.REFUSE


def cards(yes=0, unsure=0, no=0, refused=0, **rest):
    counted = ((YES, yes), (UNSURE, unsure), (NO, no), (REFUSE, refused))
    return [CardRow(answer, **rest) for answer, count in counted for _ in range(count)]


def test_unsure_refused_and_unseen_are_different_things():
    mine = verdicts(cards(yes=30, unsure=6, no=14, refused=10))
    assert (mine.yes, mine.unsure, mine.no, mine.refused, mine.answered) == (30, 6, 14, 10, 50)
    assert mine.as_written == proportion(30, 50)
    assert mine.bounds.all_yes == proportion(36, 50)
    assert mine.bounds.decided == proportion(30, 44)
    assert mine.shares[UNSURE].share == proportion(6, 50)


def test_an_edited_statement_is_not_accepted_as_written():
    mine = verdicts([*cards(yes=30, no=10), *cards(yes=8, unsure=2, edited=True)])
    assert mine.as_written == proportion(30, 50)
    assert mine.after_edits == proportion(38, 50)
    assert mine.edited == 10
    assert mine.bounds.all_yes == proportion(30, 50)


def test_a_census_of_the_answerable_cards_is_a_census():
    mine = verdicts(cards(yes=20, no=8, refused=2), population=30)
    assert mine.as_written.method is Method.CENSUS
    assert mine.as_written.interval.width == 0
    part = verdicts(cards(yes=20, no=8, refused=2), population=60)
    assert part.as_written.method is Method.WILSON_FINITE


def test_no_answered_card_says_nothing():
    for rows in ([], cards(refused=5)):
        mine = verdicts(rows, population=40)
        assert mine.as_written is mine.after_edits is mine.bounds is None
        assert mine.shares[YES].share is None
        assert accepted_weighted(rows) is None
    assert accepted_weighted(cards(yes=3)) is None


def test_unequal_chances_are_weighted():
    rows = [
        *cards(yes=8, no=2, inclusion_probability=1.0),
        *cards(yes=2, no=8, refused=3, inclusion_probability=0.25),
    ]
    assert accepted_weighted(rows).value == pytest.approx((8 + 4 * 2) / (10 + 4 * 10))
    even = cards(yes=8, no=2, inclusion_probability=0.5)
    assert accepted_weighted(even).interval.low == pytest.approx(proportion(8, 10).interval.low)


def test_follow_ups_are_shares_of_those_asked():
    rows = [
        CardRow(NO, why=WhyAnswer.TOO_BROAD, support=YES),
        CardRow(NO, why=WhyAnswer.TOO_BROAD),
        CardRow(NO, why=WhyAnswer.NOT_NOW, support=NO),
        CardRow(YES, remember=RememberAnswer.WHEN_IT_FITS, support=YES, lasting=YES),
        CardRow(YES, remember=RememberAnswer.TOO_PRIVATE, support=REFUSE),
        CardRow(YES),
        CardRow(REFUSE, support=UNSURE),
    ]
    mine = follow_ups(rows)
    assert mine.why[WhyAnswer.TOO_BROAD].share == proportion(2, 3)
    assert mine.remember[RememberAnswer.TOO_PRIVATE].share == proportion(1, 2)
    assert mine.lasting[YES].count == 1
    assert mine.support[YES].share == proportion(2, 4)
    assert mine.support_of_true[YES].share == proportion(1, 1)
    assert mine.support_of_not[YES].share == proportion(1, 2)
    assert follow_ups([]).why[WhyAnswer.NOT_NOW].share is None


def test_a_small_group_has_counts_only():
    rows = [*cards(yes=12, no=8, group="work"), *cards(yes=3, no=16, refused=9, group="health")]
    groups = by_group(rows)
    assert list(groups) == ["work", "health"]
    assert groups["work"].share == proportion(12, 20)
    assert (groups["health"].answered, groups["health"].accepted) == (19, 3)
    assert groups["health"].share is None


def test_a_group_of_a_census_was_not_sampled():
    rows = [*cards(yes=12, no=8, group="work"), *cards(yes=30, no=16, refused=9, group="health")]
    groups = by_group(rows, census=True)
    for name, share in (("work", 12 / 20), ("health", 30 / 46)):
        estimate = groups[name].share
        assert estimate is not None
        assert (estimate.value, estimate.interval.width) == (share, 0)
        assert estimate.method is Method.CENSUS
    assert by_group(rows)["work"].share.interval.width > 0


def test_what_was_held_back_is_a_number_of_statements():
    mine = held_back(2, 10, 100)
    assert mine.value == 20
    assert mine.interval.low >= 2
    assert mine.interval.high <= 92
    assert held_back(3, 10, 10).interval.width == 0
    assert held_back(0, 0, 100) is None


@settings(deadline=None)
@given(st.lists(st.floats(0.1, 500), min_size=2, max_size=50))
def test_time_per_card_has_numpys_quarters(seconds):
    mine = pace(seconds)
    expected = np.quantile(seconds, [0.25, 0.5, 0.75])
    assert (mine.quarter, mine.median, mine.three_quarters) == pytest.approx(tuple(expected))


def test_time_of_one_card_and_of_none():
    assert pace([]) is None
    assert pace([3.0]).quarter is None


def test_runs_of_answers_too_fast_to_have_been_read():
    slow, fast, held = ReadCard(5, 20), ReadCard(1.5, 20), ReadCard(0.2, 3)
    assert fast_runs([slow, fast, fast, slow, fast, held, fast, slow]) == [FastRun(4, 3)]
    assert fast_runs([fast, fast, fast, fast]) == [FastRun(0, 4)]
    assert fast_runs([slow, held, held, held]) == [FastRun(1, 3)]
    assert fast_runs([fast, fast, slow]) == []
    assert fast_runs([]) == []
