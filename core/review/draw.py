"""Seeded draws. The same frame and seed give the same cards on every machine."""

import random
from collections.abc import Sequence
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


def uniform_draw(frame: Sequence[int], size: int, seed: int) -> list[Drawn]:
    """Draw up to `size` members without replacement, in random order.

    Every member of the frame has the same inclusion probability min(size, N) / N.
    """
    members = sorted(frame)
    size = min(size, len(members))
    if size <= 0:
        return []
    chosen = random.Random(f"draw:{seed}").sample(members, size)  # noqa: S311 - not a secret
    return [Drawn(member, size / len(members)) for member in chosen]


def choose_one(options: Sequence[int], seed: int, label: int) -> int | None:
    """Choose one option by seed, alike for the same label; None where there is none."""
    if not options:
        return None
    return random.Random(f"one:{seed}:{label}").choice(sorted(options))  # noqa: S311 - as above
