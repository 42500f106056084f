"""What a rule held back although its quote is found, and where the quote is."""

from dataclasses import dataclass

from selfaudit.core.errors import UnknownIdError
from selfaudit.core.extraction.grounding import find_quote
from selfaudit.core.extraction.linking import Linker
from selfaudit.core.extraction.windows import Piece, Window
from selfaudit.core.models.attribute import Evidence, EvidenceKind
from selfaudit.core.models.history import OWN_WORDS
from selfaudit.core.store.extraction import HeldBack
from selfaudit.core.store.store import Store


@dataclass(frozen=True, slots=True)
class Held:
    """A candidate that was held back, with its quote in the person's own words."""

    candidate: int
    statement: str
    evidence: Evidence


def held_back(store: Store) -> list[Held]:
    """Every different statement that was held back and is on no attribute, oldest first."""
    linker = Linker()
    for known in store.attributes.model_statements():
        linker.add(known.attribute, known.text)
    found = []
    for one in store.extractions.held_back():
        if linker.find(one.statement) is not None:
            continue
        held = located(store, one)
        if held is not None:
            found.append(held)
            linker.add(-one.candidate, one.statement)
    return found


def located(store: Store, one: HeldBack) -> Held | None:
    """A candidate with the place of its quote; None where the words are not there any more."""
    pieces = []
    for id in one.messages:
        try:
            message = store.history.message(id)
        except UnknownIdError:
            continue
        pieces += [
            Piece(id, part.start, message.text[part.start : part.end])
            for part in message.segments
            if part.origin in OWN_WORDS
        ]
    # It was found when it was read: however short it is, it is there.
    span = find_quote(one.quote, Window(one.conversation, tuple(pieces), ()), shortest=1)
    if span is None:
        return None
    text = store.history.message(span.message).text
    evidence = Evidence(
        one.candidate,
        one.conversation,
        span.message,
        span.start,
        span.end,
        text[span.start : span.end],
        EvidenceKind.OWN_WORDS,
    )
    return Held(one.candidate, one.statement, evidence)
