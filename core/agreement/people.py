"""What many people gave, counted by unit, and each person's own figure.

A unit is one prompt or one card; rows and text are not needed. A figure is a measure of features
(such as the shares of a person's cells), so that it can be made of one person's features or of
their mean over people, as `pooling` does.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
import numpy.typing as npt

from selfaudit.core.agreement.proportions import wilson
from selfaudit.core.agreement.resampling import LOGIT, PLAIN, Scale, jackknife_interval
from selfaudit.core.agreement.results import LEVEL, Estimate, Interval, Method
from selfaudit.core.agreement.tables import Array, Measure

Features = Callable[[Array], tuple[Array, Array]]
"""From tables (their last axis holds the cells) to their features, and how much there is of each.

What a table can't say is NaN; the person it is of is then left out.
"""


@dataclass(frozen=True, slots=True)
class Units:
    """Counts by unit: `cells` is units x cells, `person` the number of each unit's person.

    People are numbered from 0 without a gap and their units lie together. `rows` is how many rows
    each unit was counted from.
    """

    person: npt.NDArray[np.intp]
    cells: Array
    rows: npt.NDArray[np.int64]

    @property
    def people(self) -> int:
        """How many people there are."""
        return int(self.person[-1]) + 1 if len(self.person) else 0

    @property
    def starts(self) -> npt.NDArray[np.intp]:
        """Where each person's units begin."""
        return np.searchsorted(self.person, np.arange(self.people))

    @property
    def tables(self) -> Array:
        """Each person's units added up: people x cells. There must be someone."""
        return np.asarray(np.add.reduceat(self.cells, self.starts))

    @property
    def rows_each(self) -> npt.NDArray[np.int64]:
        """How many rows each person gave. There must be someone."""
        return np.asarray(np.add.reduceat(self.rows, self.starts))

    def by_person(self) -> Iterator[Array]:
        """The cells of each person's units."""
        for start, end in pairwise((*self.starts, len(self.person))):
            yield self.cells[start:end]


@dataclass(frozen=True, slots=True)
class Figure:
    """A measure of features, and the scale on which its intervals are symmetric."""

    measure: Measure
    scale: Scale = PLAIN


def shares(tables: Array) -> tuple[Array, Array]:
    """Features: the share of each cell among all of a table. NaN where it has nothing."""
    size = tables.sum(axis=-1)
    return over(tables, size[..., None]), size


def over(numerator: Array, denominator: Array) -> Array:
    """One by the other; NaN where that is 0."""
    undefined = np.full(np.broadcast(numerator, denominator).shape, np.nan)
    return np.asarray(np.divide(numerator, denominator, out=undefined, where=denominator != 0))


@dataclass(frozen=True, slots=True)
class Own:
    """One person's figure and its squared error from leaving out each unit (None for a single)."""

    estimate: Estimate
    squared_error: float | None


def each_person(
    units: Units, features: Features, figures: Mapping[str, Figure], level: float = LEVEL
) -> dict[str, tuple[Own | None, ...]]:
    """Every figure of each person, the interval going over their units; None where undefined.

    There must be someone. Jackknife-t on the figure's scale. A share of 0 or 1, where nothing
    varies, has Wilson's at as many draws as there are units.
    """
    found: dict[str, list[Own | None]] = {name: [] for name in figures}
    for rows, mine in zip(units.rows_each.tolist(), units.by_person(), strict=True):
        whole = mine.sum(axis=0)
        own, without = features(whole)[0], features(whole - mine)[0]
        for name, figure in figures.items():
            value, left_out = float(figure.measure(own)), figure.measure(without)
            found[name].append(_own(value, left_out, rows, figure.scale, level))
    return {name: tuple(each) for name, each in found.items()}


def _own(value: float, left_out: Array, n: int, scale: Scale, level: float) -> Own | None:
    if np.isnan(value):
        return None
    count = len(left_out)
    error = float(left_out.var()) * (count - 1) if count > 1 else np.nan
    interval = jackknife_interval(value, left_out, scale, level=level)
    estimate = bounded(value, interval, Method.JACKKNIFE_T, n, count, scale, level)
    return Own(estimate, None if np.isnan(error) else error)


def bounded(
    value: float,
    interval: Interval | None,
    method: Method,
    n: int,
    clusters: int,
    scale: Scale,
    level: float = LEVEL,
) -> Estimate:
    """A figure with an interval that is no mere point.

    What varies in nothing gives none, or a point, which would claim certainty: a share of 0 or 1
    then has Wilson's at as many draws as there are clusters, everything else no interval.
    """
    if interval is not None and interval.width > 0:
        return Estimate(value, interval, n, method, clusters)
    if scale is LOGIT and value in (0.0, 1.0):
        return Estimate(value, wilson(value, clusters, level), n, Method.WILSON_EFFECTIVE, clusters)
    return Estimate(value, None, n, Method.UNDEFINED, clusters)


@dataclass(frozen=True, slots=True)
class Spread:
    """How `people` differ: the quarter marks of their own figures.

    `between` is the standard deviation over people that is left when what chance alone gives, as
    few prompts or cards do, is taken off: sqrt(variance - mean squared error of a person's figure),
    the moment estimate of a random effect (Cochran 1954). 0 where chance explains it all; None for
    fewer than two people whose error is known.
    """

    people: int
    quarter: float
    median: float
    three_quarters: float
    between: float | None


def spread(each: Sequence[Own | None]) -> Spread | None:
    """The spread over people who have a figure; None where nobody has one."""
    known = [one for one in each if one is not None]
    if not known:
        return None
    values = [one.estimate.value for one in known]
    quarter, median, three_quarters = np.quantile(values, [0.25, 0.5, 0.75]).tolist()
    sure = [
        (one.estimate.value, one.squared_error) for one in known if one.squared_error is not None
    ]
    between = None
    if len(sure) > 1:
        found, errors = np.array(sure).T
        between = float(np.sqrt(max(0.0, found.var(ddof=1) - errors.mean())))
    return Spread(len(values), quarter, median, three_quarters, between)
