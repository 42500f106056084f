"""How steady is the person? The same question, asked twice.

Not a ceiling for a model: with 10% slips at a rate of 20%, a person agrees with themselves at
kappa 0.53 while a model without slips reaches 0.72 (PROTOCOL).
"""

from collections.abc import Hashable, Sequence
from dataclasses import dataclass

import numpy as np

from selfaudit.core.agreement.proportions import proportion
from selfaudit.core.agreement.raters import cohen_kappa, gwet_ac1, kappa_max
from selfaudit.core.agreement.resampling import clustered_share
from selfaudit.core.agreement.results import LEVEL, Estimate


@dataclass(frozen=True, slots=True)
class RepeatRow:
    """The first and the second answer. `prompt` is set where several repeats share one."""

    first: Hashable
    second: Hashable
    prompt: Hashable = None


@dataclass(frozen=True, slots=True)
class Steadiness:
    """`same` is the share answered alike. The others are None where undefined."""

    n: int
    same: Estimate | None
    kappa: float | None
    kappa_max: float | None
    ac1: float | None


def steadiness(
    rows: Sequence[RepeatRow], options: int | None = None, level: float = LEVEL
) -> Steadiness:
    """Repeat agreement. Give attention repeats and those after 14 days apart.

    `options` is how many answers could be given. `same` has Wilson's interval; where any row
    names a prompt, the interval goes over prompts, a row without one being its own. For ratings,
    `raters.quadratic_kappa` says more.
    """
    first, second = [row.first for row in rows], [row.second for row in rows]
    alike = [row.first == row.second for row in rows]
    if all(row.prompt is None for row in rows):
        same = proportion(sum(alike), len(rows), level=level)
    else:
        keys = [place if row.prompt is None else ("", row.prompt) for place, row in enumerate(rows)]
        numbers = {key: number for number, key in enumerate(dict.fromkeys(keys))}
        clusters = [numbers[key] for key in keys]
        yes = np.bincount(clusters, alike).astype(np.float64)
        sizes = np.bincount(clusters).astype(np.float64)
        same = clustered_share(yes, sizes, len(rows), level=level)
    return Steadiness(
        len(rows),
        same,
        cohen_kappa(first, second),
        kappa_max(first, second),
        gwet_ac1(first, second, options),
    )
