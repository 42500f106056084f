"""Blocks: stretches of work inside which nothing of a model's opinion is revealed."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Which stage a block belongs to."""

    RELEVANCE = "relevance"
    COMPARISON = "comparison"


@dataclass(frozen=True, slots=True)
class Block:
    """A sealed block. `number` counts those of its stage from 1; times are seconds since 1970.

    It is sealed until `revealed_at`, and stays revealed from then on.
    """

    id: int
    stage: Stage
    number: int
    seed: int
    begun_at: float
    revealed_at: float | None

    @property
    def is_sealed(self) -> bool:
        """Whether nothing was revealed of it yet."""
        return self.revealed_at is None
