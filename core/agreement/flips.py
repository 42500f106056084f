"""Is one selector better than another? Tests that swap the two, prompt by prompt.

McNemar's exact test takes marks of one prompt for independent and takes no weights.
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np

from selfaudit.core.agreement.resampling import jackknife_interval, leave_one_out
from selfaudit.core.agreement.results import LEVEL, Estimate, Method
from selfaudit.core.agreement.tables import Array, MarkRow, Measure, accuracy, tabulate

EXACT_PROMPTS = 13
"""Up to so many prompts all the 2^n swaps are gone through."""

DRAWS_AT_ONCE = 500


@dataclass(frozen=True, slots=True)
class FlipTest:
    """A two-sided p value: how often swapping by chance gives a difference as large.

    `exact` where every swap was gone through, else drawn by seed; `n` counts prompts.
    """

    p_value: float
    exact: bool
    n: int


@dataclass(frozen=True, slots=True)
class Comparison:
    """First selector minus second, on marks that both have; and the test of no difference."""

    difference: Estimate
    test: FlipTest


def sign_flip_test(differences: Sequence[float], seed: int, draws: int = 9999) -> FlipTest | None:
    """Is the sum of one difference per prompt further from 0 than signs by chance make it?

    Fisher's randomisation test (1935): under no difference each sign is as likely as the other.
    Drawn ones count the data themselves, (1 + k) / (1 + draws), so that p is never 0 (Phipson
    and Smyth 2010). Up to `EXACT_PROMPTS` it is exact. None for no differences.
    """
    values = np.array(differences, dtype=np.float64)
    if len(values) == 0:
        return None
    sums, exact = _swapped_sums(values, seed, draws)
    return _two_sided(values.sum() - 2 * sums, float(values.sum()), exact, len(values))


def compare(
    first: Iterable[MarkRow],
    second: Iterable[MarkRow],
    seed: int,
    measure: Measure = accuracy,
    draws: int = 9999,
    level: float = LEVEL,
) -> Comparison | None:
    """Compare two selectors on the same prompts and attributes by any measure of `tables`.

    Only marks that both lists have and the person decided count; the person's answer is taken
    from the first. Under no difference a prompt's choices could be swapped whole between them,
    which for the share of agreement is `sign_flip_test` on each prompt's difference. The
    interval of the difference is jackknife-t over prompts. A swap that leaves the measure
    undefined counts as extreme. None where either's measure is undefined.
    """
    others = {(row.prompt, row.attribute): row for row in second}
    pairs = [
        (row, others[row.prompt, row.attribute])
        for row in first
        if (row.prompt, row.attribute) in others
    ]
    one = tabulate(row for row, _ in pairs).weights
    two = tabulate(
        MarkRow(row.prompt, row.attribute, row.person, other.selected, None, row.weight)
        for row, other in pairs
    ).weights
    if len(one) == 0:
        return None
    value = float(measure(one.sum(axis=0)) - measure(two.sum(axis=0)))
    if math.isnan(value):
        return None
    interval = jackknife_interval(
        value, leave_one_out(one, measure) - leave_one_out(two, measure), level=level
    )
    method = Method.JACKKNIFE_T if interval else Method.UNDEFINED
    n = sum(row.person is not None for row, _ in pairs)
    moved, exact = _swapped_sums(two - one, seed, draws)
    swapped = measure(one.sum(axis=0) + moved) - measure(two.sum(axis=0) - moved)
    return Comparison(
        Estimate(value, interval, n, method, len(one)),
        _two_sided(np.nan_to_num(swapped, nan=math.inf), value, exact, len(one)),
    )


def _swapped_sums(gaps: Array, seed: int, draws: int) -> tuple[Array, bool]:
    """For each way of choosing prompts, the sum of their rows; and whether these are all ways."""
    n = len(gaps)
    if n <= EXACT_PROMPTS:
        ways = np.arange(2**n)[:, None] >> np.arange(n) & 1
        return ways.astype(np.float64) @ gaps, True
    random = np.random.default_rng(seed)
    # In parts, since thousands of draws of thousands of prompts would fill the memory.
    parts = [
        _coins(random, min(DRAWS_AT_ONCE, draws - done), n) @ gaps
        for done in range(0, draws, DRAWS_AT_ONCE)
    ]
    return np.concatenate(parts), False


def _coins(random: np.random.Generator, rows: int, columns: int) -> Array:
    """Heads or tails as 1 and 0, eight to a byte drawn."""
    drawn = random.integers(0, 256, (rows, (columns + 7) // 8), dtype=np.uint8)
    return np.unpackbits(drawn, axis=1, count=columns).astype(np.float64)


def _two_sided(swapped: Array, observed: float, exact: bool, n: int) -> FlipTest:
    tolerance = 1e-9 * max(1.0, abs(observed))
    as_large = int((np.abs(swapped) >= abs(observed) - tolerance).sum())
    if exact:
        return FlipTest(as_large / len(swapped), True, n)
    return FlipTest((1 + as_large) / (1 + len(swapped)), False, n)
