"""Where things lie in the drawings of the report: axes, points and whiskers, as shares of a width.

The template draws them as SVG; nothing here knows of pixels.
"""

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from selfaudit.core.agreement.results import Estimate
from selfaudit.core.report.pages import Figure, Scale, Table
from selfaudit.core.report.words import value

_TELLING = ("ratio", "kappa")
"""Columns that are drawn rather than the first one."""


@dataclass(frozen=True, slots=True)
class Tick:
    """A labelled place on an axis, 0 being its beginning and 1 its end."""

    at: float
    label: str


@dataclass(frozen=True, slots=True)
class Axis:
    """What figures are read against. The `mark` is where nothing is found, as `meaning` says."""

    place: Callable[[float], float]
    ticks: tuple[Tick, ...]
    mark: float | None = None
    meaning: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """An estimate on an axis."""

    at: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Forest:
    """One column of a table, drawn on one axis, row by row where it has an interval."""

    name: str
    axis: Axis
    rows: tuple[tuple[str, Point, Figure], ...]


def axis_of(scale: Scale, estimates: Sequence[Estimate]) -> Axis | None:
    """An axis that holds these estimates; None where their scale has no picture."""
    ends = [
        end for one in estimates if one.interval for end in (one.interval.low, one.interval.high)
    ]
    match scale:
        case Scale.SHARE:
            return _linear(scale, 0, 1, (0, 0.25, 0.5, 0.75, 1))
        case Scale.PER_TEN:
            return _linear(scale, 0, 10, (0, 5, 10))
        case Scale.NET:
            return _linear(scale, -1, 1, (-1, -0.5, 0, 0.5, 1), 0, "no difference")
        case Scale.AGREEMENT:
            return _linear(scale, -1, 1, (-1, -0.5, 0, 0.5, 1), 0, "no more than chance")
        case Scale.RATING:
            return _linear(scale, 1, 5, (1, 2, 3, 4, 5), 3, "no difference")
        case Scale.STEPS:
            most = math.ceil(max([1.0, *map(abs, ends)]))
            return _linear(scale, -most, most, range(-most, most + 1), 0, "as you rate it")
        case Scale.RATIO:
            return _doubling([end for end in ends if end > 0])
        case Scale.SECONDS:
            return None


def point_of(estimate: Estimate | None, axis: Axis) -> Point | None:
    """Where an estimate lies; None where there is none or no interval to draw."""
    if estimate is None or estimate.interval is None:
        return None
    low, high = estimate.interval.low, estimate.interval.high
    return Point(axis.place(estimate.value), axis.place(low), axis.place(high))


def forest_of(table: Table) -> Forest | None:
    """The most telling column of a table as a drawing; None where fewer than two rows have one."""
    if not table.rows:
        return None
    names = [figure.name for figure in table.rows[0].figures]
    column = next((names.index(name) for name in _TELLING if name in names), 0)
    figures = [row.figures[column] for row in table.rows]
    shown = [one.shown for one in figures if one.shown is not None]
    axis = axis_of(figures[0].scale, shown)
    if axis is None:
        return None
    points = [point_of(figure.shown, axis) for figure in figures]
    rows = tuple(
        (row.label, point, figure)
        for row, point, figure in zip(table.rows, points, figures, strict=True)
        if point is not None
    )
    return Forest(table.columns[column], axis, rows) if len(rows) > 1 else None


def _linear(
    scale: Scale,
    low: float,
    high: float,
    ticks: Sequence[float],
    mark: float | None = None,
    meaning: str = "",
) -> Axis:
    def place(number: float) -> float:
        return min(1.0, max(0.0, (number - low) / (high - low)))

    labels = [value(tick, scale).removesuffix(" of ten").removesuffix(" of 5") for tick in ticks]
    if scale in (Scale.AGREEMENT, Scale.STEPS):
        labels = [f"{tick:g}".replace("-", "−") for tick in ticks]
    marks = tuple(Tick(place(tick), label) for tick, label in zip(ticks, labels, strict=True))
    return Axis(place, marks, None if mark is None else place(mark), meaning)


def _doubling(ends: Sequence[float]) -> Axis:
    """From half to double at least, each doubling as wide as the next; ends beyond 64 are cut."""
    first = max(-6, math.floor(math.log2(min([0.5, *ends]))))
    last = min(6, math.ceil(math.log2(max([2.0, *ends]))))

    def place(number: float) -> float:
        at = (math.log2(number) - first) / (last - first) if number > 0 else 0.0
        return min(1.0, max(0.0, at))

    step = 1 if last - first <= 6 else 2
    ticks = tuple(
        Tick(place(2.0**power), f"{2.0**power:g}" if power >= 0 else f"1/{2**-power}")
        for power in range(first, last + 1)
        if power % step == 0
    )
    return Axis(place, ticks, place(1), "as many as you")
