"""What a vendor believes about the person, word for word as it is stored."""

from dataclasses import dataclass
from enum import StrEnum

from selfaudit.core.models.item import Item


class BeliefKind(StrEnum):
    """How a vendor came by a belief."""

    MEMORY = "memory"
    """The vendor's assistant noted it."""
    ABOUT_YOU = "about_you"
    """The person told it about themselves, in their custom instructions."""


@dataclass(frozen=True, slots=True)
class Belief:
    """One statement of a vendor: `text[start:end] == statement` in its message.

    `vendor` is the short name of the export's format; `noted_at` is the date that the vendor gives,
    in seconds since 1970 UTC, or None.
    """

    kind: BeliefKind
    vendor: str
    message: str
    conversation: str
    start: int
    end: int
    statement: str
    noted_at: float | None


@dataclass(frozen=True, slots=True)
class DrawnBelief:
    """A belief that was drawn to be asked about; `belief` is None where its words were erased.

    `kind` and `vendor` stay when the words are gone.
    """

    item: Item
    kind: BeliefKind
    vendor: str
    belief: Belief | None
