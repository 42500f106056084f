"""Thresholds that turn scores into choices: the fixed one, and one fitted to the person's rate."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import token_set_ratio

FIXED = 0.5
"""Where a score counts as a choice if nothing is known of the person."""

NEAR_DUPLICATE = 90.0
"""Token-set ratio (rapidfuzz, 0 to 100) from which two prompts are taken for one."""


@dataclass(frozen=True, slots=True)
class Scored:
    """A score of one attribute for one prompt, and the person's first mark on it, if any.

    `yes` is None where the person did not decide: unsure, skipped or never asked.
    """

    prompt: int
    score: float
    yes: bool | None


def fitted(rows: Sequence[Scored]) -> float | None:
    """The threshold at which as many decided rows are chosen as the person said yes to.

    Halfway between the last score that is chosen and the next one; `inf` where none is chosen, as
    when the person never said yes, and `-inf` where all are. None where nothing is decided.
    Rows with the score at the cut are all chosen or all left, whichever comes nearer the count.
    """
    scores = sorted((row.score for row in rows if row.yes is not None), reverse=True)
    wanted = sum(row.yes is True for row in rows)
    if not scores:
        return None
    cuts = [0, *(n for n in range(1, len(scores)) if scores[n - 1] > scores[n]), len(scores)]
    chosen = min(cuts, key=lambda n: (abs(n - wanted), n))
    if chosen == 0:
        return math.inf
    if chosen == len(scores):
        return -math.inf
    last, following = scores[chosen - 1], scores[chosen]
    halfway = (last + following) / 2
    return halfway if halfway > following else last  # nothing lies between neighbouring floats


def cross_fitted(
    rows: Sequence[Scored], texts: Mapping[int, str], prompts: Iterable[int]
) -> dict[int, float | None]:
    """For each of these prompts, the threshold fitted on the rows of all the others.

    Prompts that nearly repeat it are left out of its fit, so that no mark ever sets the threshold
    that it is compared with. None where no other prompt has a decided row.
    """
    folded = {prompt: texts[prompt].casefold() for prompt in {row.prompt for row in rows}}
    thresholds: dict[int, float | None] = {}
    for prompt in folded.keys() & set(prompts):
        others = {
            other
            for other, text in folded.items()
            if other != prompt and token_set_ratio(folded[prompt], text) < NEAR_DUPLICATE
        }
        thresholds[prompt] = fitted([row for row in rows if row.prompt in others])
    return thresholds
