"""Agreement of two or more raters on the same items, beyond what chance gives."""

import math
from collections import Counter
from collections.abc import Callable, Collection, Hashable, Sequence
from dataclasses import dataclass
from itertools import repeat
from typing import Literal

Weights = Sequence[float] | None


def observed_agreement(
    first: Sequence[Hashable], second: Sequence[Hashable], weights: Weights = None
) -> float | None:
    """The share of items on which both say the same; None for no items."""
    joint = _joint(first, second, weights)
    return joint.agreement if joint else None


def cohen_kappa(
    first: Sequence[Hashable], second: Sequence[Hashable], weights: Weights = None
) -> float | None:
    """Cohen's kappa (1960): (P_o - P_e) / (1 - P_e), P_e = sum over labels of p_k q_k.

    -1 to 1; 0 is what two raters with these rates reach by chance. `weights` are those of the
    items. None for no items, and where both give one and the same label throughout (0/0).
    If only one of them is constant, kappa is 0.
    """
    joint = _joint(first, second, weights)
    return _beyond_chance(joint.agreement, joint.by_chance) if joint else None


def kappa_max(
    first: Sequence[Hashable], second: Sequence[Hashable], weights: Weights = None
) -> float | None:
    """The largest kappa that the two raters' rates allow (Cohen 1960).

    P_o,max = sum over labels of min(p_k, q_k), then as kappa. It is 1 only for equal rates, and
    None where kappa is.
    """
    joint = _joint(first, second, weights)
    if joint is None:
        return None
    return _beyond_chance(sum(min(p, q) for p, q in joint.rates), joint.by_chance)


def gwet_ac1(
    first: Sequence[Hashable],
    second: Sequence[Hashable],
    categories: int | None = None,
    weights: Weights = None,
) -> float | None:
    """Gwet's AC1 (2008): as kappa, with P_e = sum of pi_k (1 - pi_k) / (K - 1).

    pi_k is the mean of the two raters' rates, K the number of `categories` that could be given
    (those seen, if not said). Unlike kappa it stays high where one label is rare and both agree.
    None for no items or K below 2.
    """
    joint = _joint(first, second, weights)
    if joint is None:
        return None
    k = categories or len(joint.rates)
    means = [(p + q) / 2 for p, q in joint.rates]
    if k < 2:
        return None
    return _beyond_chance(joint.agreement, sum(pi * (1 - pi) for pi in means) / (k - 1))


def quadratic_kappa(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Cohen's kappa with squared differences as disagreement (Cohen 1968), for ordered ratings.

    Ratings are numbers an equal step apart. Computed as 1 - mean((x - y)^2) / (var x + var y +
    (mean x - mean y)^2), which is the same (Fleiss and Cohen 1973). None for no items, and where
    both give one and the same rating throughout.
    """
    n = len(first)
    if n == 0:
        return None
    disagreement = math.fsum((x - y) ** 2 for x, y in zip(first, second, strict=True)) / n
    mean_x, mean_y = math.fsum(first) / n, math.fsum(second) / n
    chance = (
        math.fsum((x - mean_x) ** 2 for x in first) / n
        + math.fsum((y - mean_y) ** 2 for y in second) / n
        + (mean_x - mean_y) ** 2
    )
    return 1 - disagreement / chance if chance > 0 else None


def krippendorff_alpha(
    units: Sequence[Collection[float | None]], level: Literal["nominal", "ordinal"] = "nominal"
) -> float | None:
    """Krippendorff's alpha (2011): 1 - observed over expected disagreement, any number of raters.

    One collection of ratings per unit; None among them is a gap, and a unit with fewer than two
    ratings is left out. Labels of the nominal level are coded as numbers. None where nothing can
    be paired, and where only one value occurs.
    """
    rated = [Counter(value for value in unit if value is not None) for unit in units]
    rated = [counts for counts in rated if counts.total() > 1]
    totals: Counter[float] = Counter()
    for counts in rated:
        totals.update(counts)
    if len(totals) < 2:
        return None
    distance = _ordinal_distance(totals) if level == "ordinal" else _nominal_distance
    observed = math.fsum(_disagreement(counts, distance) / (counts.total() - 1) for counts in rated)
    return 1 - (totals.total() - 1) * observed / _disagreement(totals, distance)


def _disagreement(counts: Counter[float], distance: Callable[[float, float], float]) -> float:
    return sum(a * b * distance(x, y) for x, a in counts.items() for y, b in counts.items())


def _nominal_distance(x: float, y: float) -> float:
    return float(x != y)


def _ordinal_distance(totals: Counter[float]) -> Callable[[float, float], float]:
    """The squared number of ratings between two values, counting half of each value's own."""
    below = 0.0
    places: dict[float, float] = {}
    for value in sorted(totals):
        places[value] = below + totals[value] / 2
        below += totals[value]
    return lambda x, y: (places[x] - places[y]) ** 2


@dataclass(frozen=True, slots=True)
class _Joint:
    """How often two raters agree, and for each label how often either gives it; all as shares."""

    agreement: float
    rates: tuple[tuple[float, float], ...]

    @property
    def by_chance(self) -> float:
        """The agreement of two such raters who don't look at the items."""
        return sum(p * q for p, q in self.rates)


def _joint(
    first: Sequence[Hashable], second: Sequence[Hashable], weights: Weights
) -> _Joint | None:
    cells: dict[tuple[Hashable, Hashable], float] = {}
    items = zip(first, second, weights or repeat(1.0, len(first)), strict=True)
    for one, other, weight in items:
        cells[one, other] = cells.get((one, other), 0.0) + weight
    total = math.fsum(cells.values())
    if total <= 0:
        return None
    rates: dict[Hashable, list[float]] = {}
    for (one, other), weight in cells.items():
        rates.setdefault(one, [0.0, 0.0])[0] += weight / total
        rates.setdefault(other, [0.0, 0.0])[1] += weight / total
    agreement = math.fsum(w for (one, other), w in cells.items() if one == other) / total
    return _Joint(agreement, tuple((p, q) for p, q in rates.values()))


def _beyond_chance(observed: float, chance: float) -> float | None:
    return None if math.isclose(chance, 1) else (observed - chance) / (1 - chance)
