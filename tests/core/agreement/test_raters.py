import math
import warnings

import krippendorff
import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from sklearn.metrics import cohen_kappa_score

from selfaudit.core.agreement.raters import (
    cohen_kappa,
    gwet_ac1,
    kappa_max,
    krippendorff_alpha,
    observed_agreement,
    quadratic_kappa,
)

PAIRS = st.lists(
    st.tuples(st.integers(1, 5), st.integers(1, 5), st.floats(0.1, 5)), min_size=1, max_size=60
)
BINARY = st.lists(st.tuples(st.booleans(), st.booleans()), min_size=1, max_size=60)
UNITS = st.lists(
    st.lists(st.none() | st.integers(1, 5), min_size=3, max_size=3), min_size=1, max_size=30
)


def columns(rows):
    return tuple(list(column) for column in zip(*rows, strict=True))


@settings(deadline=None)
@given(PAIRS)
def test_kappa_is_that_of_scikit_learn(rows):
    first, second, weights = columns(rows)
    if len({*first, *second}) == 1:
        assert cohen_kappa(first, second, weights) is None
        return
    theirs = cohen_kappa_score(first, second, sample_weight=weights)
    assert cohen_kappa(first, second, weights) == pytest.approx(theirs, abs=1e-9)


@settings(deadline=None)
@given(PAIRS)
def test_quadratic_kappa_is_that_of_scikit_learn(rows):
    first, second, _ = columns(rows)
    mine = quadratic_kappa(first, second)
    if len({*first, *second}) == 1:
        assert mine is None
        return
    theirs = cohen_kappa_score(first, second, weights="quadratic", labels=[1, 2, 3, 4, 5])
    assert mine == pytest.approx(theirs, abs=1e-9)


@settings(deadline=None)
@given(BINARY)
def test_quadratic_kappa_of_two_labels_is_plain_kappa(rows):
    first, second = columns(rows)
    plain = cohen_kappa(first, second)
    assert quadratic_kappa(first, second) == (plain if plain is None else pytest.approx(plain))


@settings(deadline=None)
@given(PAIRS)
def test_kappa_is_symmetric_bounded_and_at_most_what_the_rates_allow(rows):
    first, second, weights = columns(rows)
    mine = cohen_kappa(first, second, weights)
    assume(mine is not None)
    assert mine == pytest.approx(cohen_kappa(second, first, weights))
    most = kappa_max(first, second, weights)
    assert -1 - 1e-9 <= mine <= most + 1e-9 <= 1 + 2e-9


@settings(deadline=None)
@given(PAIRS, st.permutations([1, 2, 3, 4, 5]))
def test_labels_are_only_names(rows, names):
    first, second, weights = columns(rows)
    renamed = [[f"label {names[label - 1]}" for label in labels] for labels in (first, second)]
    for statistic in (cohen_kappa, kappa_max, observed_agreement):
        mine = statistic(first, second, weights)
        assert statistic(*renamed, weights) == (mine if mine is None else pytest.approx(mine))
    ac1 = gwet_ac1(first, second, 5, weights)
    assert gwet_ac1(*renamed, 5, weights) == pytest.approx(ac1)


@settings(deadline=None)
@given(PAIRS, st.permutations(range(60)))
def test_the_order_of_items_does_not_matter(rows, order):
    shuffled = [rows[place] for place in order if place < len(rows)]
    assert cohen_kappa(*columns(rows)) == pytest.approx(cohen_kappa(*columns(shuffled)))


def test_cohens_published_example():
    # Cohen 1960, table 1, as proportions of 200: P_o = .70, P_e = .41, kappa = .492; and his
    # kappa_max = .831 for the same marginals.
    cells = {
        (1, 1): 88, (1, 2): 14, (1, 3): 18,
        (2, 1): 10, (2, 2): 40, (2, 3): 10,
        (3, 1): 2, (3, 2): 6, (3, 3): 12,
    }  # fmt: skip
    first = [one for (one, _), count in cells.items() for _ in range(count)]
    second = [other for (_, other), count in cells.items() for _ in range(count)]
    assert observed_agreement(first, second) == pytest.approx(0.70)
    assert cohen_kappa(first, second) == pytest.approx(0.492, abs=5e-4)
    assert kappa_max(first, second) == pytest.approx(0.831, abs=5e-4)


