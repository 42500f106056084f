"""Stage three: did the personalised answer help? Wins, ties and losses of one arm."""

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selfaudit.core.agreement.flips import EXACT_PROMPTS, sign_flip_test
from selfaudit.core.agreement.means import mean
from selfaudit.core.agreement.proportions import normal_quantile, proportion, wilson
from selfaudit.core.agreement.ranking import mean_ranks
from selfaudit.core.agreement.resampling import jackknife_error
from selfaudit.core.agreement.results import LEVEL, Estimate, Interval, Method

Floats = npt.NDArray[np.float64]

NO_DIFFERENCE = 3


@dataclass(frozen=True, slots=True)
class PairRow:
    """One vote on two answers.

    `shown` is the vote as given: 1 left much better ... 3 no difference ... 5 right much better;
    None where there is none, because both were `unusable` or the pair was skipped.
    `personal_right` says where the personalised answer stood (of a catch pair: the second).
    `length_ratio` is the personalised answer's length over the other's.
    """

    prompt: Hashable
    shown: int | None
    personal_right: bool
    unusable: bool = False
    length_ratio: float | None = None

    @property
    def rating(self) -> int | None:
        """The vote for the personalised answer: 5 much better ... 1 much worse."""
        if self.shown is None:
            return None
        return self.shown if self.personal_right else 6 - self.shown


@dataclass(frozen=True, slots=True)
class Preference:
    """What one arm's votes say. `net` is (wins - losses) / rated pairs, from -1 to 1.

    `helped` is the share of wins among decisive votes, `no_better` that of ratings of 3 or
    below among all, which by chance alone would be `no_better_by_chance`. `left` is the share
    of decisive votes that went to the answer on the left, whichever it was, and `longer` that
    which went to the longer one.
    """

    wins: int
    ties: int
    losses: int
    unusable: int
    skipped: int
    distribution: dict[int, int]
    net: Estimate | None
    helped: Estimate | None
    no_better: Estimate | None
    no_better_by_chance: float | None
    mean_rating: Estimate | None
    sign_test: float | None
    wilcoxon_test: float | None
    left: Estimate | None
    longer: Estimate | None
    unusable_share: Estimate | None

    @property
    def rated(self) -> int:
        """Pairs with a vote."""
        return self.wins + self.ties + self.losses


def preference(rows: Sequence[PairRow], level: float = LEVEL) -> Preference:
    """Every figure of stage three for one arm.

    Skipped and unusable pairs are in no figure but `unusable_share`, which is among the pairs
    that weren't skipped. `net` has Tango's interval, the shares Wilson's; where a prompt has
    several pairs, both count as fewer pairs by the design effect of prompts (never as more).
    The mean has Student's t interval. Tests take pairs as independent; `helped` and both tests
    are None without a decisive vote, everything but counts is None without a vote.
    """
    votes = [(row, rating) for row in rows if (rating := row.rating) is not None]
    ratings = [rating for _, rating in votes]
    signs = np.sign(np.array(ratings, dtype=np.float64) - NO_DIFFERENCE)
    prompts = [row.prompt for row, _ in votes]
    wins, losses = int((signs > 0).sum()), int((signs < 0).sum())
    unusable = sum(row.unusable and row.shown is None for row in rows)
    decisive = [(row, rating > NO_DIFFERENCE) for row, rating in votes if rating != NO_DIFFERENCE]
    left = [won != row.personal_right for row, won in decisive]
    longer = [
        won == (row.length_ratio > 1)
        for row, won in decisive
        if row.length_ratio is not None and row.length_ratio != 1
    ]
    return Preference(
        wins=wins,
        ties=len(votes) - wins - losses,
        losses=losses,
        unusable=unusable,
        skipped=len(rows) - len(votes) - unusable,
        distribution={step: ratings.count(step) for step in range(1, 6)},
        net=_net(signs, prompts, level),
        helped=_share([won for _, won in decisive], [row.prompt for row, _ in decisive], level),
        no_better=_share(signs <= 0, prompts, level),
        no_better_by_chance=1 - len(decisive) / (2 * len(votes)) if votes else None,
        mean_rating=mean(ratings, level),
        sign_test=sign_test(wins, losses),
        wilcoxon_test=wilcoxon_test(ratings),
        left=proportion(sum(left), len(left), level=level),
        longer=proportion(sum(longer), len(longer), level=level),
        unusable_share=proportion(unusable, unusable + len(votes), level=level),
    )


