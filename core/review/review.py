"""Judging: what is asked next, recording what is said, and taking it back.

Nothing here is kept in memory between two acts: the next question follows from what is stored,
so that a program that was killed resumes on the exact card and the exact question.
"""

from collections.abc import Mapping
from dataclasses import replace

from selfaudit.core.errors import SelfauditError, UnknownIdError
from selfaudit.core.models.attribute import Attribute
from selfaudit.core.models.item import Response
from selfaudit.core.models.judgment import (
    Circumstance,
    Judgment,
    Phase,
    Policy,
    Question,
    Timing,
)
from selfaudit.core.ports import Clock
from selfaudit.core.review.acts import AttributeActs
from selfaudit.core.review.asides import Asides
from selfaudit.core.review.design import Design
from selfaudit.core.review.items import ItemReview
from selfaudit.core.review.missed import Missed
from selfaudit.core.review.open_card import DETAILS_SEEN, UNKNOWN, OpenCard, circumstance_of
from selfaudit.core.review.place import Place
from selfaudit.core.review.queue import ReviewQueue
from selfaudit.core.store.store import Store

__all__ = ["UNKNOWN", "OpenCard", "Review"]

Said = Judgment | Response
"""One stored act, of an attribute or of an item."""


class Review:
    """Stage one over a store."""

    def __init__(self, store: Store, clock: Clock, design: Design | None = None) -> None:
        self._store = store
        self.queue = ReviewQueue(store, clock, design)
        self.items = ItemReview(store, clock)
        self._acts = AttributeActs(store, clock)
        self.missed = Missed(store, clock, self.queue)
        self.asides = Asides(store)

    def current(self) -> OpenCard | None:
        """The card to be judged now, or None when every batch is finished."""
        place = self.queue.next_place()
        if place is None or (place.policy is Policy.MOST_SUPPORT and not place.given):
            aside = self.asides.next()
            if aside is not None:
                return aside
        if place is None:
            return None
        check = self.queue.next_check(place)
        if check is not None:
            return self.items.opened(check)
        return self._opened(place)

    def due(self, *, extraction_ended: bool) -> OpenCard | None:
        """The card to be judged now; draws samples and freezes the next batch where it is time."""
        card = self.current()
        if card is None or card.policy is Policy.MOST_SUPPORT:
            self.missed.draw()
            card = self.current()
        if card is None and self.queue.may_begin(extraction_ended=extraction_ended):
            self.queue.begin_batch(extraction_ended=extraction_ended)
            card = self.current()
        return card

    def _opened(self, place: Place) -> OpenCard | None:
        card, question = place.card, place.question
        if question is None:
            return None
        attribute = self._store.attributes.get(card.attribute)
        details_seen = self._acts.details_seen(card.attribute)
        evidence = {piece.candidate: piece for piece in attribute.evidence}
        is_folded = place.asking.folded and Question.TRUE not in place.given
        shown = card.evidence if not is_folded else None
        return OpenCard(
            attribute.statement,
            attribute.as_written,
            evidence.get(shown) if shown is not None else None,
            is_folded,
            question,
            place.policy,
            place.seed,
            self._store.judgments.effective(card.attribute),
            details_seen,
            DETAILS_SEEN if details_seen else "",
            card=card,
            attribute=attribute,
        )

    def answer(
        self, card: OpenCard, answer: str, *, key: str | None = None, timing: Timing | None = None
    ) -> Said:
        """Record the answer to the question that the card asks. On return it is on disk."""
        return self._record(card, card.question, answer, key=key, timing=timing)

    def skip(self, card: OpenCard, *, key: str | None = None, timing: Timing | None = None) -> Said:
        """Leave the question unanswered: it is skipped until undone or judged."""
        return self._record(card, Question.SKIP, card.question, key=key, timing=timing)

    def mark(
        self,
        card: OpenCard,
        question: Question,
        *,
        key: str | None = None,
        timing: Timing | None = None,
    ) -> Said:
        """Set `surprise` or `flag`, or take it off again."""
        before = card.marks.get(question)
        answer = "no" if before is not None and before.answer == "yes" else "yes"
        return self._record(card, question, answer, key=key, timing=timing)

    def note(
        self, card: OpenCard, marks: Mapping[Question, str], comment: str | None
    ) -> list[Said]:
        """Set marks of the open card to "yes" or "no" and note a remark, all of it or nothing."""
        with self._store.database.write():
            noted = [self._record(card, mark, answer) for mark, answer in marks.items()]
            return noted + ([self.comment(card, comment)] if comment is not None else [])

    def comment(
        self, card: OpenCard, text: str, *, key: str | None = None, timing: Timing | None = None
    ) -> Said:
        """Note the person's own remark. A later remark stands for the earlier one."""
        return self._record(card, Question.COMMENT, "written", key=key, timing=timing, text=text)

    def edit(
        self,
        card: OpenCard,
        statement: str,
        *,
        key: str | None = None,
        timing: Timing | None = None,
    ) -> Said:
        """Give the statement the person's own wording, which is then asked about.

        Raises SelfauditError when nothing was written or nothing changed.
        """
        if not card.is_statement:
            raise SelfauditError("This is asked as it stands.", title="Nothing to put in words")
        wanted = _changed(statement, card.statement)
        if card.attribute is None:
            return self._record(
                card, Question.STATEMENT, "edited", key=key, timing=timing, text=wanted
            )
        circumstance = replace(circumstance_of(card), key=key, timing=timing)
        return self._acts.edit(card.attribute, wanted, circumstance)

    def see_details(
        self, card: OpenCard, *, key: str | None = None, timing: Timing | None = None
    ) -> Said:
        """Record that the model's opinion was opened: later answers are after that reveal.

        Raises SelfauditError before `true` was answered.
        """
        if not card.may_see_details:
            raise SelfauditError(
                "What the model thinks of this attribute is shown after your own answer.",
                title="Not yet",
            )
        if card.attribute is None:
            raise SelfauditError(
                "Nothing else was noted on this card.", title="There is nothing more to show"
            )
        return self._record(card, Question.DETAILS, "seen", key=key, timing=timing)

    def judge(
        self,
        attribute: int,
        answers: Mapping[Question, str],
        *,
        statement: str | None = None,
        comment: str | None = None,
    ) -> list[Judgment]:
        """Judge an attribute by name (the command line, a list), all answers or none.

        What was seen of the model's opinion is then unknown, and is recorded as such; the
        attribute that the queue would ask about next keeps the queue's policy and probability.
        Raises UnknownIdError for an attribute that is not there, or was erased.
        """
        found = self._store.attributes.get(attribute)
        if not found.statement:
            raise UnknownIdError(f"Attribute {attribute} was erased.")
        place = self.queue.next_place()
        card = self._opened(place) if place is not None else None
        if card is not None and card.attribute is not None and card.attribute.id == attribute:
            base = circumstance_of(card)
        else:
            base = Circumstance(Policy.DIRECT, "")
        seen = self._acts.details_seen(attribute)
        phase = Phase.AFTER if seen else Phase.BEFORE
        base = replace(base, opinion_seen=DETAILS_SEEN if seen else UNKNOWN, phase=phase)
        with self._store.database.write():
            recorded = []
            if statement is not None:
                recorded.append(self._acts.edit(found, _changed(statement, found.statement), base))
                found = self._store.attributes.get(attribute)
            for question, answer in answers.items():
                recorded.append(self._acts.append(found, question, answer, base))
            if comment is not None:
                written = self._acts.append(found, Question.COMMENT, "written", base, comment)
                recorded.append(written)
        return recorded

    def undo(self, *, key: str | None = None) -> Said | None:
        """Take back the last act that still stands; return it, or None if there is none."""
        with self._store.database.write():
            last = self._store.judgments.last_standing()
            response = self._store.responses.last_standing()
            if response is not None and (last is None or last.id <= response.after_judgment):
                return self.items.take_back(response, key)
            if last is None:
                return None
            return self._acts.take_back(last, key)

    def _record(
        self,
        card: OpenCard,
        question: Question,
        answer: str,
        *,
        key: str | None = None,
        timing: Timing | None = None,
        text: str | None = None,
    ) -> Said:
        if card.item is not None:
            return self.items.record(
                card.item, question, answer, phase=card.phase, opinion_seen=card.opinion_seen,
                text=text, key=key, timing=timing,
            )  # fmt: skip
        circumstance = replace(circumstance_of(card), key=key, timing=timing)
        return self._acts.append(_attribute_of(card), question, answer, circumstance, text)


def _attribute_of(card: OpenCard) -> Attribute:
    if card.attribute is None:
        raise ValueError("a card is about an attribute or about an item")
    return card.attribute


def _changed(statement: str, before: str) -> str:
    """The person's own wording on one line. Raises SelfauditError where it is none."""
    wanted = " ".join(statement.split())
    if not wanted or wanted == before:
        raise SelfauditError(
            "The statement is empty." if not wanted else "The statement was not changed.",
            title="Nothing to store",
        )
    return wanted
