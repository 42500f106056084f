"""Judging: what is asked next, recording what is said, and taking it back.

Nothing here is kept in memory between two acts: the next question follows from what is stored,
so that a program that was killed resumes on the exact card and the exact question.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from selfaudit.core.errors import SelfauditError, UnknownIdError
from selfaudit.core.models.attribute import AssignedBy, Attribute, Evidence
from selfaudit.core.models.judgment import (
    Act,
    Circumstance,
    Judgment,
    Phase,
    Policy,
    Question,
    Timing,
)
from selfaudit.core.ports import Clock
from selfaudit.core.review.queue import ReviewQueue
from selfaudit.core.review.wordings import wording_of
from selfaudit.core.store.judgments import Card
from selfaudit.core.store.store import Store

DETAILS_SEEN = "details"
"""Seen of the model's opinion: the details of this attribute were opened."""

UNKNOWN = "unknown"
"""Seen of the model's opinion: not known, since lists and other commands show it."""


@dataclass(frozen=True, slots=True)
class OpenCard:
    """The card on the table and what is being asked of it.

    `evidence` is the one quote that was chosen by seed; `marks` are the person's effective
    answers so far, surprise and flag among them; `details_seen` tells whether the model's
    opinion of this attribute was opened, which can only be after `true` was answered;
    `opinion_seen` says what of it had been seen, as far as is known.
    """

    card: Card
    attribute: Attribute
    evidence: Evidence | None
    question: Question
    policy: Policy
    seed: int
    marks: dict[Question, Judgment]
    details_seen: bool
    opinion_seen: str

    @property
    def may_see_details(self) -> bool:
        """Whether category, confidence and support may be shown: only after `true`."""
        return Question.TRUE in self.marks


