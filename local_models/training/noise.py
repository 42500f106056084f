"""How people type: casing, lost apostrophes and stops, typed.slips, short forms, joined sentences.

All of it works on a message with marks (see `marks`), which stay, so that quotes remain exact.
Statements are never changed. The rates are guesses at how people write to assistants.
"""

from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from selfaudit.local_models.training import marks
from selfaudit.local_models.training import typing_changes as typed

Change = Callable[[str, Random], str]


@dataclass(frozen=True, slots=True)
class Style:
    """How one message is typed: changes anywhere in it, and changes of how it starts and ends."""

    casing: str
    changes: tuple[Change, ...]
    ends: tuple[Change, ...]


def noisy(
    text: str, random: Random, spare: frozenset[str] = frozenset(), crowd: bool = False
) -> str:
    """The message as somebody types it; no slips in words of `spare` (in lower case).

    `crowd`: as in dialogues that were typed for pay: lower case, spaces before stops.
    """
    style = crowd_style(random) if crowd else drawn_style(random, spare)
    changed = typed.one_stop(text, random)
    for change in style.changes:
        changed = _outside(changed, change, random)
    for end in style.ends:
        changed = end(changed, random)
    changed = _outside(changed, _CASINGS[style.casing], random)
    return " ".join(changed.split())


def drawn_style(random: Random, spare: frozenset[str]) -> Style:
    """A style of writing to an assistant."""
    casing = random.choices(("lower", "proper", "written", "upper"), (52, 34, 12.5, 1.5))[0]
    careful = casing == "proper" and random.random() < 0.75
    changes: list[Change] = []
    ends: list[Change] = []

    def perhaps(change: Change, share: float) -> None:
        if random.random() < share * (0.15 if careful else 1):
            (ends if change in _ENDS else changes).append(change)

    if random.random() < (0.25 if careful else 0.12):
        changes.append(typed.long_forms)
    perhaps(typed.no_apostrophes, 0.45)
    perhaps(typed.short_forms, 0.1)
    if random.random() < 0.04:
        changes.append(typed.no_articles)
    perhaps(typed.run_on, 0.35)
    perhaps(typed.no_commas, 0.3)
    perhaps(typed.no_final_stop, 0.8)
    perhaps(typed.no_final_ask, 0.4)
    if random.random() < 0.04:
        changes.append(typed.no_stops)
        ends.append(typed.filler)
    perhaps(typed.spaced_stops, 0.03)
    perhaps(lambda text, draw: typed.slips(text, draw, spare), 0.16)
    if random.random() < 0.03:
        ends.append(typed.emoji)
    return Style(casing, tuple(changes), tuple(ends))


def crowd_style(random: Random) -> Style:
    """The style of small talk that was typed for pay."""
    changes: list[Change] = []
    if random.random() < 0.3:
        changes.append(typed.long_forms)
    elif random.random() < 0.4:
        changes.append(typed.no_apostrophes)
    ends = (typed.no_final_stop,) if random.random() < 0.15 else ()
    if random.random() < 0.65:
        changes.append(typed.spaced_stops)
    return Style("lower" if random.random() < 0.8 else "proper", tuple(changes), ends)


def _outside(text: str, change: Change, random: Random) -> str:
    return "".join(change(part, random) if free else part for part, free in marks.parts(text))


_CASINGS: dict[str, Change] = {
    "lower": typed.lower,
    "upper": typed.upper,
    "written": typed.written,
    "proper": typed.proper,
}

_ENDS = (typed.no_final_stop, typed.no_final_ask)
