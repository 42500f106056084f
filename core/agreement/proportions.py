"""Shares of yes, with Wilson's interval. Needs neither numpy nor scipy."""

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from statistics import NormalDist

from selfaudit.core.agreement.results import LEVEL, Estimate, Interval, Method


def normal_quantile(level: float) -> float:
    """How many standard deviations to each side hold `level` of a normal distribution."""
    return NormalDist().inv_cdf(0.5 + level / 2)


def wilson(share: float, size: float, level: float = LEVEL) -> Interval:
    """Wilson's score interval for a share seen in `size` draws (Wilson 1927, JASA 22:209).

    The size may be fractional (an effective size) and must be above 0. A share of 0 or 1 gets
    an interval of one side. Same as
    `scipy.stats.binomtest(k, n).proportion_ci(method="wilson")`.
    """
    z = normal_quantile(level)
    denominator = 1 + z * z / size
    middle = (share + z * z / (2 * size)) / denominator
    half = z / denominator * math.sqrt(share * (1 - share) / size + z * z / (4 * size * size))
    low = 0.0 if share <= 0 else max(0.0, middle - half)
    high = 1.0 if share >= 1 else min(1.0, middle + half)
    return Interval(low, high, level)


def proportion(
    yes: int, n: int, population: int | None = None, level: float = LEVEL
) -> Estimate | None:
    """The share of yes among `n` uniform draws; None for no draws.

    With a known `population` that the draws came from, without replacement: all of it drawn is
    a census, whose interval is the point; part of it drawn gives Wilson's interval at
    n (N - 1) / (N - n), the size at which even draws vary as little (Cochran 1977, 2.6), cut to
    what is still possible. Without one, the draws stand for something endless.
    """
    if n == 0:
        return None
    share = yes / n
    if population is None:
        return Estimate(share, wilson(share, n, level), n, Method.WILSON)
    if n >= population:
        return Estimate(share, Interval(share, share, level), n, Method.CENSUS)
    drawn = wilson(share, n * (population - 1) / (population - n), level)
    interval = Interval(
        max(drawn.low, yes / population), min(drawn.high, 1 - (n - yes) / population), level
    )
    return Estimate(share, interval, n, Method.WILSON_FINITE)


@dataclass(frozen=True, slots=True)
class UnsureBounds:
    """What a share would be, whatever the answers "can't say" had been.

    `decided` leaves them out and is None where every answer was "can't say".
    """

    all_no: Estimate
    all_yes: Estimate
    decided: Estimate | None

    @property
    def interval(self) -> Interval:
        """From the low end with every unsure a no to the high end with every unsure a yes."""
        assert self.all_no.interval is not None
        assert self.all_yes.interval is not None
        return Interval(
            self.all_no.interval.low, self.all_yes.interval.high, self.all_no.interval.level
        )


def unsure_bounds(
    yes: int, no: int, unsure: int, population: int | None = None, level: float = LEVEL
) -> UnsureBounds | None:
    """The share of yes with every unsure counted as no, as yes, and left out; None for no answers.

    The worst-case bounds of Manski (1989): they assume nothing about the unsure. Where a
    population is known, the decided answers count as drawn from its decided part.
    """
    n = yes + no + unsure
    all_no, all_yes = (proportion(k, n, population, level) for k in (yes, yes + unsure))
    if all_no is None or all_yes is None:
        return None
    decided_part = None if population is None else round(population * (yes + no) / n)
    return UnsureBounds(all_no, all_yes, proportion(yes, yes + no, decided_part, level))


def effective_size(weights: Iterable[float]) -> float:
    """How many evenly weighted draws carry as much (Kish 1965): (sum w)^2 / sum w^2; 0 for none."""
    weights = list(weights)
    squares = math.fsum(weight * weight for weight in weights)
    return math.fsum(weights) ** 2 / squares if squares > 0 else 0.0


def weighted_proportion(
    outcomes: Sequence[bool], weights: Sequence[float], level: float = LEVEL
) -> Estimate | None:
    """The share of yes where draws had different chances; None where no weight is above 0.

    A weight is one over the inclusion probability, up to a common factor. The share is Hajek's
    (1971), sum(w y) / sum(w); the interval is Wilson's at Kish's effective size, and with equal
    weights it is the plain one.
    """
    total = math.fsum(weights)
    if total <= 0:
        return None
    n = sum(weight > 0 for weight in weights)
    share = math.fsum(w for y, w in zip(outcomes, weights, strict=True) if y) / total
    size = effective_size(weights)
    if math.isclose(size, n):
        return Estimate(share, wilson(share, n, level), n, Method.WILSON)
    return Estimate(share, wilson(share, size, level), n, Method.WILSON_EFFECTIVE)


@dataclass(frozen=True, slots=True)
class OptionShare:
    """How often one answer was given, and its share of all answers (None where there are none)."""

    count: int
    share: Estimate | None


def option_shares(
    answers: Sequence[Hashable], options: Iterable[Hashable], population: int | None = None
) -> dict[Hashable, OptionShare]:
    """Each option with its share of all the answers, in the order of the options.

    Each interval is for its option alone, not for all of them together.
    """
    return {
        option: OptionShare(
            count := sum(answer == option for answer in answers),
            proportion(count, len(answers), population),
        )
        for option in options
    }
