import itertools
import math

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from selfaudit.core.agreement.blinding import TellRow, telling
from selfaudit.core.agreement.preference import (
    PairRow,
    net_difference,
    preference,
    sign_test,
    tango_interval,
    wilcoxon_test,
)
from selfaudit.core.agreement.proportions import proportion
from selfaudit.core.agreement.results import Method
from selfaudit.core.models.comparison import AboutYou

VOTES = st.lists(
    st.builds(
        PairRow,
        prompt=st.integers(0, 10_000),
        shown=st.none() | st.integers(1, 5),
        personal_right=st.booleans(),
        unusable=st.booleans(),
        length_ratio=st.none() | st.floats(0.7, 1.5),
    ),
    max_size=60,
)


def votes(ratings):
    return [PairRow(place, rating, True) for place, rating in enumerate(ratings)]


@settings(deadline=None)
@given(VOTES)
def test_every_pair_is_counted_once(rows):
    mine = preference(rows)
    assert mine.rated + mine.unusable + mine.skipped == len(rows)
    assert sum(mine.distribution.values()) == mine.rated
    assert mine.wins == mine.distribution[4] + mine.distribution[5]
    assert mine.ties == mine.distribution[3]
    if mine.rated:
        assert mine.net.value == pytest.approx((mine.wins - mine.losses) / mine.rated)
        assert mine.no_better.value == pytest.approx((mine.ties + mine.losses) / mine.rated)
    else:
        assert mine.net is mine.no_better is mine.no_better_by_chance is mine.wilcoxon_test is None


@settings(deadline=None)
@given(VOTES)
def test_turning_every_vote_turns_the_result(rows):
    turned = [
        PairRow(r.prompt, r.shown and 6 - r.shown, r.personal_right, r.unusable, r.length_ratio)
        for r in rows
    ]
    one, other = preference(rows), preference(turned)
    assert (one.wins, one.losses) == (other.losses, other.wins)
    assert one.sign_test == other.sign_test
    assert one.wilcoxon_test == (
        None if other.wilcoxon_test is None else pytest.approx(other.wilcoxon_test)
    )
    if one.net:
        assert one.net.interval.low == pytest.approx(-other.net.interval.high, abs=1e-9)
        assert -1 <= one.net.interval.low <= one.net.value <= one.net.interval.high <= 1


@settings(deadline=None)
@given(VOTES)
def test_swapping_the_sides_of_pair_and_vote_changes_only_side_bias(rows):
    swapped = [
        PairRow(r.prompt, r.shown and 6 - r.shown, not r.personal_right, r.unusable, r.length_ratio)
        for r in rows
    ]
    one, other = preference(rows), preference(swapped)
    assert (one.net, one.helped, one.longer) == (other.net, other.helped, other.longer)
    if one.left:
        assert one.left.value == pytest.approx(1 - other.left.value)


def test_votes_are_recoded_for_the_personalised_answer():
    assert PairRow(0, 5, True).rating == 5
    assert PairRow(0, 5, False).rating == 1
    assert PairRow(0, 3, False).rating == 3
    assert PairRow(0, None, False).rating is None


def test_a_small_case_by_hand():
    mine = preference(
        [
            PairRow(0, 5, True, length_ratio=1.4),
            PairRow(1, 4, False, length_ratio=0.8),
            PairRow(2, 3, True, length_ratio=1.2),
            PairRow(3, 2, False, length_ratio=1.0),
            PairRow(4, None, True, unusable=True),
            PairRow(5, None, True),
        ]
    )
    assert (mine.wins, mine.ties, mine.losses, mine.unusable, mine.skipped) == (2, 1, 1, 1, 1)
    assert mine.distribution == {1: 0, 2: 1, 3: 1, 4: 1, 5: 1}
    assert mine.net.value == 0.25
    assert mine.helped.interval == proportion(2, 3).interval
    assert mine.mean_rating.value == 3.5
    assert mine.left.value == pytest.approx(1 / 3)
    assert mine.longer.value == 1
    assert mine.longer.n == 2
    assert mine.unusable_share.value == 0.2


def test_chance_alone_makes_no_better_common():
    mine = preference(votes([1, 2] * 7 + [4, 5] * 7 + [3] * 12))
    assert mine.no_better_by_chance == pytest.approx(0.65)
    assert mine.no_better.value == pytest.approx(0.65)
    assert mine.net.value == 0


@settings(deadline=None)
@given(st.integers(0, 60), st.integers(0, 60))
def test_the_sign_test_is_scipys(wins, losses):
    mine = sign_test(wins, losses)
    if wins + losses == 0:
        assert mine is None
    else:
        assert mine == pytest.approx(stats.binomtest(wins, wins + losses).pvalue)


def test_a_published_sign_test():
    # Armitage and Berry 1994, p. 127: two media, 12 against 2.
    assert sign_test(12, 2) == pytest.approx(0.0129, abs=5e-5)


@settings(deadline=None)
@given(st.lists(st.integers(1, 5), min_size=1, max_size=9))
def test_wilcoxon_with_few_pairs_goes_through_every_sign(ratings):
    gaps = np.array(ratings) - 3
    mine = wilcoxon_test(ratings)
    if not gaps.any():
        assert mine is None
        return
    ranks = np.where(gaps == 0, 0, stats.rankdata(abs(gaps)))
    seen = abs((ranks * np.sign(gaps)).sum())
    signs = itertools.product([1, -1], repeat=len(gaps))
    sums = np.array([abs((ranks * np.array(sign)).sum()) for sign in signs])
    assert mine == pytest.approx((sums >= seen - 1e-9).mean())


