"""The card on the table: what is shown of it, what is asked, and what it is about."""

from collections.abc import Mapping
from dataclasses import dataclass

from selfaudit.core.models.attribute import Attribute, Evidence
from selfaudit.core.models.belief import Belief
from selfaudit.core.models.item import Item, ItemKind, Response
from selfaudit.core.models.judgment import Circumstance, Judgment, Phase, Policy, Question
from selfaudit.core.store.judgments import Card

DETAILS_SEEN = "details"
"""Seen of the model's opinion: the details of this attribute were opened."""

UNKNOWN = "unknown"
"""Seen of the model's opinion: not known, since lists and other commands show it."""


@dataclass(frozen=True, slots=True)
class OpenCard:
    """The card on the table and what is being asked of it.

    It is about an `attribute`, drawn as `card` says, or about an `item` (a check, say), and looks
    alike. `evidence` is the one quote that was chosen by seed; while the card `is_folded` it is
    None, whether there is one or not. `marks` are the person's effective answers so far, surprise
    and flag among them; `details_seen` tells whether the model's opinion was opened, which can
    only be after `true` was answered; `opinion_seen` says what of it had been seen, as far as is
    known. `nth` counts items of a kind that are asked one after another: which, of how many.
    `belief` is what a vendor believes, where the card is about that; its evidence is then the
    vendor's own line.
    """

    statement: str
    as_written: bool
    evidence: Evidence | None
    is_folded: bool
    question: Question
    policy: Policy
    seed: int
    marks: Mapping[Question, Judgment | Response]
    details_seen: bool
    opinion_seen: str
    card: Card | None = None
    attribute: Attribute | None = None
    item: Item | None = None
    nth: tuple[int, int] | None = None
    belief: Belief | None = None

    @property
    def may_see_details(self) -> bool:
        """Whether category, confidence and support may be shown: only after `true`."""
        return Question.TRUE in self.marks

    @property
    def is_statement(self) -> bool:
        """Whether it states something of the person that may be put in other words.

        What is asked again is asked as it was.
        """
        kind = self.item.kind if self.item is not None else None
        return kind not in (ItemKind.RECALL, ItemKind.MESSAGE, ItemKind.AGAIN)

    @property
    def is_named(self) -> bool:
        """Whether its attribute may be told by number: not while it must look like a check."""
        return self.attribute is not None and not self.is_folded

    @property
    def phase(self) -> Phase:
        """Whether what is said now is said after a reveal."""
        return Phase.AFTER if self.details_seen else Phase.BEFORE


def circumstance_of(card: OpenCard) -> Circumstance:
    """Under which conditions an attribute's card is judged; the wording is still to be set."""
    drawn = card.card
    return Circumstance(
        policy=card.policy,
        wording="",
        evidence=drawn.evidence if drawn is not None and not card.is_folded else None,
        batch=drawn.batch if drawn is not None else None,
        order_index=drawn.position if drawn is not None else None,
        inclusion_probability=drawn.inclusion_probability if drawn is not None else None,
        seed=card.seed,
        opinion_seen=card.opinion_seen,
        phase=card.phase,
    )
