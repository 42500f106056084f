"""Can the model's own judgment be trusted? A judge's ratings beside the person's."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from selfaudit.core.agreement.means import mean, mean_difference
from selfaudit.core.agreement.proportions import normal_quantile, proportion
from selfaudit.core.agreement.ranking import mean_ranks
from selfaudit.core.agreement.raters import quadratic_kappa
from selfaudit.core.agreement.results import LEVEL, Estimate, Interval, Method

Counts = npt.NDArray[np.int64]

NO_DIFFERENCE = 3


@dataclass(frozen=True, slots=True)
class JudgeRow:
    """One pair, rated by both for the personalised answer: 5 much better ... 1 much worse.

    `judge` saw the sides as the person did, `judge_swapped` the other way round (None where it
    wasn't asked); both are recoded for the personalised answer, which the person saw on the
    right if `personal_right`.
    """

    person: int
    judge: float
    personal_right: bool
    judge_swapped: float | None = None


@dataclass(frozen=True, slots=True)
class JudgeAgreement:
    """A judge beside the person. `bias` is judge minus person, in steps of the scale.

    The rank correlations go from -1 to 1. `kappa` is quadratic weighted, with the judge's
    ratings rounded to whole steps.
    """

    n: int
    person_mean: Estimate | None
    judge_mean: Estimate | None
    bias: Estimate | None
    spearman: Estimate | None
    kendall: float | None
    kappa: float | None
    order: "OrderConsistency"


@dataclass(frozen=True, slots=True)
class OrderConsistency:
    """What swapping the sides does to a judge.

    `same` is the share of pairs with the same verdict (better, no difference, worse) both ways.
    Of the others, `to_left` and `to_right` count those with a lean to one side in the sum of
    both. `lean` is the mean rating as shown, both ways together, minus 3: above 0 is to the
    right.
    """

    same: Estimate | None
    to_left: int
    to_right: int
    lean: Estimate | None


def judge_agreement(rows: Sequence[JudgeRow], level: float = LEVEL) -> JudgeAgreement:
    """Every figure of a judge beside the person; each is None where its own function says so."""
    person = [float(row.person) for row in rows]
    judge = [row.judge for row in rows]
    return JudgeAgreement(
        n=len(rows),
        person_mean=mean(person, level),
        judge_mean=mean(judge, level),
        bias=mean([row.judge - row.person for row in rows], level),
        spearman=spearman(person, judge, level),
        kendall=kendall(person, judge),
        kappa=quadratic_kappa(person, [float(math.floor(rating + 0.5)) for rating in judge]),
        order=order_consistency(rows, level),
    )


def spearman(
    first: Sequence[float], second: Sequence[float], level: float = LEVEL
) -> Estimate | None:
    """Spearman's rank correlation (1904), ties by mean ranks.

    The interval is on Fisher's z scale with the error sqrt((1 + r^2 / 2) / (n - 3)) of Bonett
    and Wright (2000); none for fewer than four pairs and for exactly 1 or -1. None for fewer than
    two pairs, and where either gives one rating throughout.
    """
    n = len(first)
    if n < 2 or min(np.ptp(first), np.ptp(second)) == 0:
        return None
    ranks = [mean_ranks(np.array(ratings, dtype=np.float64)) for ratings in (first, second)]
    r = float(np.asarray(np.corrcoef(np.array(ranks)))[0, 1])
    if n < 4 or abs(r) > 1 - 1e-12:
        return Estimate(max(-1.0, min(1.0, r)), None, n, Method.UNDEFINED)
    half = normal_quantile(level) * math.sqrt((1 + r * r / 2) / (n - 3))
    middle = math.atanh(r)
    interval = Interval(math.tanh(middle - half), math.tanh(middle + half), level)
    return Estimate(r, interval, n, Method.FISHER_Z)


def kendall(first: Sequence[float], second: Sequence[float]) -> float | None:
    """Kendall's tau-b (1945), which allows for ties; None as for `spearman`.

    As `scipy.stats.kendalltau`, counted from the table of different ratings against each other.
    """
    if len(first) < 2 or min(np.ptp(first), np.ptp(second)) == 0:
        return None
    rows, row = np.unique(first, return_inverse=True)
    columns, column = np.unique(second, return_inverse=True)
    size = len(rows), len(columns)
    table = np.bincount(row * size[1] + column, minlength=size[0] * size[1]).reshape(size)
    ordered = (_in_order(table) - _in_order(table[:, ::-1])).sum()
    pairs = len(first) * (len(first) - 1) // 2
    untied = [pairs - (sums * (sums - 1) // 2).sum() for sums in (table.sum(1), table.sum(0))]
    return float(ordered / math.sqrt(int(untied[0]) * int(untied[1])))


def _in_order(table: Counts) -> Counts:
    """How many pairs have a first member in each cell and a second that is above it in both."""
    above = table[::-1, ::-1].cumsum(axis=0).cumsum(axis=1)[::-1, ::-1]
    return np.asarray(table[:-1, :-1] * above[1:, 1:])


def order_consistency(rows: Sequence[JudgeRow], level: float = LEVEL) -> OrderConsistency:
    """How far a judge's verdict survives swapping the sides; only pairs judged both ways count."""
    both = [
        (row.judge - NO_DIFFERENCE, row.judge_swapped - NO_DIFFERENCE, row.personal_right)
        for row in rows
        if row.judge_swapped is not None
    ]
    same = sum(np.sign(one) == np.sign(other) for one, other, _ in both)
    # The second time the personalised answer stands on the other side.
    leans = [(one - other) / 2 * (1 if right else -1) for one, other, right in both]
    differing = [
        lean
        for lean, (one, other, _) in zip(leans, both, strict=True)
        if np.sign(one) != np.sign(other)
    ]
    return OrderConsistency(
        proportion(int(same), len(both), level=level),
        sum(lean < 0 for lean in differing),
        sum(lean > 0 for lean in differing),
        mean(leans, level),
    )


def mention_effect(
    mentioning: Sequence[float], others: Sequence[float], level: float = LEVEL
) -> Estimate | None:
    """The mean rating of answers that mention an attribute outright, minus that of the others.

    Welch's interval; None where a group is empty. One person's pairs are too few to say it.
    """
    return mean_difference(mentioning, others, level)
