import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy import stats

from selfaudit.core.agreement.enough import (
    MINIMUMS,
    Claim,
    Headline,
    Unit,
    cards_for,
    claim,
    decisive_pairs_for,
    standing,
)
from selfaudit.core.agreement.proportions import proportion, wilson
from selfaudit.core.agreement.results import Estimate, Interval, Method


@pytest.mark.parametrize("headline", Headline)
def test_a_headline_is_shown_from_its_minimum_on_and_not_before(headline):
    estimate = proportion(30, 60)
    met = dict(MINIMUMS[headline])
    assert standing(headline, met, estimate).shown == estimate
    for unit in met:
        short = standing(headline, {**met, unit: met[unit] - 1}, estimate)
        assert short.shown is None
        assert not short.enough
        assert [(need.unit, need.missing) for need in short.needs if need.missing] == [(unit, 1)]
        assert short.width_so_far > 0


def test_thirty_judgments_decline_to_headline():
    mine = standing(Headline.ACCEPTED, {Unit.UNIFORM_CARDS: 30}, proportion(24, 30), frame=400)
    assert mine.shown is None
    assert mine.needs[0].missing == 30
    assert mine.width_so_far == pytest.approx(proportion(24, 30).interval.width)


def test_a_census_may_be_said_whatever_its_number():
    mine = standing(Headline.ACCEPTED, {Unit.UNIFORM_CARDS: 30}, proportion(24, 30, 30), frame=30)
    assert mine.census
    assert mine.shown.value == 0.8
    assert not standing(Headline.ACCEPTED, {}, None, frame=0).enough
    assert not standing(Headline.CHECKS, {Unit.CHECKS: 5}, None, frame=5).enough


def test_a_ratio_tells_its_width_as_a_factor():
    ratio = Estimate(2.0, Interval(1.0, 4.0), 100, Method.JACKKNIFE_T, 10)
    assert standing(Headline.OVER_SELECTION, {}, ratio).width_so_far == 2
    assert standing(Headline.OVER_SELECTION, {}).width_so_far is None


@pytest.mark.parametrize(
    ("wins", "losses", "ties", "unusable", "expected"),
    [
        (18, 2, 0, 0, Claim.HELPED),
        (2, 18, 0, 0, Claim.DID_NOT_HELP),
        (12, 8, 0, 0, Claim.OPEN),
        (0, 0, 20, 0, Claim.OPEN),
        (19, 0, 0, 0, Claim.TOO_FEW),
        (18, 2, 0, 14, Claim.TOO_WEAK),
        (18, 2, 0, 13, Claim.HELPED),
        (2, 0, 0, 4, Claim.TOO_FEW),
        (12, 0, 0, 8, Claim.TOO_WEAK),
    ],
)
def test_a_claim_needs_pairs_and_an_interval_without_one_half(
    wins, losses, ties, unusable, expected
):
    helped = proportion(wins, wins + losses)
    assert claim(helped, wins + losses + ties, unusable) is expected


def test_the_protocols_numbers_of_decisive_pairs():
    assert decisive_pairs_for(0.7) == 54
    assert decisive_pairs_for(0.6) == 210
    assert decisive_pairs_for(0.5) is None


@pytest.mark.parametrize(("share", "n"), [(0.7, 54), (0.7, 53), (0.75, 20), (0.4, 120)])
def test_power_is_that_of_scipys_exact_test(share, n):
    wins = range(n + 1)
    rejected = [k for k in wins if stats.binomtest(k, n).pvalue <= 0.05]
    power = stats.binom.pmf(rejected, n, share).sum()
    needed = decisive_pairs_for(share)
    if n >= needed:
        assert power >= 0.8
    elif n == needed - 1:
        assert power < 0.8


@settings(deadline=None)
@given(st.floats(0.05, 0.95), st.floats(0, 1))
def test_cards_for_a_width_are_just_enough(width, share):
    n = cards_for(width, share)
    assert wilson(share, n).width <= width
    assert n == 1 or wilson(share, n - 1).width > width


def test_the_protocols_headline_batch():
    assert cards_for(0.2, 0.8) == 60
