import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from selfaudit.core.agreement.people import Units, each_person, shares, spread
from selfaudit.core.agreement.pooled_figures import (
    CARDS,
    CONTRAST,
    FALSE_FACTS,
    JUDGE,
    MARKS,
    RATE,
    VOTES,
)
from selfaudit.core.agreement.pooling import FEWEST_PEOPLE, pooled, resampled_means
from selfaudit.core.agreement.proportions import wilson
from selfaudit.core.agreement.results import Method


def units(people):
    """Units from a list of units for each person."""
    person = np.repeat(np.arange(len(people)), [len(mine) for mine in people])
    cells = np.array([unit for mine in people for unit in mine], dtype=float)
    return Units(person, cells, cells.sum(axis=1).astype(np.int64))


def said(kind, people, **more):
    return pooled(units(people), kind.features, kind.figures, seed=1, draws=200, **more)


def test_each_person_counts_once_and_beside_it_each_row():
    one = said(RATE, [[[1, 1]]] * 9 + [[[60, 0], [30, 10]]])["person_rate"]
    assert one.people_alike.value == pytest.approx((9 * 0.5 + 0.9) / 10)
    assert one.rows_alike.value == pytest.approx((9 + 90) / (18 + 100))
    assert (one.people, one.rows) == (10, 118)
    assert (one.people_alike.n, one.people_alike.clusters) == (118, 10)


def test_a_ratio_is_one_of_mean_rates_and_needs_no_yes_of_everyone():
    # Rates of yes: 0.5 and 0; of choosing: 0.75 and 0.25.
    people = [[[2, 0, 1, 1]]] * 5 + [[[0, 0, 1, 3]]] * 5
    one = said(MARKS, people)["ratio"]
    assert one.people_alike.value == pytest.approx(0.5 / 0.25)
    assert [own is None for own in one.each] == [False] * 5 + [True] * 5


def test_kappa_takes_each_persons_own_chance():
    people = [[[4, 1, 1, 4]], [[0, 0, 0, 10]]] * 5
    # The first ones agree on 0.8 where chance gives 0.5, the others on all where chance does, too.
    one = said(MARKS, people)["kappa"]
    assert one.people_alike.value == pytest.approx((0.9 - 0.75) / (1 - 0.75))
    assert one.each[0].estimate.value == pytest.approx(0.6)
    assert one.each[1] is None


def test_people_of_unlike_rates_are_no_agreement():
    # Within each person choices are by chance: person and selector are alike in rate alone.
    people = [[[16, 4, 4, 1]], [[1, 4, 4, 16]]] * 5
    kappa = said(MARKS, people)["kappa"].people_alike.value
    assert kappa == pytest.approx(0)


@pytest.mark.parametrize(
    ("kind", "cells", "figure", "value"),
    [
        (CARDS, [30, 6, 4, 20], "accepted", 30 / 60),
        (CARDS, [30, 6, 4, 20], "accepted_after_edits", 36 / 60),
        (CARDS, [30, 6, 4, 20], "accepted_if_unsure_were", 34 / 60),
        (CARDS, [30, 6, 4, 20], "unsure", 4 / 60),
        (MARKS, [6, 2, 10, 22], "person_rate", 8 / 40),
        (MARKS, [6, 2, 10, 22], "selector_rate", 16 / 40),
        (MARKS, [6, 2, 10, 22], "precision", 6 / 16),
        (MARKS, [6, 2, 10, 22], "recall", 6 / 8),
        (VOTES, [6, 4, 2], "net", 4 / 12),
        (VOTES, [6, 4, 2], "helped", 6 / 8),
        (CONTRAST, [6, 4, 2, 1, 1, 2], "net_beyond_control", 4 / 12 - -1 / 4),
        (FALSE_FACTS, [3, 9], "false_facts", 0.25),
    ],
)
def test_figures_by_hand(kind, cells, figure, value):
    found = each_person(units([[cells]]), kind.features, {figure: kind.figures[figure]})
    assert found[figure][0].estimate.value == pytest.approx(value)


def test_people_only_is_students_interval_of_peoples_own_means():
    random = np.random.default_rng(3)
    people = [random.multinomial(10, [0.5, 0.2, 0.3], 4) for _ in range(12)]
    own = [(mine[:, 0].sum() - mine[:, 2].sum()) / 40 for mine in people]
    interval = said(VOTES, people)["net"].people_only.interval
    expected = stats.t.interval(0.95, 11, np.mean(own), stats.sem(own))
    assert (interval.low, interval.high) == pytest.approx(expected)


def test_drawing_people_then_units_varies_as_both_levels_do():
    random = np.random.default_rng(4)
    people = [random.binomial(1, rate, (20, 1)) for rate in random.random(15)]
    cells = [[[one[0], 1 - one[0]] for one in mine] for mine in people]
    means, _ = resampled_means(units(cells), shares, seed=5, draws=20_000)
    plain, _ = resampled_means(units(cells), shares, seed=5, draws=20_000, within=False)
    between = np.var([mine.mean() for mine in people]) / 15
    within = np.mean([mine.var() / 20 for mine in people]) / 15
    assert plain[:, 0].var() == pytest.approx(between, rel=0.05)
    assert means[:, 0].var() == pytest.approx(between + within, rel=0.05)
    assert within > 0.1 * between


