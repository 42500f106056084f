"""Means and differences of means, with Student's t."""

import math
import statistics
from collections.abc import Sequence

from selfaudit.core.agreement.resampling import student_quantile
from selfaudit.core.agreement.results import LEVEL, Estimate, Interval, Method


def mean(values: Sequence[float], level: float = LEVEL) -> Estimate | None:
    """The mean of independent values (Student 1908), in their unit; None for none.

    No interval for a single value, and where all are alike.
    """
    n = len(values)
    if n == 0:
        return None
    value = math.fsum(values) / n
    variance = statistics.variance(values, value) if n > 1 else 0.0
    if variance <= 0:
        return Estimate(value, None, n, Method.UNDEFINED)
    half = student_quantile(level, n - 1) * math.sqrt(variance / n)
    return Estimate(value, Interval(value - half, value + half, level), n, Method.STUDENT_T)


def mean_difference(
    first: Sequence[float], second: Sequence[float], level: float = LEVEL
) -> Estimate | None:
    """The mean of one group minus that of another (Welch 1947); None where a group is empty.

    No interval where a group has a single value, and where neither varies.
    """
    if not first or not second:
        return None
    n = len(first) + len(second)
    value = math.fsum(first) / len(first) - math.fsum(second) / len(second)
    if min(len(first), len(second)) < 2:
        return Estimate(value, None, n, Method.UNDEFINED)
    parts = [(statistics.variance(group) / len(group), len(group)) for group in (first, second)]
    variance = sum(part for part, _ in parts)
    if variance <= 0:
        return Estimate(value, None, n, Method.UNDEFINED)
    freedom = variance**2 / sum(part**2 / (size - 1) for part, size in parts)
    half = student_quantile(level, freedom) * math.sqrt(variance)
    return Estimate(value, Interval(value - half, value + half, level), n, Method.STUDENT_T)