@pytest.mark.parametrize(("rate", "most"), [(0.4, 0.55), (0.5, 0.40), (0.6, 0.29)])
def test_the_papers_largest_kappas(rate, most):
    first = [place < 20 for place in range(100)]
    second = [place < rate * 100 for place in range(100)]
    assert cohen_kappa(first, second) == pytest.approx(kappa_max(first, second))
    assert round(kappa_max(first, second), 2) == pytest.approx(most, abs=0.011)


def test_gwets_published_example():
    # Two abstractors of 100 records, from Gwet's R package irrCAC 1.0 (cont3x3abstractors):
    # kappa 0.7964094, AC1 0.8493305.
    cells = {(0, 0): 13, (1, 1): 20, (1, 2): 7, (2, 1): 4, (2, 2): 56}
    first = [one for (one, _), count in cells.items() for _ in range(count)]
    second = [other for (_, other), count in cells.items() for _ in range(count)]
    assert cohen_kappa(first, second) == pytest.approx(0.7964094, abs=5e-8)
    assert gwet_ac1(first, second) == pytest.approx(0.8493305, abs=1e-7)


def test_ac1_stays_high_where_a_rare_label_sinks_kappa():
    first = [1] * 118 + [1] * 5 + [2] * 2
    second = [1] * 118 + [2] * 5 + [1] * 2
    assert cohen_kappa(first, second) < 0
    assert gwet_ac1(first, second) > 0.9


@settings(deadline=None)
@given(BINARY)
def test_ac1_of_two_labels_by_its_formula(rows):
    first, second = columns(rows)
    agreed = np.mean([one == other for one, other in rows])
    pi = (np.mean(first) + np.mean(second)) / 2
    chance = 2 * pi * (1 - pi)
    assert gwet_ac1(first, second, 2) == pytest.approx((agreed - chance) / (1 - chance))


def test_what_is_undefined_is_none():
    assert cohen_kappa([], []) is None
    assert kappa_max([], []) is None
    assert observed_agreement([], []) is None
    assert gwet_ac1([], [], 2) is None
    assert quadratic_kappa([], []) is None
    assert krippendorff_alpha([]) is None
    assert cohen_kappa(["n", "n"], ["n", "n"]) is None
    assert kappa_max(["n", "n"], ["n", "n"]) is None
    assert gwet_ac1(["n", "n"], ["n", "n"]) is None
    assert gwet_ac1(["n", "n"], ["n", "n"], 2) == 1
    assert krippendorff_alpha([[1, 1], [1, 1]]) is None
    assert krippendorff_alpha([[1, None], [None, 2]]) is None
    assert cohen_kappa(["n", "n"], ["n", "y"]) == 0


@settings(deadline=None)
@given(UNITS, st.sampled_from(["nominal", "ordinal"]))
def test_alpha_is_that_of_krippendorff(units, level):
    values = {
        v for unit in units for v in unit if v is not None and sum(x is not None for x in unit) > 1
    }
    mine = krippendorff_alpha(units, level)
    if len(values) < 2:
        assert mine is None
        return
    data = [[math.nan if value is None else value for value in unit] for unit in units]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = krippendorff.alpha(
            np.array(data, dtype=float).T, level_of_measurement=level, value_domain=[1, 2, 3, 4, 5]
        )
    assert mine == pytest.approx(theirs, abs=1e-9)


def test_krippendorffs_published_example():
    # Krippendorff 2011, "Computing Krippendorff's alpha-reliability", D: four observers, twelve
    # units: nominal 0.743, ordinal 0.815.
    gap = None
    observers = [
        [1, 2, 3, 3, 2, 1, 4, 1, 2, gap, gap, gap],
        [1, 2, 3, 3, 2, 2, 4, 1, 2, 5, gap, 3],
        [gap, 3, 3, 3, 2, 3, 4, 2, 2, 5, 1, gap],
        [1, 2, 3, 3, 2, 4, 4, 1, 2, 5, 1, gap],
    ]
    units = list(zip(*observers, strict=True))
    assert krippendorff_alpha(units) == pytest.approx(0.743, abs=5e-4)
    assert krippendorff_alpha(units, "ordinal") == pytest.approx(0.815, abs=5e-4)
