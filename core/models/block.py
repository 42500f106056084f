"""Blocks: stretches of work inside which nothing of a model's opinion is revealed."""

from dataclasses import dataclass
from enum import StrEnum


class Stage(StrEnum):
    """Which stage a block belongs to; one of `FIRST`, or its questions asked again."""

    RELEVANCE = "relevance"
    COMPARISON = "comparison"
    RELEVANCE_AGAIN = "relevance_again"
    """Marks that lay for two weeks or more, asked again blind. In no figure but of steadiness."""
    COMPARISON_AGAIN = "comparison_again"
    """Votes that lay for two weeks or more, asked again blind. In no figure but of steadiness."""

    @property
    def first(self) -> "Stage":
        """The stage whose questions these are."""
        return {
            Stage.RELEVANCE_AGAIN: Stage.RELEVANCE,
            Stage.COMPARISON_AGAIN: Stage.COMPARISON,
        }.get(self, self)


FIRST = (Stage.RELEVANCE, Stage.COMPARISON)
"""The stages in which something is asked for the first time."""


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
