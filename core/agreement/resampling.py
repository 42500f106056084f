"""Intervals that go from prompt to prompt, since marks of one prompt go together.

One person's figures rest on that person's prompts, so prompts are what is left out or drawn
again. To pool people, `pooling` has people as clusters. What each method covers on the designs of
this program is what tests/quality/measure_coverage.py prints: the jackknife holds from 5 prompts
on (but 88% for missed marks of very unequal weights at 10 prompts, 95% at 30), while
the percentile bootstrap of kappa and the ratio covers 74-86% at 5 prompts, 87-91% at 10 and
90-95% at 30. So every figure of this package has the jackknife, which needs no seed either.
"""

import math
from collections.abc import Callable, Hashable, Sequence
from dataclasses import dataclass

import numpy as np
from scipy.special import stdtrit

from selfaudit.core.agreement.proportions import normal_quantile, wilson
from selfaudit.core.agreement.results import LEVEL, Estimate, Interval, Method
from selfaudit.core.agreement.tables import Array, Measure

BOOTSTRAP_CLUSTERS = 15
"""Fewer clusters than that have no bootstrap interval: it would be too narrow (PROTOCOL)."""


@dataclass(frozen=True, slots=True)
class Scale:
    """Where an interval is made symmetric: a function, its inverse, and its slope."""

    there: Callable[[float], float]
    back: Callable[[float], float]
    slope: Callable[[float], float]
    low: float = -math.inf
    high: float = math.inf


PLAIN = Scale(float, float, lambda value: 1.0)
# Beyond 700 exp overflows, and the data bounds a ratio no further.
LOG = Scale(math.log, lambda there: math.exp(min(there, 700)), lambda value: 1 / value, 0.0)
LOGIT = Scale(
    lambda value: math.log(value / (1 - value)),
    lambda value: 0.5 * (1 + math.tanh(value / 2)),
    lambda value: 1 / (value * (1 - value)),
    0.0,
    1.0,
)
FISHER = Scale(math.atanh, math.tanh, lambda value: 1 / (1 - value * value), -1.0, 1.0)


def student_quantile(level: float, freedom: float) -> float:
    """How many standard errors to each side hold `level` of Student's t distribution."""
    return float(stdtrit(freedom, 0.5 + level / 2))


def leave_one_out(tables: Array, measure: Measure) -> Array:
    """The measure without each cluster in turn. The first axis of `tables` counts clusters."""
    return measure(tables.sum(axis=0) - tables)


def effective_clusters(sizes: Array) -> float:
    """Over how many clusters something is spread (Kish 1965): (sum)^2 / sum of squares; 0 for none.

    Ten prompts of which two hold nearly all of the person's choices count as about two.
    """
    squares = float((sizes**2).sum())
    return float(sizes.sum()) ** 2 / squares if squares > 0 else 0.0


def jackknife_error(value: float, left_out: Array) -> float | None:
    """The standard error from leaving out each cluster (Tukey 1958).

    None for fewer than two clusters, where leaving out one makes the figure undefined, and
    where nothing varies (an error of 0 would claim certainty).
    """
    clusters = len(left_out)
    if clusters < 2:
        return None
    pseudo = clusters * value - (clusters - 1) * left_out
    error = float(pseudo.std(ddof=1)) / math.sqrt(clusters)
    return error if error > 1e-9 * max(1.0, abs(value)) else None


def jackknife_interval(
    value: float,
    left_out: Array,
    scale: Scale = PLAIN,
    freedom: float | None = None,
    level: float = LEVEL,
) -> Interval | None:
    """Student's t interval with the jackknife's error, symmetric on `scale` (by its slope there).

    `freedom` is clusters - 1 unless fewer carry the figure; it is kept between 1 and that. None
    where the error is, and where the value is at an end of the scale.
    """
    error = jackknife_error(value, left_out)
    if error is None or not scale.low < value < scale.high:
        return None
    most = len(left_out) - 1.0
    freedom = most if freedom is None else min(max(freedom, 1.0), most)
    half = student_quantile(level, freedom) * error * scale.slope(value)
    middle = scale.there(value)
    return Interval(scale.back(middle - half), scale.back(middle + half), level)


