"""Time per card, and answers too fast to have been read. Needs neither numpy nor scipy."""

import statistics
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

WORDS_PER_SECOND = 10.0
"""Two and a half times the pace of silent reading, 238 words a minute (Brysbaert 2019)."""

SHORTEST = 0.6
"""Seconds: less is a key held or hit without a look, however short the card."""

RUN = 3
"""So many fast answers on end make a run; a single one may be a quick mind."""


@dataclass(frozen=True, slots=True)
class Pace:
    """Active seconds per card: the middle one, and the quarter marks (None for one card)."""

    n: int
    median: float
    quarter: float | None
    three_quarters: float | None


@dataclass(frozen=True, slots=True)
class ReadCard:
    """Active seconds on a card before its first answer, and how many words were on it."""

    seconds: float
    words: int


@dataclass(frozen=True, slots=True)
class FastRun:
    """A run of answers too fast to have been read: place of its first card, and how many."""

    start: int
    length: int


def pace(seconds: Sequence[float]) -> Pace | None:
    """Time per card; None for no cards."""
    if not seconds:
        return None
    if len(seconds) == 1:
        return Pace(1, seconds[0], None, None)
    quarter, median, three_quarters = statistics.quantiles(seconds, n=4, method="inclusive")
    return Pace(len(seconds), median, quarter, three_quarters)


def fast_runs(
    cards: Iterable[ReadCard],
    words_per_second: float = WORDS_PER_SECOND,
    shortest: float = SHORTEST,
    run: int = RUN,
) -> list[FastRun]:
    """Runs of at least `run` cards, in the order judged, each answered faster than it reads."""
    runs: list[FastRun] = []
    length = place = 0
    for place, card in enumerate(cards, 1):
        fast = card.seconds < max(shortest, card.words / words_per_second)
        if not fast and length >= run:
            runs.append(FastRun(place - 1 - length, length))
        length = length + 1 if fast else 0
    if length >= run:
        runs.append(FastRun(place - length, length))
    return runs
