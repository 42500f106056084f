"""What is asked after the headline beside new cards, each laid on the table like a card."""

from collections.abc import Sequence
from dataclasses import replace

from selfaudit.core.errors import UnknownIdError
from selfaudit.core.models.attribute import Evidence, EvidenceKind
from selfaudit.core.models.item import ASKS_NO_MORE, Item, ItemKind, Response
from selfaudit.core.models.judgment import Policy, Question
from selfaudit.core.review.held_back import located
from selfaudit.core.review.open_card import OpenCard
from selfaudit.core.review.place import open_question
from selfaudit.core.store.items import effective, skipped
from selfaudit.core.store.store import Store

_ORDER = (ItemKind.RECALL, ItemKind.HELD_BACK, ItemKind.MESSAGE, ItemKind.AGAIN)

_POLICIES = {ItemKind.HELD_BACK: Policy.HELD_BACK, ItemKind.AGAIN: Policy.AGAIN}

_SINGLE = {
    ItemKind.RECALL: Question.APPEARED,
    ItemKind.MESSAGE: Question.MISSING,
    ItemKind.AGAIN: Question.TRUE,
}
"""The one question that some kinds ask; a candidate that was held back asks what a card asks."""


class Asides:
    """Items that wait after the headline, over a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def next(self) -> OpenCard | None:
        """The first item that waits; None where none does, or it is not time for them yet."""
        if self._store.items.last_drawn(ItemKind.HELD_BACK) is None:
            return None
        items = self._store.items.of(*_ORDER)
        said = self._store.responses.standing(items)
        for kind in _ORDER:
            of_kind = [item for item in items if item.kind is kind and _is_asked(item, said)]
            for place, item in enumerate(of_kind, 1):
                question = question_on(item, said.get(item.id, ()))
                card = self._opened(item, question, said.get(item.id, ())) if question else None
                if card is not None:
                    return replace(card, nth=(place, len(of_kind)))
        return None

    def _opened(
        self, item: Item, question: Question, responses: Sequence[Response]
    ) -> OpenCard | None:
        """An item as a card; None where what it is about was erased."""
        marks = effective(responses)
        shown = self._shown(item, marks)
        if shown is None:
            return None
        statement, evidence, is_folded = shown
        own = marks.get(Question.STATEMENT)
        return OpenCard(
            (own.text or "") if own is not None else statement,
            own is None,
            evidence,
            is_folded,
            question,
            _POLICIES.get(item.kind, Policy.MISSED),
            item.seed or 0,
            marks,
            False,
            "",
            item=item,
        )

    def _shown(
        self, item: Item, marks: dict[Question, Response]
    ) -> tuple[str, Evidence | None, bool] | None:
        """Statement, evidence, and whether that is folded; None where it was erased."""
        match item.kind:
            case ItemKind.RECALL:
                text = marks[Question.RECALL].text
                return (text, None, False) if text else None
            case ItemKind.HELD_BACK:
                found = self._store.extractions.held_back(item.candidate)
                held = located(self._store, found[0]) if found else None
                return (held.statement, held.evidence, False) if held is not None else None
            case ItemKind.MESSAGE:
                return self._message(item.message)
            case _:
                return self._again(item)

    def _message(self, id: str | None) -> tuple[str, Evidence | None, bool] | None:
        """A message, and what stands on the list from it."""
        if id is None:
            return None
        try:
            message = self._store.history.message(id)
        except UnknownIdError:
            return None
        listed = [one.statement for one in self._store.attributes.supported_by(id)]
        statement = "  ·  ".join(one for one in listed if one) or "Nothing."
        whole = Evidence(0, message.conversation, id, 0, 0, "", EvidenceKind.OWN_WORDS)
        return statement, whole, False

    def _again(self, item: Item) -> tuple[str, Evidence | None, bool] | None:
        """An attribute as it was judged: the same words, and the same quote or none."""
        attribute = self._store.attributes.get(item.attribute or 0)
        statement = self._store.attributes.statement_of(item.revision or 0)
        if not statement:
            return None
        evidence = {piece.candidate: piece for piece in attribute.evidence}
        return statement, evidence.get(item.candidate or 0), item.candidate is None


def question_on(item: Item, responses: Sequence[Response]) -> Question | None:
    """What is still to be asked of an item after the headline; None when nothing is."""
    marks, left = effective(responses), skipped(responses)
    single = _SINGLE.get(item.kind)
    if single is not None:
        return single if single not in marks and single not in left else None
    given = {question: one.answer for question, one in marks.items()}
    return open_question(given, left, ASKS_NO_MORE)


def _is_asked(item: Item, said: dict[int, list[Response]]) -> bool:
    """Whether an item is asked about at all: of what was recalled, only what was named."""
    if item.kind is not ItemKind.RECALL:
        return True
    return item.position > 0 and Question.RECALL in effective(said.get(item.id, ()))
