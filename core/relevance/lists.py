"""Which attributes are listed for a prompt: a seeded, stratified draw from those judged."""

from collections.abc import Sequence
from dataclasses import dataclass

from selfaudit.core.draw import derived_seed, systematic_draw
from selfaudit.core.models.attribute import Attribute
from selfaudit.core.models.judgment import TrueAnswer
from selfaudit.core.models.relevance import Prompt
from selfaudit.core.store.marks import NewEntry

LIST_SIZE = 10
"""Attributes that are asked about for one prompt (PROTOCOL)."""

BLOCK_PROMPTS = 10
"""Prompts of a block (PROTOCOL)."""


@dataclass(frozen=True, slots=True)
class ListSizes:
    """Prompts of a block, and attributes that are asked about for each."""

    prompts: int = BLOCK_PROMPTS
    attributes: int = LIST_SIZE


PROTOCOL_LISTS = ListSizes()
"""What the protocol asks for."""


def list_for(
    prompt: Prompt,
    position: int,
    attributes: Sequence[Attribute],
    seed: int,
    size: int = LIST_SIZE,
) -> list[NewEntry]:
    """The list of one prompt: up to `size` accepted attributes, and as many rejected ones.

    Attributes whose evidence comes from the prompt's own conversation are left out. A stratum is
    the attribute's category, or where nobody gave one the conversation that it first came from,
    so that one long talk does not fill the list. Every attribute of the frame has the same
    inclusion probability. Empty where no accepted attribute is left.
    """
    accepted = [one for one in attributes if may_list(one, prompt.conversation)]
    if not accepted:
        return []
    rejected = [
        one
        for one in attributes
        if one.verdict == TrueAnswer.NO and _is_free(one, prompt.conversation)
    ]
    return [
        *_drawn(prompt, position, accepted, derived_seed(seed, "accepted", prompt.id), size, True),
        *_drawn(prompt, position, rejected, derived_seed(seed, "rejected", prompt.id), size, False),
    ]


def may_list(attribute: Attribute, conversation: str | None) -> bool:
    """Whether the person may be asked about an attribute for a prompt from a conversation."""
    return attribute.verdict == TrueAnswer.YES and _is_free(attribute, conversation)


def _is_free(attribute: Attribute, conversation: str | None) -> bool:
    own = any(piece.conversation == conversation for piece in attribute.evidence)
    return bool(attribute.statement) and not own


def _stratum(attribute: Attribute) -> str:
    first = attribute.evidence[0].conversation if attribute.evidence else ""
    return attribute.description.category or first


def _drawn(
    prompt: Prompt,
    position: int,
    frame: Sequence[Attribute],
    seed: int,
    size: int,
    accepted: bool,
) -> list[NewEntry]:
    by_id = {attribute.id: attribute for attribute in frame}
    strata = {id: _stratum(attribute) for id, attribute in by_id.items()}
    return [
        NewEntry(
            position=position,
            prompt=prompt.id,
            order_index=place,
            attribute=drawn.member,
            revision=by_id[drawn.member].revision,
            accepted=accepted,
            stratum=strata[drawn.member],
            inclusion_probability=drawn.inclusion_probability or 0.0,
        )
        for place, drawn in enumerate(systematic_draw(strata, size, seed))
    ]