def test_wilcoxon_with_few_pairs_is_scipys_permutation_test():
    ratings = [5, 4, 4, 3, 2, 5, 4, 3, 1, 4]
    every = stats.PermutationMethod(n_resamples=np.inf)
    theirs = stats.wilcoxon(np.array(ratings) - 3, zero_method="pratt", method=every)
    assert wilcoxon_test(ratings) == pytest.approx(theirs.pvalue)


@settings(deadline=None)
@given(st.lists(st.sampled_from([1, 2, 2, 3, 4, 5]), min_size=18, max_size=80))
def test_wilcoxon_with_many_pairs_is_pratts_normal_approximation(ratings):
    gaps = np.array(ratings) - 3.0
    assume((gaps != 0).sum() > 13)
    mine = wilcoxon_test(ratings)
    # Pratt 1959 with Cureton's (1967) moments: ranks with the ties in, then without them.
    ranks = stats.rankdata(abs(gaps))[gaps != 0]
    signs = np.sign(gaps[gaps != 0])
    z = (ranks * signs).sum() / math.sqrt((ranks**2).sum())
    assert mine == pytest.approx(2 * stats.norm.sf(abs(z)), abs=1e-9)


def test_tangos_interval_on_a_published_table():
    # Bentur et al. 2009 as in Fagerland, Lydersen and Laake 2014: 1 and 7 of 21 discordant.
    interval = tango_interval(1, 7, 21)
    assert (round(interval.low, 3), round(interval.high, 3)) == (-0.517, -0.026)


@settings(deadline=None)
@given(st.integers(0, 30), st.integers(0, 30), st.integers(0, 30))
def test_tangos_ends_are_where_the_score_is_at_its_limit(wins, losses, ties):
    n = wins + losses + ties
    if n == 0:
        return
    interval = tango_interval(wins, losses, n)
    z = stats.norm.ppf(0.975)
    for end in (interval.low, interval.high):
        if abs(end) < 1 and abs(end - (wins - losses) / n) > 1e-9:
            # The restricted likelihood, maximised by search instead of in closed form.
            grid = np.linspace(max(0, -end), (1 - end) / 2, 200_001)[1:-1]
            with np.errstate(divide="ignore"):
                likelihood = (
                    wins * np.log(grid + end) + losses * np.log(grid)
                    if ties == 0
                    else wins * np.log(grid + end)
                    + losses * np.log(grid)
                    + ties * np.log(1 - 2 * grid - end)
                )
            lost = grid[np.argmax(likelihood)]
            score = (wins - losses - n * end) / math.sqrt(n * (2 * lost + end * (1 - end)))
            assert abs(score) == pytest.approx(z, abs=0.01)


def test_all_ties_and_all_wins_still_have_a_width():
    ties = preference(votes([3] * 20))
    assert ties.net.value == 0
    assert 0.1 < ties.net.interval.width < 0.5
    assert ties.helped is None
    assert ties.sign_test is None
    wins = preference(votes([5] * 20))
    assert wins.net.interval.high == 1
    assert 0.6 < wins.net.interval.low < 1


def test_several_pairs_of_a_prompt_that_agree_count_as_fewer():
    ratings = [5, 5, 1, 1, 4, 4, 2, 2, 5, 5, 5, 5, 1, 1, 4, 4]
    apart = preference(votes(ratings))
    together = preference([PairRow(place // 2, r, True) for place, r in enumerate(ratings)])
    assert together.net.value == apart.net.value
    assert together.net.interval.width > 1.2 * apart.net.interval.width
    assert together.helped.method is Method.WILSON_EFFECTIVE
    assert (apart.net.clusters, together.net.clusters) == (16, 8)


def test_the_control_is_subtracted_with_both_doubts():
    arm = preference(votes([5] * 14 + [3] * 3 + [1] * 3)).net
    control = preference(votes([5] * 8 + [3] * 4 + [1] * 8)).net
    gap = net_difference(arm, control)
    assert gap.value == pytest.approx(0.55)
    assert gap.interval.width > max(arm.interval.width, control.interval.width)
    mirrored = net_difference(control, arm)
    assert gap.interval.low == pytest.approx(-mirrored.interval.high)
    assert net_difference(arm, None) is None


def test_nothing_voted_says_nothing():
    mine = preference([])
    assert mine.rated == 0
    assert mine.mean_rating is mine.left is mine.longer is mine.unusable_share is None


def test_telling_counts_named_sides_apart_from_the_rest():
    rows = [TellRow(AboutYou.RIGHT, True)] * 6 + [TellRow(AboutYou.RIGHT, False)] * 2
    mine = telling([*rows, TellRow(AboutYou.NEITHER, True), TellRow(AboutYou.CANNOT_TELL, False)])
    assert mine.right_side == proportion(6, 8)
    assert mine.told == proportion(6, 10)
    assert mine.counts == {"left": 0, "right": 8, "both": 0, "neither": 1, "cannot_tell": 1}
    assert telling([]).told is None
