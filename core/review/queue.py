"""Which card comes next. Derived from the store each time, so a restart changes nothing."""

import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from selfaudit.core.models.judgment import Policy, Question
from selfaudit.core.ports import Clock
from selfaudit.core.review.draw import (
    HEADLINE_CARDS,
    SET_CARDS,
    Drawn,
    choose_one,
    uniform_draw,
)
from selfaudit.core.review.wordings import follow_up
from selfaudit.core.store.judgments import Batch, Card
from selfaudit.core.store.store import Store

Answers = dict[Question, str]


@dataclass(frozen=True, slots=True)
class Place:
    """Where the person is: a card of a batch, and the question that is open on it."""

    card: Card
    question: Question
    policy: Policy
    seed: int


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the cards have come.

    `done` counts cards that are answered to the end or skipped; `total` the cards that are
    drawn so far; `headline_done` and `headline_total` those of uniform draws alone.
    """

    done: int
    total: int
    headline_done: int
    headline_total: int
    verdicts: dict[str, int]
    skipped: int

    @property
    def in_set(self) -> int:
        """Cards done since the last full set of twelve."""
        return self.done % SET_CARDS

    @property
    def headline_finished(self) -> bool:
        """Whether as many uniform cards are done as the headline needs."""
        return self.headline_done >= HEADLINE_CARDS


class ReviewQueue:
    """The batches of stage one over a store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def next_place(self) -> Place | None:
        """The first open question, oldest batch first; None when there is none."""
        for batch in self._store.judgments.batches():
            answers = self._store.judgments.answers(batch.id)
            place = _open_place(batch, self._store.judgments.cards(batch.id), answers)
            if place is not None:
                return place
        return None

    def may_begin(self, *, extraction_ended: bool) -> bool:
        """Whether a batch can be frozen now that is worth a person's while.

        While extraction runs, a set's worth of attributes must have come; after it, one is
        enough.
        """
        return len(self._waiting()) >= (1 if extraction_ended else SET_CARDS)

    def begin_batch(self, seed: int | None = None) -> Batch | None:
        """Freeze the next batch; None when no attribute is left to ask about.

        Until the headline has its cards, the frame is every attribute that no earlier
        headline frame held, and the draw is uniform. After it, the attributes that were never
        drawn follow, most support first.
        """
        seed = secrets.randbits(32) if seed is None else seed
        with self._store.database.write():
            frame = self._waiting()
            if not frame:
                return None
            if self._headline_left() > 0:
                policy = Policy.HEADLINE
                chosen = uniform_draw(frame, self._headline_left(), seed)
            else:
                policy = Policy.MOST_SUPPORT
                chosen = [Drawn(attribute, None) for attribute in self._by_support(frame)]
            cards = [
                (
                    drawn.member,
                    self._evidence_for(drawn.member, seed),
                    drawn.inclusion_probability,
                )
                for drawn in chosen
            ]
            return self._store.judgments.freeze(policy, seed, frame, cards, self._clock.now())

    def progress(self) -> Progress:
        """How far the person has come over all batches."""
        done = total = headline_done = headline_total = skipped = 0
        for batch in self._store.judgments.batches():
            answers = self._store.judgments.answers(batch.id)
            for card in self._store.judgments.cards(batch.id):
                given = answers.get(card.attribute, {})
                finished = _next_question(given) is None or _was_skipped(given)
                total += 1
                done += finished
                skipped += _was_skipped(given) and Question.TRUE not in given
                if batch.policy is Policy.HEADLINE:
                    headline_total += 1
                    headline_done += finished
        verdicts = self._store.judgments.verdicts()
        return Progress(done, total, headline_done, headline_total, verdicts, skipped)

    def _waiting(self) -> list[int]:
        """The attributes that the next batch would be drawn from."""
        if self._headline_left() > 0:
            return self._store.judgments.unframed(Policy.HEADLINE)
        return self._store.judgments.undrawn()

    def _headline_left(self) -> int:
        return HEADLINE_CARDS - sum(
            len(self._store.judgments.cards(batch.id))
            for batch in self._store.judgments.batches()
            if batch.policy is Policy.HEADLINE
        )

    def _by_support(self, attributes: Sequence[int]) -> list[int]:
        support = self._store.attributes.support()
        return sorted(attributes, key=lambda attribute: (-support.get(attribute, 0), attribute))

    def _evidence_for(self, attribute: int, seed: int) -> int | None:
        pieces = self._store.attributes.get(attribute).evidence
        return choose_one([piece.candidate for piece in pieces], seed, attribute)


def _open_place(batch: Batch, cards: Sequence[Card], answers: dict[int, Answers]) -> Place | None:
    for card in cards:
        given = answers.get(card.attribute, {})
        question = _next_question(given)
        if question is not None and not _was_skipped(given):
            return Place(card, question, batch.policy, batch.seed)
    return None


def _next_question(given: Answers) -> Question | None:
    """What is still to be asked on a card, given its effective answers."""
    verdict = given.get(Question.TRUE)
    if verdict is None:
        return Question.TRUE
    after = follow_up(verdict)
    return after if after is not None and after not in given else None


def _was_skipped(given: Answers) -> bool:
    """Whether the question that is open on a card was skipped."""
    return given.get(Question.SKIP) == _next_question(given)
