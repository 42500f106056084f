"""What a block of pairs is made of, drawn by seed alone: arms, sides, questions, repeats."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from selfaudit.core.draw import by_lot
from selfaudit.core.models.comparison import Arm, Side

MIX: tuple[tuple[Arm, float], ...] = (
    (Arm.MARKED, 0.60),
    (Arm.IRRELEVANT, 0.20),
    (Arm.CATCH, 0.15),
    (Arm.STRANGER, 0.05),
)
"""The share of each arm (PROTOCOL)."""

ASKED_ABOUT_YOU = 1 / 3
"""The share of pairs on which it is asked whether either answer used facts (PROTOCOL)."""

REPEATED = 0.1
"""The share of pairs that come back with their sides swapped (PROTOCOL)."""

REPEAT_AFTER = 5
"""Pairs between a pair and its repeat, at the least."""

BLOCK_PAIRS = 20
"""Pairs of a block, repeats not counted (PROTOCOL)."""


@dataclass(frozen=True, slots=True)
class PairDesign:
    """Pairs of a block, the share of each arm, and the shares of pairs that are asked about facts
    and that come back."""

    block: int = BLOCK_PAIRS
    mix: tuple[tuple[Arm, float], ...] = MIX
    about_you: float = ASKED_ABOUT_YOU
    repeated: float = REPEATED

    def share(self, arm: Arm) -> float:
        """The share of an arm."""
        return dict(self.mix)[arm]


PROTOCOL_PAIRS = PairDesign()
"""What the protocol asks for."""


def draw_arms(size: int, seed: int, mix: Sequence[tuple[Arm, float]] = MIX) -> list[Arm]:
    """The arms of a block in the order in which they are shown.

    Each arm has its share of the block to within one pair, and exactly its share on average
    (systematic sampling from a random start), in a random order.
    """
    rng = random.Random(f"arms:{seed}")  # noqa: S311 - no secret
    start = rng.random()
    arms = [_arm_at((place + start) / size, mix) for place in range(size)]
    rng.shuffle(arms)
    return arms


def _arm_at(point: float, mix: Sequence[tuple[Arm, float]]) -> Arm:
    upto = 0.0
    for arm, share in mix:
        upto += share
        if point < upto:
            return arm
    # The shares may sum up to a hair less than 1.
    return next(arm for arm, share in reversed(mix) if share > 0)


def draw_sides(arms: Sequence[Arm], seed: int) -> list[Side]:
    """Where the generic answer of each pair is shown: half left, half right in every arm.

    The odd pair of an arm goes either way with the same probability.
    """
    rng = random.Random(f"sides:{seed}")  # noqa: S311 - no secret
    sides: dict[int, Side] = {}
    for arm in Arm:
        places = [place for place, one in enumerate(arms) if one is arm]
        first = rng.choice(list(Side))
        halves = [first if number % 2 else first.other for number in range(len(places))]
        rng.shuffle(halves)
        sides.update(zip(places, halves, strict=True))
    return [sides[place] for place in range(len(arms))]


def draw_asked(size: int, seed: int, share: float = ASKED_ABOUT_YOU) -> set[int]:
    """The places of the pairs on which it is asked whether either answer used facts."""
    return set(by_lot(range(size), seed)[: round(size * share)])


def draw_repeats(size: int, seed: int, share: float = REPEATED) -> list[tuple[int, int]]:
    """Which pairs come back, and after how many of all pairs: (place, shown after), in order.

    A share of them, to the nearest whole number; only pairs that have `REPEAT_AFTER` others after
    them.
    """
    rng = random.Random(f"repeats:{seed}")  # noqa: S311 - no secret
    early = range(max(0, size - REPEAT_AFTER))
    places = rng.sample(early, min(round(size * share), len(early)))
    return sorted((place, rng.randint(place + 1 + REPEAT_AFTER, size)) for place in places)
