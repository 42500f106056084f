"""Figures with their intervals, and the table that sets systems beside each other."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from selfaudit.core.agreement.proportions import proportion
from selfaudit.core.agreement.resampling import cluster_bootstrap
from selfaudit.core.agreement.tables import Array

BOOTSTRAP_SEED = 20261
WIDTH = 26


@dataclass(frozen=True, slots=True)
class Figure:
    """A share from 0 to 1 with its 95% interval; `n` counts what it rests on."""

    value: float
    low: float | None
    high: float | None
    n: int

    def __str__(self) -> str:
        if self.low is None or self.high is None:
            return f"{100 * self.value:5.1f}%  of {self.n}"
        interval = f"[{100 * self.low:.0f}, {100 * self.high:.0f}]"
        return f"{100 * self.value:5.1f}% {interval} of {self.n}"


Figures = Mapping[str, Figure | None]
"""Figures by what they are; None for one that has nothing to rest on."""


def share(yes: int, of: int) -> Figure | None:
    """A share with Wilson's interval."""
    found = proportion(yes, of)
    if found is None or found.interval is None:
        return None
    return Figure(found.value, found.interval.low, found.interval.high, of)


def resampled(rows: Sequence[Sequence[float]], measure: Callable[[Array], Array]) -> Figure | None:
    """A figure of summed rows, one a message, with a percentile interval over messages."""
    tables = np.array(rows, dtype=np.float64)
    if not len(tables):
        return None
    value = float(measure(tables.sum(axis=0)[None])[0])
    if np.isnan(value):
        return None
    interval = cluster_bootstrap(tables, measure, BOOTSTRAP_SEED)
    low, high = (interval.low, interval.high) if interval else (None, None)
    return Figure(value, low, high, len(tables))


def f1(tables: Array) -> Array:
    """F1 of rows of: right statements, statements, facts found, facts (each may be many-to-one)."""
    right, stated, found, facts = (tables[..., place] for place in range(4))
    with np.errstate(divide="ignore", invalid="ignore"):
        precision = np.where(stated > 0, right / stated, 0.0)
        recall = found / facts
        f = 2 * precision * recall / (precision + recall)
        return np.where(precision + recall > 0, f, np.where(facts > 0, 0.0, np.nan))


def table(title: str, systems: Mapping[str, Figures]) -> str:
    """One table: a row for each figure, a column for each system."""
    names = list(dict.fromkeys(name for figures in systems.values() for name in figures))
    width = max(len(name) for name in [title, *names])
    lines = [f"{title:{width}}" + "".join(f"  {name:>{WIDTH}}" for name in systems)]
    for name in names:
        cells = (figures.get(name) for figures in systems.values())
        values = "".join(f"  {'-' if cell is None else str(cell):>{WIDTH}}" for cell in cells)
        lines.append(f"{name:{width}}{values}")
    return "\n".join(lines)