def net_difference(
    first: Estimate | None, second: Estimate | None, level: float = LEVEL
) -> Estimate | None:
    """One arm's net minus another's, such as the true-but-irrelevant control's.

    The arms' pairs are independent, and their intervals (of the same level) are combined by
    squares: each end is d +- sqrt((near end's distance)^2 + (other's far end's distance)^2)
    (MOVER; Newcombe 1998, Zou and Donner 2008). None where either is.
    """
    if first is None or second is None or first.interval is None or second.interval is None:
        return None
    gap = first.value - second.value
    below = math.hypot(first.value - first.interval.low, second.interval.high - second.value)
    above = math.hypot(first.interval.high - first.value, second.value - second.interval.low)
    interval = Interval(gap - below, gap + above, level)
    return Estimate(gap, interval, first.n + second.n, Method.MOVER)


def tango_interval(wins: float, losses: float, n: float, level: float = LEVEL) -> Interval:
    """The score interval of a difference of paired shares, (wins - losses) / n (Tango 1998).

    Holds up with few pairs, many ties and at the ends, where plus or minus two standard errors
    don't. `n` counts ties too and must be above 0.
    """
    z = normal_quantile(level)

    def score(net: float) -> float:
        b = (2 * n - wins + losses) * net - wins - losses
        c = -losses * net * (1 - net)
        lost = (math.sqrt(max(0.0, b * b - 8 * n * c)) - b) / (4 * n)
        variance = n * (2 * lost + net * (1 - net))
        gap = wins - losses - n * net
        return gap / math.sqrt(variance) if variance > 0 else math.copysign(math.inf, gap)

    seen = (wins - losses) / n
    low = _furthest(seen, -1.0, lambda net: score(net) <= z)
    return Interval(low, _furthest(seen, 1.0, lambda net: score(net) >= -z), level)


def sign_test(wins: int, losses: int) -> float | None:
    """The exact two-sided p value of wins against losses, ties left out; None for no decisive vote.

    Arbuthnott 1710; `scipy.stats.binomtest(wins, wins + losses)`.
    """
    n = wins + losses
    if n == 0:
        return None
    tail = sum(math.comb(n, fewer) for fewer in range(min(wins, losses) + 1))
    return min(1.0, float(2 * tail / 2**n))


def wilcoxon_test(ratings: Sequence[int]) -> float | None:
    """The two-sided p value of Wilcoxon's signed ranks of rating - 3, with ties by Pratt (1959).

    Pratt ranks the ties too and then drops them. Exact where few votes are decisive (as
    `sign_flip_test` on the ranks), else by the normal distribution, as
    `scipy.stats.wilcoxon(..., zero_method="pratt")`. None where every rating is 3.
    """
    gaps = np.array(ratings, dtype=np.float64) - NO_DIFFERENCE
    decisive = gaps != 0
    if not decisive.any():
        return None
    ranks = mean_ranks(np.abs(gaps))[decisive] * np.sign(gaps[decisive])
    if len(ranks) <= EXACT_PROMPTS:
        exact = sign_flip_test(ranks.tolist(), seed=0)
        return None if exact is None else exact.p_value
    return math.erfc(abs(float(ranks.sum())) / math.sqrt(2 * float((ranks**2).sum())))


def _furthest(inside: float, end: float, holds: Callable[[float], bool]) -> float:
    """By halving, the furthest point from `inside` towards `end` at which something holds."""
    if holds(end):
        return end
    for _ in range(60):
        middle = (inside + end) / 2
        if holds(middle):
            inside = middle
        else:
            end = middle
    return inside


def _net(signs: Floats, prompts: Sequence[Hashable], level: float) -> Estimate | None:
    n = len(signs)
    if n == 0:
        return None
    effect = _design_effect(signs, prompts)
    wins, losses = float((signs > 0).sum()), float((signs < 0).sum())
    interval = tango_interval(wins / effect, losses / effect, n / effect, level)
    return Estimate((wins - losses) / n, interval, n, Method.TANGO, len(set(prompts)))


def _share(
    outcomes: Sequence[bool] | npt.NDArray[np.bool_], prompts: Sequence[Hashable], level: float
) -> Estimate | None:
    n = len(outcomes)
    if n == 0:
        return None
    values = np.array(outcomes, dtype=np.float64)
    effect = _design_effect(values, prompts)
    method = Method.WILSON if effect == 1 else Method.WILSON_EFFECTIVE
    share = float(values.mean())
    return Estimate(share, wilson(share, n / effect, level), n, method, len(set(prompts)))


def _design_effect(values: Floats, prompts: Sequence[Hashable]) -> float:
    """By how much a mean over prompts varies more than one over independent rows; 1 or more."""
    n = len(values)
    places = {prompt: place for place, prompt in enumerate(dict.fromkeys(prompts))}
    if len(places) in (1, n) or values.std() == 0:
        return 1.0
    place = [places[prompt] for prompt in prompts]
    sums, sizes = np.bincount(place, values), np.bincount(place)
    left_out = (sums.sum() - sums) / (n - sizes)
    error = jackknife_error(float(values.mean()), left_out)
    return 1.0 if error is None else max(1.0, error**2 * n / float(values.var(ddof=1)))
