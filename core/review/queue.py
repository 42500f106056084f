"""Which card comes next. Derived from the store each time, so a restart changes nothing."""

import secrets
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from selfaudit.core.draw import Drawn, choose_one, uniform_draw
from selfaudit.core.models.judgment import Policy, Question
from selfaudit.core.ports import Clock
from selfaudit.core.review.sizes import HEADLINE_CARDS, SET_CARDS
from selfaudit.core.review.wordings import follow_up
from selfaudit.core.store.judgments import Batch, Card
from selfaudit.core.store.store import Store

Answers = dict[Question, str]

EXTRA_CARDS = 60
"""Cards that a batch after the headline takes at once."""


@dataclass(frozen=True, slots=True)
class Place:
    """A card in the queue, how its batch was drawn, and what was answered on it so far.

    `is_erased` tells that its attribute's statement was: nothing more can be asked of it.
    """

    card: Card
    policy: Policy
    seed: int
    given: Answers
    is_erased: bool = False

    @property
    def question(self) -> Question | None:
        """What is still to be asked on the card; None when nothing is."""
        verdict = self.given.get(Question.TRUE)
        if verdict is None:
            return Question.TRUE
        after = follow_up(verdict)
        return after if after is not None and after not in self.given else None

    @property
    def is_skipped(self) -> bool:
        """Whether the question that is open was skipped."""
        return self.question is not None and self.given.get(Question.SKIP) == self.question

    @property
    def is_done(self) -> bool:
        """Whether nothing more will be asked on the card."""
        return self.question is None or self.is_skipped or self.is_erased


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the cards have come, each attribute counted once.

    `done` counts cards that are answered to the end, skipped or erased, `skipped` those among
    them that were skipped without a verdict; `total` the cards that are drawn so far.
    `headline_total` counts the cards drawn for the headline and `headline_done` those of them
    that have a verdict.
    """

    done: int
    total: int
    headline_done: int
    headline_total: int
    skipped: int
    verdicts: dict[str, int]
    edited: int

    @property
    def in_set(self) -> int:
        """Cards done since the last full set of twelve."""
        return self.done % SET_CARDS

    @property
    def headline_finished(self) -> bool:
        """Whether as many uniform draws have a verdict as the headline needs."""
        return self.headline_done >= HEADLINE_CARDS


class ReviewQueue:
    """The batches of stage one over a store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def places(self) -> list[Place]:
        """Every card in the order in which it is asked, an attribute only where it came first."""
        return [place for place, first in self._all_places() if first]

    def every_place(self) -> list[Place]:
        """Every card of every batch in order, an attribute also where it came again."""
        return [place for place, _ in self._all_places()]

    def next_place(self) -> Place | None:
        """The first card that is not done; None when every card is."""
        return next((place for place in self.places() if not place.is_done), None)

    def may_begin(self, *, extraction_ended: bool) -> bool:
        """Whether a batch can be frozen now that is worth a person's while.

        While extraction runs, a set's worth of attributes must have come; after it, one is
        enough.
        """
        waiting = len(self._waiting(extraction_ended=extraction_ended))
        return waiting >= (1 if extraction_ended else SET_CARDS)

    def begin_batch(
        self, seed: int | None = None, *, extraction_ended: bool = True
    ) -> Batch | None:
        """Freeze the next batch; None when no attribute is left to ask about.

        While extraction runs it is a set of early cards: those with the smallest lots of what
        there is. Once it has ended, the headline is drawn from all attributes by the same lots,
        so that many of its cards are judged already. After the headline come the attributes that
        were never drawn, most support first. The seed is that of the first batch, if there is one.
        """
        with self._store.database.write():
            frame = self._waiting(extraction_ended=extraction_ended)
            if not frame:
                return None
            seed = self._seed(seed)
            policy, chosen = self._choose(frame, seed, extraction_ended=extraction_ended)
            evidence = self._store.attributes.evidence_of([drawn.member for drawn in chosen])
            cards = [
                (
                    drawn.member,
                    choose_one(evidence.get(drawn.member, ()), seed, drawn.member),
                    drawn.inclusion_probability,
                )
                for drawn in chosen
            ]
            return self._store.judgments.freeze(policy, seed, frame, cards, self._clock.now())

    def progress(self) -> Progress:
        """How far the person has come over all batches."""
        done = total = skipped = headline_done = headline_total = 0
        for place, first in self._all_places():
            judged = Question.TRUE in place.given
            if first:
                total += 1
                done += place.is_done
                skipped += place.is_skipped and not judged
            if place.policy is Policy.HEADLINE:
                headline_total += 1
                headline_done += judged and place.is_done
        judgments = self._store.judgments
        return Progress(
            done,
            total,
            headline_done,
            headline_total,
            skipped,
            judgments.verdicts(),
            judgments.edited(),
        )

    def _all_places(self) -> Iterator[tuple[Place, bool]]:
        """Every card in order, with whether its attribute comes for the first time."""
        batches = {batch.id: batch for batch in self._store.judgments.batches()}
        answers = self._store.judgments.answers()
        erased = self._store.attributes.erased()
        seen: set[int] = set()
        for card in self._store.judgments.cards():
            batch = batches[card.batch]
            place = Place(
                card,
                batch.policy,
                batch.seed,
                answers.get(card.attribute, {}),
                card.attribute in erased,
            )
            yield place, card.attribute not in seen
            seen.add(card.attribute)

    def _choose(
        self, frame: Sequence[int], seed: int, *, extraction_ended: bool
    ) -> tuple[Policy, Sequence[Drawn]]:
        left = self._headline_left()
        if left <= 0:
            first = self._by_support(frame)[:EXTRA_CARDS]
            return Policy.MOST_SUPPORT, [Drawn(attribute, None) for attribute in first]
        if extraction_ended:
            return Policy.HEADLINE, uniform_draw(frame, left, seed)
        return Policy.EARLY, uniform_draw(frame, SET_CARDS, seed)

    def _waiting(self, *, extraction_ended: bool) -> list[int]:
        """The attributes that the next batch would be drawn from."""
        if self._headline_left() > 0 and extraction_ended:
            return self._store.judgments.unframed(Policy.HEADLINE)
        return self._store.judgments.undrawn()

    def _seed(self, seed: int | None) -> int:
        batches = self._store.judgments.batches()
        if batches:
            return batches[0].seed
        return secrets.randbits(32) if seed is None else seed

    def _headline_left(self) -> int:
        headline = {
            batch.id for batch in self._store.judgments.batches() if batch.policy is Policy.HEADLINE
        }
        drawn = sum(card.batch in headline for card in self._store.judgments.cards())
        return HEADLINE_CARDS - drawn

    def _by_support(self, attributes: Sequence[int]) -> list[int]:
        support = self._store.attributes.support()
        return sorted(attributes, key=lambda attribute: (-support.get(attribute, 0), attribute))
