"""Many people's figures in one: people are the clusters, and prompts (or cards) lie within them.

A figure is a measure of mean features. Over *people alike*, each person counts once however much
they gave: what would a person drawn at random give? Over *rows alike*, each counts by how much
there is of them: what would a row drawn at random give? A ratio is one of such means and no mean of
ratios, since a person who never says yes has none.

Two intervals stand side by side. One draws people again, then the units of each, which counts
chance within people about twice. The other goes by leaving out each person. How often either holds
the truth is what tests/quality/measure_pooling.py prints: for 95%, from 10 people on, the first 94
to 100 in 250 trials and the second 90 to 98 (kappa of ten prompts each and 200 people: 92 in both).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from selfaudit.core.agreement.people import (
    Features,
    Figure,
    Own,
    Spread,
    Units,
    bounded,
    each_person,
    over,
    spread,
)
from selfaudit.core.agreement.resampling import jackknife_interval, percentile_interval
from selfaudit.core.agreement.results import LEVEL, Estimate, Interval, Method
from selfaudit.core.agreement.tables import Array

FEWEST_PEOPLE = 10
"""Fewer people are not pooled: there is too little to draw from, so each is shown alone."""


@dataclass(frozen=True, slots=True)
class Pooled:
    """One figure over people; `n` of an estimate counts rows and `clusters` people.

    `people_alike` and `rows_alike` draw people again, then the units of each (percentile
    bootstrap). `people_only` is `people_alike` with Student's t on leaving out each person. All
    three are None for fewer than `FEWEST_PEOPLE`, and where the figure is undefined. `each` is
    every person's own figure in their order, None where they have none.
    """

    people: int
    rows: int
    people_alike: Estimate | None
    people_only: Estimate | None
    rows_alike: Estimate | None
    spread: Spread | None
    each: tuple[Own | None, ...]


def pooled(
    units: Units,
    features: Features,
    figures: Mapping[str, Figure],
    seed: int,
    draws: int = 2000,
    level: float = LEVEL,
) -> dict[str, Pooled]:
    """Every figure over people, from one set of draws. Nobody gives no figure at all."""
    if units.people == 0:
        return {}
    own, size = features(units.tables)
    known = _known(own)
    people, rows = int(known.sum()), int(units.rows_each[known].sum())
    each = each_person(units, features, figures, level)
    if people < FEWEST_PEOPLE:
        return {
            name: Pooled(people, rows, None, None, None, spread(mine), mine)
            for name, mine in each.items()
        }
    alike, by_rows = resampled_means(units, features, seed, draws)

    def estimate(
        figure: Figure, weights: Array, interval: Interval | None, method: Method
    ) -> Estimate | None:
        value = float(figure.measure(_mean(own, weights)))
        if np.isnan(value):
            return None
        return bounded(value, interval, method, rows, people, figure.scale, level)

    once, much = known.astype(np.float64), np.where(known, size, 0.0)
    answers = {}
    for name, figure in figures.items():
        drawn, drawn_rows = (
            percentile_interval(figure.measure(means), level) for means in (alike, by_rows)
        )
        answers[name] = Pooled(
            people,
            rows,
            estimate(figure, once, drawn, Method.BOOTSTRAP),
            estimate(figure, once, _leaving_out(own[known], figure, level), Method.JACKKNIFE_T),
            estimate(figure, much, drawn_rows, Method.BOOTSTRAP),
            spread(each[name]),
            each[name],
        )
    return answers


def resampled_means(
    units: Units, features: Features, seed: int, draws: int, *, within: bool = True
) -> tuple[Array, Array]:
    """Mean features, people alike and rows alike, of people drawn again with replacement.

    With `within`, the units of every person drawn are drawn again too, so that a person drawn twice
    is two people (Davison and Hinkley 1997, 3.8). That counts chance within people about twice:
    intervals are too wide where it weighs as much as the differences between people. Both have
    draws x features. There must be someone.
    """
    random = np.random.default_rng(seed)
    starts, people, tables = units.starts, units.people, units.tables
    sizes = np.diff(np.append(starts, len(units.person)))
    alike, by_rows = [], []
    for _ in range(draws):
        drawn = random.integers(0, people, people)
        if within:
            lengths = sizes[drawn]
            ends = np.cumsum(lengths)
            picks = (random.random(ends[-1]) * np.repeat(lengths, lengths)).astype(np.intp)
            again = units.cells[np.repeat(starts[drawn], lengths) + picks]
            own, size = features(np.asarray(np.add.reduceat(again, ends - lengths)))
        else:
            own, size = features(tables[drawn])
        known = _known(own)
        alike.append(_mean(own, known.astype(np.float64)))
        by_rows.append(_mean(own, np.where(known, size, 0.0)))
    return np.array(alike), np.array(by_rows)


def _known(own: Array) -> Array:
    return np.asarray(~np.isnan(own).any(axis=-1))


def _mean(own: Array, weights: Array) -> Array:
    """The weighted mean over people; those without weight may be NaN."""
    return over(weights @ np.nan_to_num(own), np.full(own.shape[1], weights.sum()))


def _leaving_out(own: Array, figure: Figure, level: float) -> Interval | None:
    left_out = (own.sum(axis=0) - own) / (len(own) - 1)
    value = float(figure.measure(own.mean(axis=0)))
    return jackknife_interval(value, figure.measure(left_out), figure.scale, level=level)
