"""What stage one asks about beside attributes, and what the person says of it."""

from dataclasses import dataclass
from enum import StrEnum

from selfaudit.core.models.judgment import Act, Phase, Question


class ItemKind(StrEnum):
    """What is asked about."""

    VAGUE = "vague"
    """A check: a statement that fits almost anyone."""
    STRANGER = "stranger"
    """A check: a fact of a made-up stranger."""
    HELD_BACK = "held_back"
    """A candidate that a rule quarantined although its quote is found."""
    MESSAGE = "message"
    """A message of the person's own words: is something about them missing?"""
    AGAIN = "again"
    """An attribute that was judged before, asked again."""
    GUESS = "guess"
    """A set of cards: how many will be right?"""
    RECALL = "recall"
    """Something that the person expected to be noted, in their own words; position 0 is the
    question itself."""
    TYPISTS = "typists"
    """Who typed in these chats."""
    INSTRUCTIONS = "instructions"
    """The instructions before the first card."""
    BELIEF = "belief"
    """A statement that a vendor noted about the person, or that they told it."""


CHECKS = (ItemKind.VAGUE, ItemKind.STRANGER)
"""The kinds of check: both are made up, and neither came from a model."""


class Support(StrEnum):
    """Whether a card asks what a stranger would make of its words, and when."""

    NEVER = ""
    BEFORE = "before"
    """Before `true` is asked."""
    AFTER = "after"
    """After everything else."""


class StatedBy(StrEnum):
    """Whose statement is asked about, where it is no check."""

    MODEL = "model"
    """The model on this machine inferred it."""
    VENDOR_MEMORY = "vendor_memory"
    """A vendor's assistant noted it."""
    CUSTOM_INSTRUCTION = "custom_instruction"
    """The person told it to a vendor about themselves."""


@dataclass(frozen=True, slots=True)
class Asking:
    """What a card asks beside `true`, `why` and `remember`, as drawn when its batch began.

    The quote of a `folded` card is hidden until `true` was answered.
    """

    folded: bool = False
    support: Support = Support.NEVER
    lasting: bool = False


ASKS_NO_MORE = Asking()
"""A card that asks nothing beside `true`, `why` and `remember`."""


@dataclass(frozen=True, slots=True)
class NewItem:
    """An item to be stored. `position` orders items of one kind; of a check it is that of the
    card in its batch before which it is shown, and `order_index` counts the cards before it."""

    kind: ItemKind
    position: int
    batch: int | None = None
    sample: int | None = None
    order_index: int | None = None
    bundled: str | None = None
    candidate: int | None = None
    message: str | None = None
    attribute: int | None = None
    revision: int | None = None
    inclusion_probability: float | None = None
    seed: int | None = None


@dataclass(frozen=True, slots=True)
class Item(NewItem):
    """An item that is stored."""

    id: int = 0


@dataclass(frozen=True, slots=True)
class Response:
    """One stored act of the person about one item. `undoes` is the response that it takes back.

    `after_judgment` is the newest judgment of an attribute that there was: it orders judgments and
    responses without a clock.
    """

    id: int
    item: int
    question: Question
    answer: str
    text: str | None
    act: Act
    undoes: int | None
    phase: Phase
    after_judgment: int
    opinion_seen: str
    active_seconds: float | None
