"""Which figures are pooled, from which counts of a unit, and how: one `Kind` for each stage."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from selfaudit.core.agreement import tables as t
from selfaudit.core.agreement.people import Features, Figure, over, shares
from selfaudit.core.agreement.resampling import FISHER, LOG, LOGIT
from selfaudit.core.agreement.tables import Array, Measure


@dataclass(frozen=True, slots=True)
class Kind:
    """What units hold: the names of their cells in order, and the figures made of them."""

    cells: tuple[str, ...]
    features: Features
    figures: Mapping[str, Figure]


def share(yes: tuple[int, ...], base: tuple[int, ...]) -> Measure:
    """A measure: the share that some features have of others."""

    def measure(features: Array) -> Array:
        return over(features[..., yes].sum(axis=-1), features[..., base].sum(axis=-1))

    return measure


CARDS = Kind(
    ("accepted", "accepted_edited", "unsure", "rejected"),
    shares,
    {
        "accepted": Figure(share((0,), (0, 1, 2, 3)), LOGIT),
        "accepted_after_edits": Figure(share((0, 1), (0, 1, 2, 3)), LOGIT),
        "accepted_if_unsure_were": Figure(share((0, 2), (0, 1, 2, 3)), LOGIT),
        "unsure": Figure(share((2,), (0, 1, 2, 3)), LOGIT),
    },
)
"""Answered cards of the headline, each by one over its inclusion probability; no refusals."""


def selection_features(tables: Array) -> tuple[Array, Array]:
    """The shares of the four cells, and by chance: the agreement that a person's rates give."""
    cells, size = shares(tables)
    person, selector = cells[..., [0, 1]].sum(axis=-1), cells[..., [0, 2]].sum(axis=-1)
    chance = person * selector + (1 - person) * (1 - selector)
    return np.concatenate([cells, chance[..., None]], axis=-1), size


def _of_cells(measure: Measure) -> Measure:
    return lambda features: measure(features[..., :4])


def _kappa(features: Array) -> Array:
    """Kappa with each person's own chance: people of unlike rates don't look like agreement."""
    left = 1 - features[..., 4]
    return over(t.accuracy(features[..., :4]) - features[..., 4], np.where(left < 1e-12, 0.0, left))


MARKS = Kind(
    ("both", "person", "selector", "neither"),
    selection_features,
    {
        "person_rate": Figure(_of_cells(t.person_rate), LOGIT),
        "selector_rate": Figure(_of_cells(t.selector_rate), LOGIT),
        "ratio": Figure(_of_cells(t.rate_ratio), LOG),
        "precision": Figure(_of_cells(t.precision), LOGIT),
        "recall": Figure(_of_cells(t.recall), LOGIT),
        "kappa": Figure(_kappa, FISHER),
    },
)
"""Decided marks beside a selector's choices, by prompt, each by one over its chance of a place."""

RATE = Kind(("yes", "no"), shares, {"person_rate": Figure(share((0,), (0, 1)), LOGIT)})
"""Decided marks, whether or not a selector chose beside them."""

FALSE_FACTS = Kind(("chosen", "left"), shares, {"false_facts": Figure(share((0,), (0, 1)), LOGIT)})
"""What a selector chose among statements that the person had rejected, by prompt."""


def _net(features: Array) -> Array:
    return np.asarray(features[..., 0] - features[..., 2])


VOTES = Kind(
    ("wins", "ties", "losses"),
    shares,
    {"net": Figure(_net), "helped": Figure(share((0,), (0, 2)), LOGIT)},
)
"""Votes of one arm, by prompt: wins and losses are those of the answer beside the generic one."""

UNUSABLE = Kind(("voted", "unusable"), shares, {"unusable": Figure(share((1,), (0, 1)), LOGIT)})
"""Pairs with a vote, and pairs of which both answers were unusable."""


def contrast_features(tables: Array) -> tuple[Array, Array]:
    """A person's net in either arm; NaN unless they voted in both."""
    first, _ = shares(tables[..., :3])
    second, _ = shares(tables[..., 3:])
    return np.stack([_net(first), _net(second)], axis=-1), tables.sum(axis=-1)


CONTRAST = Kind(
    ("wins", "ties", "losses", "control_wins", "control_ties", "control_losses"),
    contrast_features,
    {"net_beyond_control": Figure(lambda features: features[..., 0] - features[..., 1])},
)
"""Votes on answers given what was marked, and on those given true but irrelevant things."""


def judge_features(tables: Array) -> tuple[Array, Array]:
    """A person's mean ratings, and variances and covariance within them; NaN below two pairs."""
    n = np.where(tables[..., 0] > 1, tables[..., 0], np.nan)
    person, judge = tables[..., 1] / n, tables[..., 2] / n
    moments = [
        (tables[..., 3] - n * person**2) / (n - 1),
        (tables[..., 4] - n * judge**2) / (n - 1),
        (tables[..., 5] - n * person * judge) / (n - 1),
    ]
    return np.stack([person, judge, *moments], axis=-1), tables[..., 0]


def _correlation(features: Array) -> Array:
    spread = np.clip(features[..., 2], 0, None) * np.clip(features[..., 3], 0, None)
    return over(features[..., 4], np.sqrt(np.where(spread > 1e-12, spread, 0.0)))


JUDGE = Kind(
    ("pairs", "person", "judge", "person_squares", "judge_squares", "products"),
    judge_features,
    {
        "person_mean": Figure(lambda features: features[..., 0]),
        "judge_mean": Figure(lambda features: features[..., 1]),
        "bias": Figure(lambda features: features[..., 1] - features[..., 0]),
        "correlation": Figure(_correlation, FISHER),
    },
)
"""A judge's ratings beside the person's, by prompt: sums, sums of squares and of products."""

STEADY = Kind(("same", "other"), shares, {"same": Figure(share((0,), (0, 1)), LOGIT)})
"""Verdicts of a judge that stay the same, or don't, when the two answers swap sides."""
