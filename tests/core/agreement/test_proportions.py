import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import binomtest, hypergeom
from statsmodels.stats.proportion import proportion_confint

from selfaudit.core.agreement.proportions import (
    effective_size,
    option_shares,
    proportion,
    unsure_bounds,
    weighted_proportion,
    wilson,
)
from selfaudit.core.agreement.results import Method, apart

COUNTS = st.integers(1, 500).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))
LEVELS = st.sampled_from([0.8, 0.9, 0.95, 0.99])


@settings(deadline=None)
@given(COUNTS, LEVELS)
def test_wilson_is_that_of_scipy_and_statsmodels(counts, level):
    yes, n = counts
    mine = proportion(yes, n, level=level)
    theirs = binomtest(yes, n).proportion_ci(level, method="wilson")
    assert mine.value == yes / n
    assert (mine.interval.low, mine.interval.high) == pytest.approx(tuple(theirs), abs=1e-12)
    again = proportion_confint(yes, n, alpha=1 - level, method="wilson")
    assert (mine.interval.low, mine.interval.high) == pytest.approx(again, abs=1e-12)


@pytest.mark.parametrize(
    ("yes", "n", "low", "high"),
    [(48, 60, 0.68, 0.88), (0, 20, 0, 0.17), (24, 30, 0.63, 0.91)],
)
def test_the_protocols_figures(yes, n, low, high):
    interval = proportion(yes, n).interval
    assert (interval.low, interval.high) == pytest.approx((low, high), abs=0.01)


def test_newcombes_worked_example():
    # Newcombe 1998, Statistics in Medicine 17:857, table I: 81 of 263 gives 0.2553 to 0.3662.
    interval = proportion(81, 263).interval
    assert (round(interval.low, 4), round(interval.high, 4)) == (0.2553, 0.3662)


@settings(deadline=None)
@given(COUNTS)
def test_the_share_of_no_mirrors_the_share_of_yes(counts):
    yes, n = counts
    one, other = proportion(yes, n).interval, proportion(n - yes, n).interval
    assert one.low == pytest.approx(1 - other.high, abs=1e-12)
    assert 0 <= one.low <= yes / n <= one.high <= 1


def test_no_draws_say_nothing():
    assert proportion(0, 0) is None
    assert proportion(0, 0, population=10) is None
    assert weighted_proportion([], []) is None
    assert weighted_proportion([True], [0.0]) is None
    assert unsure_bounds(0, 0, 0) is None
    assert option_shares([], "ab")["a"].share is None
    assert effective_size([]) == 0


def test_a_census_has_no_sampling_interval():
    whole = proportion(30, 40, population=40)
    assert whole.method is Method.CENSUS
    assert (whole.interval.low, whole.interval.high) == (0.75, 0.75)


@settings(deadline=None)
@given(COUNTS, st.integers(0, 1000))
def test_a_known_population_never_widens_and_never_denies_what_was_seen(counts, more):
    yes, n = counts
    whole = n + more
    mine, endless = proportion(yes, n, whole).interval, proportion(yes, n).interval
    assert mine.low >= endless.low - 1e-12
    assert mine.high <= endless.high + 1e-12
    assert yes / whole - 1e-12 <= mine.low <= yes / n <= mine.high
    assert mine.high <= 1 - (n - yes) / whole + 1e-12


def test_a_huge_population_is_an_endless_one():
    mine, endless = proportion(12, 60, 10**9).interval, proportion(12, 60).interval
    assert (mine.low, mine.high) == pytest.approx((endless.low, endless.high), abs=1e-6)


@pytest.mark.parametrize(("whole", "n"), [(70, 60), (120, 60), (600, 60), (100, 20)])
def test_a_known_population_is_covered_on_average(whole, n):
    intervals = [proportion(yes, n, whole).interval for yes in range(n + 1)]
    covered = []
    for true in range(whole + 1):
        chances = hypergeom.pmf(np.arange(n + 1), whole, true, n)
        holds = [i.low - 1e-12 <= true / whole <= i.high + 1e-12 for i in intervals]
        covered.append(chances[holds].sum())
    assert 0.945 < np.mean(covered) < 0.97


def test_unsure_answers_widen_by_what_they_could_be():
    bounds = unsure_bounds(30, 20, 10)
    assert bounds.all_no.value == 0.5
    assert bounds.all_yes.value == pytest.approx(40 / 60)
    assert bounds.decided.value == 0.6
    assert bounds.interval.low == bounds.all_no.interval.low
    assert bounds.interval.high == bounds.all_yes.interval.high
    only_unsure = unsure_bounds(0, 0, 5)
    assert only_unsure.decided is None
    assert (only_unsure.all_no.value, only_unsure.all_yes.value) == (0, 1)


def test_unsure_answers_of_a_census_leave_only_their_own_doubt():
    bounds = unsure_bounds(30, 20, 10, population=60)
    assert (bounds.interval.low, bounds.interval.high) == (0.5, pytest.approx(40 / 60))
    assert bounds.decided.method is Method.CENSUS


@settings(deadline=None)
@given(st.lists(st.booleans(), min_size=1, max_size=60), st.floats(0.01, 100))
def test_equal_weights_are_no_weights(outcomes, weight):
    plain = proportion(sum(outcomes), len(outcomes))
    mine = weighted_proportion(outcomes, [weight] * len(outcomes))
    assert mine.value == pytest.approx(plain.value)
    assert mine.method is Method.WILSON
    assert (mine.interval.low, mine.interval.high) == pytest.approx(
        (plain.interval.low, plain.interval.high), abs=1e-9
    )


@settings(deadline=None)
@given(
    st.lists(st.tuples(st.booleans(), st.floats(0.1, 10)), min_size=1, max_size=60),
    st.floats(0.1, 10),
)
def test_a_weighted_share_does_not_depend_on_the_weights_unit(rows, factor):
    outcomes, weights = [row[0] for row in rows], [row[1] for row in rows]
    one = weighted_proportion(outcomes, weights)
    other = weighted_proportion(outcomes, [weight * factor for weight in weights])
    assert one.value == pytest.approx(other.value)
    assert one.value == pytest.approx(np.average(outcomes, weights=weights))
    assert one.interval.low == pytest.approx(other.interval.low, abs=1e-9)
    assert effective_size(weights) <= len(weights) + 1e-9


def test_a_weighted_share_by_hand():
    mine = weighted_proportion([True, False, False], [1, 1, 2])
    size = 16 / 6
    assert mine.value == 0.25
    assert mine.method is Method.WILSON_EFFECTIVE
    assert mine.interval == wilson(0.25, size)


def test_rows_of_no_weight_do_not_count():
    assert weighted_proportion([True, False], [1, 0]).n == 1


def test_shares_of_options_are_in_the_options_order():
    shares = option_shares(["b", "a", "b", "c"], ["a", "b", "d"])
    assert [(key, one.count) for key, one in shares.items()] == [("a", 1), ("b", 2), ("d", 0)]
    assert shares["b"].share.value == 0.5


def test_an_interval_tells_its_width_its_factor_and_what_it_excludes():
    interval = wilson(0.5, 100)
    assert interval.width == pytest.approx(interval.high - interval.low)
    assert interval.factor == pytest.approx(math.sqrt(interval.high / interval.low))
    assert wilson(0, 10).factor is None
    assert interval.excludes(0.3)
    assert not interval.excludes(0.5)


def test_rows_are_told_apart_in_order():
    assert apart([3, 1, 4, 2], lambda row: row % 2) == {1: [3, 1], 0: [4, 2]}
