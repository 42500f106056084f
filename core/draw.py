"""Seeded draws. The same frame and seed give the same cards on every machine."""

import hashlib
import random
from collections.abc import Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

Member = TypeVar("Member", int, str)


@dataclass(frozen=True, slots=True)
class Drawn:
    """One member of a queue, with the probability that it had of being drawn into it.

    The probability is null where nothing was drawn: an order by support, say.
    """

    member: int
    inclusion_probability: float | None


def by_lot(members: Iterable[Member], seed: int) -> list[Member]:
    """Members in the order of a lot that each has from the seed and its own name alone.

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


def systematic_draw(strata: Mapping[int, str], size: int, seed: int) -> list[Drawn]:
    """Draw up to `size` members, spread over their strata, in the order of their lots.

    `strata` gives each member's stratum. Members are lined up stratum by stratum, by lot inside
    each, and taken at equal steps from a random start: every member has the same inclusion
    probability min(size, N) / N, and each stratum gets its share of the draw to within one
    (systematic sampling with implicit stratification; Cochran 1977, chapter 8).
    """
    line = sorted(by_lot(strata, seed), key=lambda member: strata[member])
    count = min(max(0, size), len(line))
    if count == 0:
        return []
    step = len(line) / count
    start = random.Random(f"start:{seed}").random() * step  # noqa: S311 - no secret
    places = {min(int(start + number * step), len(line) - 1) for number in range(count)}
    chosen = by_lot((line[place] for place in places), derived_seed(seed, "order"))
    return [Drawn(member, count / len(line)) for member in chosen]


def derived_seed(seed: int, *labels: Hashable) -> int:
    """A seed for one part of what a seed rules, alike for the same labels. 32 bits."""
    text = ":".join(["derived", str(seed), *map(str, labels)])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def choose_one(options: Sequence[int], seed: int, label: int) -> int | None:
    """Choose one option by seed, alike for the same label; None where there is none."""
    if not options:
        return None
    return random.Random(f"one:{seed}:{label}").choice(sorted(options))  # noqa: S311 - no secret


def _lot(member: int | str, seed: int) -> bytes:
    return hashlib.sha256(f"lot:{seed}:{member}".encode()).digest()