class Review:
    """Stage one over a store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self.queue = ReviewQueue(store, clock)

    def current(self) -> OpenCard | None:
        """The card to be judged now, or None when every batch is finished."""
        place = self.queue.next_place()
        if place is None or place.question is None:
            return None
        card = place.card
        attribute = self._store.attributes.get(card.attribute)
        details_seen = self._details_seen(card.attribute)
        evidence = {piece.candidate: piece for piece in attribute.evidence}
        return OpenCard(
            card,
            attribute,
            evidence.get(card.evidence) if card.evidence is not None else None,
            place.question,
            place.policy,
            place.seed,
            self._store.judgments.effective(card.attribute),
            details_seen,
            DETAILS_SEEN if details_seen else "",
        )

    def _details_seen(self, attribute: int) -> bool:
        return any(
            judgment.question is Question.DETAILS
            for judgment in self._store.judgments.of(attribute)
        )

    def answer(
        self, card: OpenCard, answer: str, *, key: str | None = None, timing: Timing | None = None
    ) -> Judgment:
        """Record the answer to the question that the card asks. On return it is on disk."""
        return self._record(card, card.question, answer, key=key, timing=timing)

    def skip(
        self, card: OpenCard, *, key: str | None = None, timing: Timing | None = None
    ) -> Judgment:
        """Leave the question unanswered: it is skipped until undone or judged."""
        return self._record(card, Question.SKIP, card.question, key=key, timing=timing)

    def mark(
        self,
        card: OpenCard,
        question: Question,
        *,
        key: str | None = None,
        timing: Timing | None = None,
    ) -> Judgment:
        """Set `surprise` or `flag`, or take it off again."""
        before = card.marks.get(question)
        answer = "no" if before is not None and before.answer == "yes" else "yes"
        return self._record(card, question, answer, key=key, timing=timing)

    def comment(
        self, card: OpenCard, text: str, *, key: str | None = None, timing: Timing | None = None
    ) -> Judgment:
        """Note the person's own remark. A later remark stands for the earlier one."""
        return self._record(card, Question.COMMENT, "written", key=key, timing=timing, text=text)

    def edit(
        self,
        card: OpenCard,
        statement: str,
        *,
        key: str | None = None,
        timing: Timing | None = None,
    ) -> Judgment:
        """Give the statement the person's own wording, which is then asked about.

        Raises SelfauditError when nothing was written or nothing changed.
        """
        circumstance = replace(_circumstance_of(card), key=key, timing=timing)
        return self._edit(card.attribute, statement, circumstance)

    def see_details(
        self, card: OpenCard, *, key: str | None = None, timing: Timing | None = None
    ) -> Judgment:
        """Record that the model's opinion was opened: later answers are after that reveal.

        Raises SelfauditError before `true` was answered.
        """
        if not card.may_see_details:
            raise SelfauditError(
                "What the model thinks of this attribute is shown after your own answer.",
                title="Not yet",
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
        card = self.current()
        if card is not None and card.attribute.id == attribute:
            base = _circumstance_of(card)
        else:
            base = Circumstance(Policy.DIRECT, "")
        seen = self._details_seen(attribute)
        phase = Phase.AFTER if seen else Phase.BEFORE
        base = replace(base, opinion_seen=DETAILS_SEEN if seen else UNKNOWN, phase=phase)
        with self._store.database.write():
            recorded = []
            if statement is not None:
                recorded.append(self._edit(found, statement, base))
                found = self._store.attributes.get(attribute)
            for question, answer in answers.items():
                recorded.append(self._append(found, question, answer, base))
            if comment is not None:
                written = self._append(found, Question.COMMENT, "written", base, comment)
                recorded.append(written)
        return recorded

    def undo(self, *, key: str | None = None) -> Judgment | None:
        """Take back the last act that still stands; return it, or None if there is none."""
        with self._store.database.write():
            last = self._store.judgments.last_standing()
            if last is None:
                return None
            seen = self._details_seen(last.attribute)
            circumstance = replace(
                last.circumstance,
                phase=Phase.AFTER if seen else Phase.BEFORE,
                opinion_seen=DETAILS_SEEN if seen else last.circumstance.opinion_seen,
                key=key,
                timing=None,
            )
            self._store.judgments.append(
                last.attribute,
                last.revision,
                last.question,
                last.answer,
                Act.UNDO,
                circumstance,
                self._clock.now(),
                undoes=last.id,
            )
            return last

    def _edit(self, attribute: Attribute, statement: str, circumstance: Circumstance) -> Judgment:
        wanted = " ".join(statement.split())
        if not wanted or wanted == attribute.statement:
            raise SelfauditError(
                "The statement is empty." if not wanted else "The statement was not changed.",
                title="Nothing to store",
            )
        with self._store.database.write():
            revision = self._store.attributes.add_revision(
                attribute.id, wanted, AssignedBy.PERSON, self._clock.now()
            )
            edited = replace(attribute, revision=revision)
            return self._append(edited, Question.STATEMENT, "edited", circumstance)

    def _record(
        self,
        card: OpenCard,
        question: Question,
        answer: str,
        *,
        key: str | None = None,
        timing: Timing | None = None,
        text: str | None = None,
    ) -> Judgment:
        circumstance = replace(_circumstance_of(card), key=key, timing=timing)
        return self._append(card.attribute, question, answer, circumstance, text)

    def _append(
        self,
        attribute: Attribute,
        question: Question,
        answer: str,
        circumstance: Circumstance,
        text: str | None = None,
    ) -> Judgment:
        with self._store.database.write():
            standing = self._store.judgments.effective(attribute.id).get(question)
            act = Act.DECIDE if standing is None else Act.CORRECT
            shown = Question(answer) if question is Question.SKIP else question
            circumstance = self._with_wording(circumstance, shown)
            id = self._store.judgments.append(
                attribute.id,
                attribute.revision,
                question,
                answer,
                act,
                circumstance,
                self._clock.now(),
                text=text,
            )
        return Judgment(
            id, attribute.id, attribute.revision, question, answer, text, act, None, circumstance
        )

    def _with_wording(self, circumstance: Circumstance, shown: Question) -> Circumstance:
        return replace(circumstance, wording=self._store.wordings.add(wording_of(shown)))


def _circumstance_of(card: OpenCard) -> Circumstance:
    return Circumstance(
        policy=card.policy,
        wording="",
        evidence=card.card.evidence,
        batch=card.card.batch,
        order_index=card.card.position,
        inclusion_probability=card.card.inclusion_probability,
        seed=card.seed,
        opinion_seen=card.opinion_seen,
        phase=Phase.AFTER if card.details_seen else Phase.BEFORE,
    )
