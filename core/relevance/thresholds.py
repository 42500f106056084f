"""Thresholds that turn scores into choices: the fixed one, and one fitted to the person's rate."""

import math
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.process import extract

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


def fitted(rows: Iterable[Scored]) -> float | None:
    """The threshold at which as many decided rows are chosen as the person said yes to.

    Halfway between the last score that is chosen and the next one; `inf` where none is chosen, as
    when the person never said yes, and `-inf` where all are. None where nothing is decided.
    Rows with the score at the cut are all chosen or all left, whichever comes nearer the count.
    """
    decided = [row for row in rows if row.yes is not None]
    scores = sorted((row.score for row in decided), reverse=True)
    return _threshold(scores, sum(row.yes is True for row in decided))


def cross_fitted(
    rows: Sequence[Scored], repeats: Mapping[int, Collection[int]]
) -> dict[int, float | None]:
    """For each of some prompts, the threshold fitted on the rows of all the others.

    `repeats` names these prompts, each with those that nearly repeat it: they are left out of its
    fit too, so that no mark ever sets the threshold that it is compared with. None where no other
    prompt has a decided row; a prompt without any row has no threshold.
    """
    decided = sorted((row for row in rows if row.yes is not None), key=lambda row: -row.score)
    scores = [row.score for row in decided]
    wanted = sum(row.yes is True for row in decided)
    places: dict[int, list[int]] = {row.prompt: [] for row in rows}
    for place, row in enumerate(decided):
        places[row.prompt].append(place)
    thresholds: dict[int, float | None] = {}
    for prompt in places.keys() & repeats.keys():
        left_out = [place for one in {prompt, *repeats[prompt]} for place in places.get(one, ())]
        kept = scores.copy()
        for place in sorted(left_out, reverse=True):
            del kept[place]
        left = wanted - sum(decided[place].yes is True for place in left_out)
        thresholds[prompt] = _threshold(kept, left)
    return thresholds


def near_duplicates(texts: Mapping[int, str], of: Iterable[int]) -> dict[int, set[int]]:
    """For each of some prompts, those among all of these texts that it nearly repeats."""
    found: dict[int, set[int]] = {prompt: set() for prompt in of if prompt in texts}
    every = [*found, *(prompt for prompt in texts if prompt not in found)]
    folded = [texts[prompt].casefold() for prompt in every]
    for place, prompt in enumerate(found, 1):
        alike = extract(
            folded[place - 1],
            folded[place:],
            scorer=token_set_ratio,
            score_cutoff=NEAR_DUPLICATE,
            limit=None,
        )
        for _, _, further in alike:
            other = every[place + further]
            found[prompt].add(other)
            if other in found:
                found[other].add(prompt)
    return found


def _threshold(scores: Sequence[float], wanted: int) -> float | None:
    """Where to cut scores, highest first, so that about as many as wanted are chosen."""
    if not scores:
        return None
    fewer = more = wanted
    while 0 < fewer < len(scores) and scores[fewer - 1] == scores[fewer]:
        fewer -= 1
    while 0 < more < len(scores) and scores[more - 1] == scores[more]:
        more += 1
    chosen = fewer if wanted - fewer <= more - wanted else more
    if chosen == 0:
        return math.inf
    if chosen == len(scores):
        return -math.inf
    last, following = scores[chosen - 1], scores[chosen]
    halfway = (last + following) / 2
    return halfway if halfway > following else last  # nothing lies between neighbouring floats