def jackknife(
    tables: Array,
    measure: Measure,
    n: int,
    scale: Scale = PLAIN,
    freedom: float | None = None,
    level: float = LEVEL,
) -> Estimate | None:
    """A measure of all the tables, with its jackknife-t interval; None where it is undefined."""
    value = float(measure(tables.sum(axis=0)))
    if math.isnan(value):
        return None
    interval = jackknife_interval(value, leave_one_out(tables, measure), scale, freedom, level)
    method = Method.JACKKNIFE_T if interval else Method.UNDEFINED
    return Estimate(value, interval, n, method, len(tables))


def clustered_share(
    yes: Array, base: Array, n: int, size: float | None = None, level: float = LEVEL
) -> Estimate | None:
    """A share over clusters, from each one's weight of yes and weight in all; None for no weight.

    Jackknife-t, symmetric on the logit scale. Where the share is 0 or 1, or alike in every
    cluster, nothing varies to be measured: then Wilson's at `size` (the effective number of
    rows; `n` if not given) as for independent rows, made smaller by (z / t)^2 for the few
    clusters (Korn and Graubard 1998). One cluster can't be generalised from: no interval.
    """
    kept = base > 0
    yes, base = yes[kept], base[kept]
    clusters = len(base)
    if clusters == 0:
        return None
    value = min(1.0, float(yes.sum() / base.sum()))
    if clusters == 1:
        return Estimate(value, None, n, Method.UNDEFINED, 1)
    left_out = (yes.sum() - yes) / (base.sum() - base)
    interval = jackknife_interval(value, left_out, LOGIT, level=level)
    if interval:
        return Estimate(value, interval, n, Method.JACKKNIFE_T, clusters)
    shrink = (normal_quantile(level) / student_quantile(level, clusters - 1)) ** 2
    interval = wilson(value, (size or n) * shrink, level)
    return Estimate(value, interval, n, Method.WILSON_EFFECTIVE, clusters)


def share_in_clusters(
    answers: Sequence[tuple[Hashable, bool]], level: float = LEVEL
) -> Estimate | None:
    """A share of yes among even draws that came from clusters, such as notes of conversations.

    Each answer comes with its cluster. Conversations were drawn first, then notes from what they
    gave, so the figure varies from conversation to conversation: `clustered_share`, with an
    interval never narrower than Wilson's for as many independent draws, since few clusters that
    happen to be alike prove nothing. None for no answers.
    """
    if not answers:
        return None
    names = {cluster: place for place, cluster in enumerate(dict.fromkeys(c for c, _ in answers))}
    places = [names[cluster] for cluster, _ in answers]
    yes = np.bincount(places, [float(said) for _, said in answers]).astype(np.float64)
    base = np.bincount(places).astype(np.float64)
    found = clustered_share(yes, base, len(answers), level=level)
    if found is None or found.interval is None:
        return found
    plain = wilson(found.value, len(answers), level)
    if plain.width <= found.interval.width:
        return found
    return Estimate(found.value, plain, found.n, Method.WILSON, found.clusters)


def cluster_bootstrap(
    tables: Array,
    measure: Measure,
    seed: int,
    draws: int = 2000,
    fewest: int = BOOTSTRAP_CLUSTERS,
    level: float = LEVEL,
) -> Interval | None:
    """The percentile interval over prompts drawn again with replacement (Efron 1979).

    None for fewer clusters than `fewest`, and where a tenth of the draws or more are undefined. For
    comparison with other tools: the jackknife covers better on every design tried here.
    """
    clusters = len(tables)
    if clusters < fewest:
        return None
    random = np.random.default_rng(seed)
    times = random.multinomial(clusters, np.full(clusters, 1 / clusters), draws)
    return percentile_interval(measure(times @ tables), level)


def percentile_interval(values: Array, level: float = LEVEL) -> Interval | None:
    """What the middle of the values of a bootstrap holds; NaN are those that were undefined.

    None where a tenth of them or more are.
    """
    defined = values[~np.isnan(values)]
    if len(defined) <= 0.9 * len(values):
        return None
    low, high = np.quantile(defined, [(1 - level) / 2, (1 + level) / 2])
    return Interval(float(low), float(high), level)
