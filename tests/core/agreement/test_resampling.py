import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy import stats

from selfaudit.core.agreement import tables as t
from selfaudit.core.agreement.proportions import wilson
from selfaudit.core.agreement.resampling import (
    FISHER,
    LOG,
    LOGIT,
    PLAIN,
    cluster_bootstrap,
    clustered_share,
    effective_clusters,
    jackknife,
    jackknife_error,
    jackknife_interval,
    leave_one_out,
    student_quantile,
)
from selfaudit.core.agreement.results import Method

TABLES = arrays(np.float64, st.tuples(st.integers(2, 12), st.just(4)), elements=st.integers(0, 8))


def draw(prompts, seed=0):
    random = np.random.default_rng(seed)
    return random.multinomial(10, [0.1, 0.1, 0.25, 0.55], prompts).astype(float)


@settings(deadline=None)
@given(st.lists(st.integers(-1000, 1000).map(lambda n: n / 10), min_size=2, max_size=30))
def test_the_jackknife_of_a_mean_is_the_error_of_the_mean(values):
    values = np.array(values)
    left_out = (values.sum() - values) / (len(values) - 1)
    error = jackknife_error(values.mean(), left_out)
    theirs = stats.sem(values)
    if error is not None:
        assert error == pytest.approx(theirs, rel=1e-6, abs=1e-7)
        interval = jackknife_interval(values.mean(), left_out)
        expected = stats.t.interval(0.95, len(values) - 1, values.mean(), theirs)
        assert (interval.low, interval.high) == pytest.approx(expected, rel=1e-5, abs=1e-5)
    else:
        assert theirs == pytest.approx(0, abs=1e-6)


@settings(deadline=None)
@given(TABLES)
def test_leaving_out_a_prompt_is_counting_without_it(tables):
    without = [
        t.kappa(np.delete(tables, place, axis=0).sum(axis=0)) for place in range(len(tables))
    ]
    assert leave_one_out(tables, t.kappa) == pytest.approx(np.array(without), nan_ok=True)


@pytest.mark.parametrize("scale", [PLAIN, LOG, LOGIT, FISHER])
@settings(deadline=None)
@given(value=st.floats(0.01, 0.99))
def test_a_scale_goes_there_and_back_with_its_slope(scale, value):
    assert scale.back(scale.there(value)) == pytest.approx(value)
    step = 1e-6
    slope = (scale.there(value + step) - scale.there(value - step)) / (2 * step)
    assert scale.slope(value) == pytest.approx(slope, rel=1e-3)


@pytest.mark.parametrize("freedom", [1, 2.5, 4, 29])
def test_students_quantile(freedom):
    assert student_quantile(0.95, freedom) == pytest.approx(stats.t.ppf(0.975, freedom))


def test_a_ratio_that_the_data_hardly_bounds_does_not_overflow():
    interval = jackknife_interval(3.0, np.array([0.001, 900.0]), LOG)
    assert (interval.low, interval.high) == (0, math.exp(700))


def test_degrees_of_freedom_are_kept_between_one_and_what_the_clusters_give():
    left_out = np.array([0.2, 0.3, 0.4, 0.5])
    widths = [
        jackknife_interval(0.35, left_out, freedom=freedom).width for freedom in (0, 1, 2, 3, 99)
    ]
    assert widths[0] == widths[1] > widths[2] > widths[3] == widths[4]


def test_what_varies_in_nothing_and_what_is_undefined_have_no_error():
    assert jackknife_error(0.5, np.array([0.5, 0.5])) is None
    assert jackknife_error(0.5, np.array([0.5])) is None
    assert jackknife_error(0.5, np.array([0.5, math.nan, 0.2])) is None
    assert jackknife_interval(1.0, np.array([0.9, 1.0]), LOGIT) is None
    assert jackknife(np.zeros((3, 4)), t.kappa, 0) is None
    assert clustered_share(np.zeros(3), np.zeros(3), 0) is None


def test_choices_in_few_prompts_count_as_few_prompts():
    assert effective_clusters(np.array([5.0, 5, 5, 5])) == 4
    assert effective_clusters(np.array([10.0, 0, 0, 0])) == 1
    assert effective_clusters(np.zeros(3)) == 0


def test_a_clustered_share_with_no_spread_is_wilsons_for_few_clusters():
    share = clustered_share(np.full(5, 2.0), np.full(5, 10.0), 50)
    size = 50 * (stats.norm.ppf(0.975) / stats.t.ppf(0.975, 4)) ** 2
    assert share.method is Method.WILSON_EFFECTIVE
    assert share.interval.low == pytest.approx(wilson(0.2, size).low)


def test_prompts_without_anything_to_share_do_not_count():
    yes, base = np.array([1.0, 0, 2, 0]), np.array([2.0, 0, 4, 3])
    assert clustered_share(yes, base, 9).clusters == 3


def test_many_single_marks_read_about_as_wilson_says():
    yes = np.array([1.0] * 40 + [0] * 160)
    mine, theirs = clustered_share(yes, np.ones(200), 200).interval, wilson(0.2, 200)
    assert (mine.low, mine.high) == pytest.approx((theirs.low, theirs.high), abs=0.004)


def test_the_bootstrap_is_about_scipys():
    values = np.random.default_rng(1).normal(3, 1, 40)
    tables = np.column_stack([values, np.ones(40), np.zeros(40), np.zeros(40)])

    def mean(summed):
        return summed[..., 0] / summed[..., 1]

    mine = cluster_bootstrap(tables, mean, seed=3, draws=20_000)
    theirs = stats.bootstrap(
        (values,), np.mean, n_resamples=20_000, method="percentile", rng=np.random.default_rng(4)
    ).confidence_interval
    assert (mine.low, mine.high) == pytest.approx(tuple(theirs), abs=0.015)


def test_the_bootstrap_depends_on_its_seed_alone_and_asks_for_enough_prompts():
    tables = draw(20)
    assert cluster_bootstrap(tables, t.kappa, 5) == cluster_bootstrap(tables, t.kappa, 5)
    assert cluster_bootstrap(tables, t.kappa, 5) != cluster_bootstrap(tables, t.kappa, 6)
    assert cluster_bootstrap(draw(14), t.kappa, 5) is None
    assert cluster_bootstrap(np.zeros((20, 4)), t.kappa, 5) is None


@settings(deadline=None)
@given(TABLES)
def test_tables_of_tables_are_counted_alike(tables):
    for measure in (t.kappa, t.f1, t.ac1, t.rate_ratio, t.precision, t.kappa_max, t.accuracy):
        one_by_one = np.array([float(measure(table)) for table in tables])
        assert measure(tables) == pytest.approx(one_by_one, nan_ok=True)
