"""Seeded draws. The same frame and seed give the same cards on every machine."""

import hashlib
import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

HEADLINE_CARDS = 60
"""Cards that the headline rests on: 80% accepted then reads as 68 to 88% (PROTOCOL)."""

SET_CARDS = 12
"""Cards to a set, about two minutes (PROTOCOL)."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """One member of a queue, with the probability that it had of being drawn into it.

    The probability is null where nothing was drawn: an order by support, say.
    """

    member: int
    inclusion_probability: float | None


def by_lot(members: Iterable[int], seed: int) -> list[int]:
    """Members in the order of a lot that each has from the seed and its own number alone.

    A member's lot does not change as others come, so the first of a part of them stand a good
    chance to be among the first of all.
    """
    return sorted(members, key=lambda member: _lot(member, seed))


def uniform_draw(frame: Sequence[int], size: int, seed: int) -> list[Drawn]:
    """Draw up to `size` members without replacement: those with the smallest lots, in that order.

    Lots are independent of everything else about a member, so every member of the frame has the
    same inclusion probability min(size, N) / N (bottom-k sampling; Cohen and Kaplan 2007).
    """
    chosen = by_lot(frame, seed)[: max(0, size)]
    return [Drawn(member, len(chosen) / len(frame)) for member in chosen]


def choose_one(options: Sequence[int], seed: int, label: int) -> int | None:
    """Choose one option by seed, alike for the same label; None where there is none."""
    if not options:
        return None
    return random.Random(f"one:{seed}:{label}").choice(sorted(options))  # noqa: S311 - no secret


def _lot(member: int, seed: int) -> bytes:
    return hashlib.sha256(f"lot:{seed}:{member}".encode()).digest()
