"""What a statistic gives back: a value, its interval, and what both rest on."""

import math
from collections.abc import Callable, Hashable, Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeVar

Row = TypeVar("Row")
Key = TypeVar("Key", bound=Hashable)

LEVEL = 0.95
"""The share of intervals that shall hold the truth, wherever no other level is asked for."""


class Method(StrEnum):
    """How an interval was computed, or why there is none."""

    WILSON = "wilson"
    WILSON_FINITE = "wilson_finite"
    """Wilson's, narrowed because a known part of all there is was drawn."""
    WILSON_EFFECTIVE = "wilson_effective"
    """Wilson's at an effective size: weights or clusters carry less than so many even draws."""
    QUARTILES = "quartiles"
    """Not an interval of the figure: a quarter of the values lies below it, a quarter above."""
    CENSUS = "census"
    """Everything was judged: no sampling, so the interval is the point."""
    JACKKNIFE_T = "jackknife_t"
    """Student's t on the spread between leaving out one cluster and another."""
    BOOTSTRAP = "bootstrap"
    TANGO = "tango"
    MOVER = "mover"
    """The intervals of two independent figures, combined into one for their difference."""
    STUDENT_T = "student_t"
    FISHER_Z = "fisher_z"
    UNDEFINED = "undefined"
    """The figure has a value, but the data can't bound it: one cluster, or no spread at all."""


@dataclass(frozen=True, slots=True)
class Interval:
    """From `low` to `high`, made so that it holds the truth at `level` (0 to 1)."""

    low: float
    high: float
    level: float = LEVEL

    @property
    def width(self) -> float:
        """From end to end, in the unit of the figure."""
        return self.high - self.low

    @property
    def factor(self) -> float | None:
        """For a ratio: the factor that the middle is multiplied and divided by.

        None where an end isn't above 0.
        """
        return math.sqrt(self.high / self.low) if self.low > 0 else None

    def excludes(self, value: float) -> bool:
        """Whether the value lies outside."""
        return not self.low <= value <= self.high


@dataclass(frozen=True, slots=True)
class Estimate:
    """A figure. `n` counts the rows it rests on and `clusters` the prompts, where those matter.

    `interval` is None exactly where `method` is `UNDEFINED`.
    """

    value: float
    interval: Interval | None
    n: int
    method: Method
    clusters: int | None = None

    def times(self, factor: float) -> "Estimate":
        """The same figure in another unit, such as per ten instead of a share."""
        interval = self.interval and Interval(
            self.interval.low * factor, self.interval.high * factor, self.interval.level
        )
        return Estimate(self.value * factor, interval, self.n, self.method, self.clusters)


def apart(rows: Iterable[Row], key: Callable[[Row], Key]) -> dict[Key, list[Row]]:
    """Rows by a key (category, source, arm), keys in the order in which they first appear."""
    groups: dict[Key, list[Row]] = {}
    for row in rows:
        groups.setdefault(key(row), []).append(row)
    return groups
