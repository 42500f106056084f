"""Ranks, and how well a selector's scores order the marks, whatever threshold is put on them."""

import math
from collections.abc import Iterable

import numpy as np

from selfaudit.core.agreement.resampling import LOGIT, effective_clusters, jackknife_interval
from selfaudit.core.agreement.results import LEVEL, Estimate, Method
from selfaudit.core.agreement.tables import Array, MarkRow

LEFT_OUT_SINGLY = 200
"""With more prompts, groups of them are left out instead, for speed."""

GROUPS = 100


def average_precision(rows: Iterable[MarkRow], level: float = LEVEL) -> Estimate | None:
    """The mean precision over the person's choices, best score first; 0 to 1.

    Sum over thresholds of (R_k - R_{k-1}) P_k without interpolation, equal scores together, as
    `sklearn.metrics.average_precision_score`. Only decided marks with a score count. Scores in
    no order reach about the person's rate. Jackknife-t over prompts, on the logit scale; beyond
    200 prompts, over 100 groups of them (Kott 2001). Its degrees of freedom are the number of
    prompts over which the person's choices are spread. None where the person chose none.
    """
    scored = [
        (row.score, row.prompt, row.person, row.weight)
        for row in rows
        if row.score is not None and row.person is not None and row.weight > 0
    ]
    if not any(person for _, _, person, _ in scored):
        return None
    places = {prompt: place for place, prompt in enumerate({row[1]: None for row in scored})}
    scores = np.array([row[0] for row in scored], dtype=np.float64)
    order = np.argsort(-scores, kind="stable")
    prompts = np.array([places[row[1]] for row in scored], dtype=np.intp)[order]
    chosen = np.array([row[2] for row in scored], dtype=np.float64)[order]
    weights = np.array([row[3] for row in scored], dtype=np.float64)[order]
    ends = np.append(np.nonzero(np.diff(scores[order]))[0], len(scored) - 1)
    value = float(_ordered_precision(weights[None], chosen, ends)[0])
    spread = effective_clusters(np.bincount(prompts, weights * chosen).astype(np.float64))
    groups = len(places)
    if groups > LEFT_OUT_SINGLY:
        groups, prompts = GROUPS, prompts % GROUPS
    left_out = _ordered_precision(weights * (prompts != np.arange(groups)[:, None]), chosen, ends)
    interval = jackknife_interval(min(value, 1.0), left_out, LOGIT, spread, level)
    method = Method.JACKKNIFE_T if interval else Method.UNDEFINED
    return Estimate(min(value, 1.0), interval, len(scored), method, len(places))


def _ordered_precision(weights: Array, chosen: Array, ends: Array) -> Array:
    """Average precision for each row of weights, which belong to marks with the best first."""
    hits = np.cumsum(weights * chosen, axis=1)[:, ends]
    drawn = np.cumsum(weights, axis=1)[:, ends]
    steps = np.diff(hits, axis=1, prepend=0)
    precision = np.divide(hits, drawn, out=np.zeros_like(hits), where=drawn > 0)
    total = hits[:, -1]
    sums = (steps * precision).sum(axis=1)
    return np.asarray(np.divide(sums, total, out=np.full(len(total), math.nan), where=total > 0))


def mean_ranks(values: Array) -> Array:
    """Ranks from 1 on, equal values sharing the mean of theirs; as `scipy.stats.rankdata`."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    return np.asarray((np.cumsum(counts) - (counts - 1) / 2)[places])
