"""Marks counted into a two by two table per prompt, and what such tables say.

The last axis of an array of tables holds four weights: BOTH chose, only the person, only the
selector, neither. Everything here works on any number of tables at once, so that resampling
prompts is adding up tables; inside, what is undefined is NaN.
"""

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Array = npt.NDArray[np.float64]
Measure = Callable[[Array], Array]

BOTH, PERSON, SELECTOR, NEITHER = range(4)


@dataclass(frozen=True, slots=True)
class MarkRow:
    """One attribute at one prompt: what the person marked and what a selector chose.

    `person` is None for "can't say"; an unanswered mark is no row. `score` is the selector's,
    where it has one. `weight` is one over the inclusion probability, up to a common factor.
    """

    prompt: Hashable
    attribute: Hashable
    person: bool | None
    selected: bool
    score: float | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Tables:
    """Decided marks by prompt.

    `weights` is prompts x 4; `counts` and `squares` hold, for each of the four cells over all
    prompts, how many marks it has and the sum of their squared weights.
    """

    prompts: tuple[Hashable, ...]
    weights: Array
    counts: Array
    squares: Array

    @property
    def total(self) -> Array:
        """The table of all prompts together."""
        return np.asarray(self.weights.sum(axis=0))


def tabulate(rows: Iterable[MarkRow]) -> Tables:
    """Count decided marks; prompts in order of appearance. "Can't say" is left out."""
    decided = [row for row in rows if row.person is not None]
    return tabulate_cells(
        [row.prompt for row in decided],
        [2 * (not row.person) + (not row.selected) for row in decided],
        [row.weight for row in decided],
    )


def tabulate_cells(
    prompts: Sequence[Hashable], cells: Sequence[int], weights: Sequence[float]
) -> Tables:
    """Count marks of which the prompt, the cell (BOTH, PERSON ...) and the weight are known."""
    places = {prompt: place for place, prompt in enumerate(dict.fromkeys(prompts))}
    kind = np.array(cells, dtype=np.intp)
    cell = kind + 4 * np.array([places[prompt] for prompt in prompts], dtype=np.intp)
    weight = np.array(weights, dtype=np.float64)
    return Tables(
        tuple(places),
        np.bincount(cell, weight, 4 * len(places)).astype(np.float64).reshape(-1, 4),
        np.bincount(kind, minlength=4).astype(np.float64),
        np.bincount(kind, weight**2, 4).astype(np.float64),
    )


def choose_all(tables: Array) -> Array:
    """The same marks beside a selector that chooses everything."""
    chosen = np.zeros_like(tables)
    chosen[..., BOTH] = tables[..., BOTH] + tables[..., PERSON]
    chosen[..., SELECTOR] = tables[..., SELECTOR] + tables[..., NEITHER]
    return chosen


def choose_none(tables: Array) -> Array:
    """The same marks beside a selector that chooses nothing."""
    return np.ascontiguousarray(choose_all(tables)[..., [PERSON, BOTH, NEITHER, SELECTOR]])


def accuracy(tables: Array) -> Array:
    """The share of marks on which both say the same."""
    return _over(tables[..., BOTH] + tables[..., NEITHER], tables.sum(axis=-1))


def person_rate(tables: Array) -> Array:
    """The share of marks that the person chose."""
    return _over(tables[..., BOTH] + tables[..., PERSON], tables.sum(axis=-1))


def selector_rate(tables: Array) -> Array:
    """The share of marks that the selector chose."""
    return _over(tables[..., BOTH] + tables[..., SELECTOR], tables.sum(axis=-1))


def rate_ratio(tables: Array) -> Array:
    """Selector's rate over person's; undefined where the person chose nothing."""
    return _over(selector_rate(tables), person_rate(tables))


def precision(tables: Array) -> Array:
    """The share of the selector's choices that the person chose too."""
    return _over(tables[..., BOTH], tables[..., BOTH] + tables[..., SELECTOR])


def recall(tables: Array) -> Array:
    """The share of the person's choices that the selector chose too."""
    return _over(tables[..., BOTH], tables[..., BOTH] + tables[..., PERSON])


def f1(tables: Array) -> Array:
    """2 BOTH / (2 BOTH + PERSON + SELECTOR): undefined only where neither chose anything."""
    both = 2 * tables[..., BOTH]
    return _over(both, both + tables[..., PERSON] + tables[..., SELECTOR])


def kappa(tables: Array) -> Array:
    """Cohen's kappa (1960); undefined where both are constant and alike."""
    p, q = person_rate(tables), selector_rate(tables)
    return _beyond_chance(accuracy(tables), p * q + (1 - p) * (1 - q))


def kappa_max(tables: Array) -> Array:
    """The largest kappa that the two rates allow (Cohen 1960); undefined where kappa is."""
    p, q = person_rate(tables), selector_rate(tables)
    return _beyond_chance(1 - np.abs(p - q), p * q + (1 - p) * (1 - q))


def ac1(tables: Array) -> Array:
    """Gwet's AC1 (2008) for two labels; undefined only where there is nothing."""
    pi = (person_rate(tables) + selector_rate(tables)) / 2
    return _beyond_chance(accuracy(tables), 2 * pi * (1 - pi))


def _beyond_chance(observed: Array, chance: Array) -> Array:
    left = 1 - chance
    return _over(observed - chance, np.where(left < 1e-12, 0.0, left))


def _over(numerator: Array, denominator: Array) -> Array:
    undefined = np.full(np.broadcast(numerator, denominator).shape, np.nan)
    return np.asarray(np.divide(numerator, denominator, out=undefined, where=denominator != 0))