def test_single_units_are_all_there_is_to_draw_of_a_person():
    cells = [[[yes, 1 - yes]] for yes in (1, 0) * 10]
    both, plain = (
        resampled_means(units(cells), shares, seed=6, draws=4000, within=within)[0]
        for within in (True, False)
    )
    assert both.std() == pytest.approx(plain.std(), rel=0.05)


def test_fewer_than_ten_people_are_not_pooled():
    people = [[[3, 1], [1, 3]]] * (FEWEST_PEOPLE - 1)
    one = said(RATE, people)["person_rate"]
    assert (one.people_alike, one.people_only, one.rows_alike) == (None, None, None)
    assert [own.estimate.value for own in one.each] == [0.5] * 9
    assert said(RATE, [*people, people[0]])["person_rate"].people_alike.value == 0.5


def test_who_has_nothing_to_say_is_left_out_and_not_counted_to_the_ten():
    some = [[[3, 1, 0, 0, 2, 2]]] * 9
    marked_only = [[[3, 1, 0, 0, 0, 0]]]
    assert said(CONTRAST, some + marked_only)["net_beyond_control"].people_alike is None
    one = said(CONTRAST, some + some[:1] + marked_only)["net_beyond_control"]
    assert (one.people, one.rows) == (10, 80)
    assert one.people_alike.value == pytest.approx(0.75 - -0.5)


def test_nobody_gives_no_figure():
    nobody = Units(np.zeros(0, np.intp), np.zeros((0, 2)), np.zeros(0, np.int64))
    assert pooled(nobody, shares, RATE.figures, seed=1) == {}


def test_what_varies_in_nothing_claims_no_certainty():
    none = said(RATE, [[[0, 10]]] * 12)["person_rate"]
    for estimate in (none.people_alike, none.people_only, none.rows_alike):
        assert estimate.method is Method.WILSON_EFFECTIVE
        assert estimate.interval == wilson(0.0, 12)
    alike = said(VOTES, [[[3, 1, 0]]] * 12)["net"]
    assert alike.people_alike.value == 0.75
    assert alike.people_alike.interval is None
    assert alike.people_only.method is Method.UNDEFINED


def test_the_draws_depend_on_the_seed_alone():
    random = np.random.default_rng(7)
    mine = units([random.multinomial(10, [0.3, 0.7], 5) for _ in range(12)])
    first, again, other = (
        pooled(mine, shares, RATE.figures, seed=seed, draws=100)["person_rate"].people_alike
        for seed in (1, 1, 2)
    )
    assert first == again
    assert first != other


def test_a_judges_figures_are_those_of_single_rows():
    random = np.random.default_rng(8)
    person = random.integers(1, 6, 30).astype(float)
    judge = np.clip(person + random.integers(-1, 3, 30), 1, 5)
    sums = np.stack([np.ones(30), person, judge, person**2, judge**2, person * judge], axis=-1)
    own = {
        name: each[0].estimate.value
        for name, each in each_person(units([sums]), JUDGE.features, JUDGE.figures).items()
    }
    assert own["bias"] == pytest.approx((judge - person).mean())
    assert own["judge_mean"] == pytest.approx(judge.mean())
    assert own["correlation"] == pytest.approx(np.corrcoef(person, judge)[0, 1])


def test_a_judges_correlation_is_within_people():
    # Within either person the two go against each other; between them they go together.
    low, high = [(1, 2), (2, 1)], [(4, 5), (5, 4)]
    people = [
        [[1, a, b, a * a, b * b, a * b] for a, b in pairs]
        for pairs in (low, high)
        for _ in range(5)
    ]
    assert said(JUDGE, people)["correlation"].people_alike.value == pytest.approx(-1)


def test_the_spread_takes_chance_off():
    random = np.random.default_rng(9)
    rates = random.beta(8, 8, 400)
    people = [[[yes, 1 - yes] for yes in random.binomial(1, rate, 30)] for rate in rates]
    found = said(RATE, people)["person_rate"].spread
    assert found.people == 400
    assert found.between == pytest.approx(stats.beta(8, 8).std(), rel=0.15)
    alike = [[[yes, 1 - yes] for yes in random.binomial(1, 0.5, 30)] for _ in range(400)]
    assert said(RATE, alike)["person_rate"].spread.between < 0.05


def test_a_persons_squared_error_is_that_of_a_mean():
    own = each_person(units([[[1, 0], [0, 1], [1, 0], [1, 0]]]), shares, RATE.figures)
    assert own["person_rate"][0].squared_error == pytest.approx(0.75 * 0.25 / 3)
    single = each_person(units([[[1, 1]]]), shares, RATE.figures)["person_rate"]
    assert single[0].squared_error is None
    assert spread([None]) is None
    assert spread(single).between is None


@settings(deadline=None, max_examples=30)
@given(
    st.lists(st.lists(st.integers(0, 5), min_size=3, max_size=3), min_size=10, max_size=14),
    st.integers(2, 5),
)
def test_with_as_much_from_each_both_means_are_the_same(yes, least):
    people = [[[one, 5 - one] for one in mine] for mine in yes]
    one = said(RATE, people)["person_rate"]
    assert one.people_alike.value == pytest.approx(one.rows_alike.value)
    scaled = [[[least * one, least * (5 - one)] for one in mine] for mine in yes]
    assert said(RATE, scaled)["person_rate"].people_alike.value == pytest.approx(
        one.people_alike.value
    )
    assert not math.isnan(one.people_alike.value)
