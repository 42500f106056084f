import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats
from sklearn.metrics import cohen_kappa_score
from statsmodels.stats.weightstats import CompareMeans, DescrStatsW

from selfaudit.core.agreement.judge import (
    JudgeRow,
    judge_agreement,
    kendall,
    mention_effect,
    order_consistency,
    spearman,
)
from selfaudit.core.agreement.means import mean, mean_difference

RATINGS = st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5)), min_size=1, max_size=60)
VALUES = st.lists(st.integers(-50, 50).map(float), min_size=2, max_size=40)


@settings(deadline=None)
@given(RATINGS)
def test_rank_correlations_are_scipys(rows):
    first, second = [row[0] for row in rows], [row[1] for row in rows]
    if len(set(first)) == 1 or len(set(second)) == 1:
        assert spearman(first, second) is None
        assert kendall(first, second) is None
        return
    mine = spearman(first, second)
    assert mine.value == pytest.approx(stats.spearmanr(first, second).statistic)
    assert kendall(first, second) == pytest.approx(stats.kendalltau(first, second).statistic)
    assert spearman(second, first).value == pytest.approx(mine.value)
    if mine.interval:
        assert -1 <= mine.interval.low <= mine.value <= mine.interval.high <= 1


def test_spearmans_interval_by_hand():
    # Bonett and Wright 2000: tanh(atanh r +- z sqrt((1 + r^2/2) / (n - 3))).
    random = np.random.default_rng(1)
    first = random.normal(size=150)
    second = 0.3 * first + random.normal(size=150)
    mine = spearman(list(first), list(second))
    half = stats.norm.ppf(0.975) * np.sqrt((1 + mine.value**2 / 2) / 147)
    assert mine.interval.low == pytest.approx(np.tanh(np.arctanh(mine.value) - half))
    assert mine.interval.width / 2 == pytest.approx(0.15, abs=0.02)  # PROTOCOL: +-0.15


def test_too_few_pairs_for_a_correlation():
    assert spearman([], []) is None
    assert spearman([1], [2]) is None
    assert spearman([1, 2, 3], [1, 3, 2]).interval is None
    assert spearman([1, 2, 3, 4], [1, 2, 3, 4]).value == 1
    assert spearman([1, 2, 3, 4], [1, 2, 3, 4]).interval is None
    assert kendall([], []) is None


@settings(deadline=None)
@given(VALUES)
def test_a_mean_has_statsmodels_interval(values):
    mine = mean(values)
    assert mine.value == pytest.approx(np.mean(values))
    if len(set(values)) == 1:
        assert mine.interval is None
    else:
        theirs = DescrStatsW(values).tconfint_mean()
        assert (mine.interval.low, mine.interval.high) == pytest.approx(theirs)


@settings(deadline=None)
@given(VALUES, VALUES)
def test_a_difference_of_means_has_welchs_interval(first, second):
    mine = mention_effect(first, second)
    assert mine.value == pytest.approx(np.mean(first) - np.mean(second), abs=1e-9)
    if len(set(first)) == len(set(second)) == 1:
        assert mine.interval is None
    else:
        compared = CompareMeans(DescrStatsW(first), DescrStatsW(second))
        theirs = compared.tconfint_diff(usevar="unequal")
        assert (mine.interval.low, mine.interval.high) == pytest.approx(theirs, abs=1e-6)


def test_means_of_too_little():
    assert mean([]) is None
    assert mean([4.0]).interval is None
    assert mean_difference([], [1.0]) is None
    assert mean_difference([1.0], [1.0, 2.0]).interval is None


def test_a_judge_that_inflates():
    rows = [JudgeRow(person, person + 1, True) for person in (1, 2, 3, 4)] + [JudgeRow(3, 3, True)]
    mine = judge_agreement(rows)
    assert mine.n == 5
    assert mine.bias.value == pytest.approx(0.8)
    assert mine.person_mean.value == pytest.approx(2.6)
    assert mine.judge_mean.value == pytest.approx(3.4)
    person, judge = [row.person for row in rows], [row.judge for row in rows]
    theirs = cohen_kappa_score(person, judge, weights="quadratic", labels=[1, 2, 3, 4, 5])
    assert mine.kappa == pytest.approx(theirs)
    assert mine.order.same is None


def test_ratings_between_steps_are_rounded_for_kappa():
    mine = judge_agreement([JudgeRow(2, 1.5, True), JudgeRow(3, 2.5, True), JudgeRow(4, 4.4, True)])
    assert mine.kappa == 1


def test_nothing_judged_says_nothing():
    mine = judge_agreement([])
    assert mine.bias is mine.spearman is mine.kendall is mine.kappa is mine.order.lean is None


def test_order_consistency_tells_the_side_a_judge_leans_to():
    mine = order_consistency(
        [
            JudgeRow(3, 5, True, 4),
            JudgeRow(3, 3, False, 3),
            JudgeRow(3, 4, True, 2),  # for the right answer both times
            JudgeRow(3, 2, False, 5),  # right, then right more
            JudgeRow(3, 4, False, 2),  # left both times
            JudgeRow(3, 4, True, None),
        ]
    )
    assert mine.same.value == 0.4
    assert mine.same.n == 5
    assert (mine.to_left, mine.to_right) == (1, 2)
    assert mine.lean.value == pytest.approx((0.5 + 0 + 1 + 1.5 - 1) / 5)


@settings(deadline=None)
@given(st.lists(st.tuples(st.integers(1, 5), st.integers(1, 5), st.booleans()), max_size=30))
def test_mirrored_pairs_mirror_the_lean(rows):
    one = order_consistency([JudgeRow(3, a, right, b) for a, b, right in rows])
    other = order_consistency([JudgeRow(3, a, not right, b) for a, b, right in rows])
    assert (one.same, one.to_left, one.to_right) == (other.same, other.to_right, other.to_left)
