"""Beliefs on cards: which is asked now, what was answered, and what is still to be drawn."""

import secrets
from collections import Counter
from dataclasses import dataclass

from selfaudit.core.beliefs.held import held, key_of
from selfaudit.core.draw import by_lot
from selfaudit.core.models.attribute import Evidence, EvidenceKind
from selfaudit.core.models.belief import Belief, DrawnBelief
from selfaudit.core.models.item import ASKS_NO_MORE, ItemKind, Response
from selfaudit.core.models.judgment import Policy, Question
from selfaudit.core.ports import Clock
from selfaudit.core.review.open_card import OpenCard
from selfaudit.core.review.place import open_question
from selfaudit.core.review.review import Review, Said
from selfaudit.core.store.items import effective, skipped
from selfaudit.core.store.store import Store


@dataclass(frozen=True, slots=True)
class AskedBelief:
    """A belief that was drawn, what was said of it, and what is still to be asked."""

    drawn: DrawnBelief
    said: dict[Question, Response]
    skipped: frozenset[Question]

    @property
    def question(self) -> Question | None:
        """What is still to be asked; None when nothing is, or its words were erased."""
        if self.drawn.belief is None:
            return None
        given = {question: one.answer for question, one in self.said.items()}
        return open_question(given, self.skipped, ASKS_NO_MORE)

    @property
    def verdict(self) -> str | None:
        """The answer to `true`, None while there is none."""
        said = self.said.get(Question.TRUE)
        return said.answer if said is not None else None

    @property
    def statement(self) -> str:
        """The vendor's words, or those that the person put in their place; "" where erased."""
        own = self.said.get(Question.STATEMENT)
        if own is not None:
            return own.text or ""
        return self.drawn.belief.statement if self.drawn.belief is not None else ""


def asked_beliefs(store: Store) -> list[AskedBelief]:
    """Every belief that was drawn, in the order in which they are asked."""
    drawn = store.beliefs.drawn()
    said = store.responses.standing([one.item for one in drawn])
    return [
        AskedBelief(one, effective(said.get(one.item.id, ())), skipped(said.get(one.item.id, ())))
        for one in drawn
    ]


@dataclass(frozen=True, slots=True)
class BeliefProgress:
    """How far the beliefs have come; `vendors` counts what there is to ask of each.

    `waiting` are those that were not drawn yet; `total` counts them and those that were drawn.
    """

    done: int
    total: int
    waiting: int
    true: int
    vendors: dict[str, int]

    @property
    def left(self) -> int:
        """How many are still to be answered."""
        return self.total - self.done


NO_BELIEFS = BeliefProgress(0, 0, 0, 0, {})
"""Where no vendor noted anything."""


class BeliefReview(Review):
    """The cards of what vendors believe, asked as the cards of attributes are.

    All that is not drawn yet is drawn at once, a census in the order of a seeded lot, so that
    those that were answered by any moment are a random part of all.
    """

    def __init__(self, store: Store, clock: Clock) -> None:
        super().__init__(store, clock)
        self._clock = clock

    def waiting(self) -> list[Belief]:
        """What vendors believe now that was not drawn yet."""
        known = {
            key_of(one.belief) for one in self._store.beliefs.drawn() if one.belief is not None
        }
        return [belief for belief in held(self._store).beliefs if key_of(belief) not in known]

    def draw(self, seed: int | None = None) -> int:
        """Draw what waits; return how many that is."""
        with self._store.database.write():
            waiting = self.waiting()
            if waiting:
                seed = secrets.randbits(32) if seed is None else seed
                order = by_lot(range(len(waiting)), seed)
                beliefs = [waiting[place] for place in order]
                self._store.beliefs.draw(beliefs, seed, len(waiting), self._clock.now())
            return len(waiting)

    def progress(self) -> BeliefProgress:
        """How far the beliefs have come."""
        asked, waiting = asked_beliefs(self._store), self.waiting()
        vendors = Counter(one.drawn.vendor for one in asked)
        vendors.update(one.vendor for one in waiting)
        return BeliefProgress(
            sum(one.question is None for one in asked),
            len(asked) + len(waiting),
            len(waiting),
            sum(one.verdict == "yes" for one in asked),
            dict(vendors),
        )

    def current(self) -> OpenCard | None:
        """The belief to be judged now; None where every one that was drawn is done."""
        asked = asked_beliefs(self._store)
        for place, one in enumerate(asked, 1):
            card = _opened(one, (place, len(asked)))
            if card is not None:
                return card
        return None

    def due(self, *, extraction_ended: bool = True) -> OpenCard | None:
        """The belief to be judged now; draws what waits where nothing else is left."""
        card = self.current()
        if card is None and self.draw():
            card = self.current()
        return card

    def undo(self, *, key: str | None = None) -> Said | None:
        """Take back the last act if it was on a belief; None where it was on anything else."""
        with self._store.database.write():
            response = self._store.responses.last_standing()
            judgment = self._store.judgments.last_standing()
            if response is None or (judgment is not None and judgment.id > response.after_judgment):
                return None
            if self._store.items.get(response.item).kind is not ItemKind.BELIEF:
                return None
            return self.items.take_back(response, key)


def _opened(one: AskedBelief, nth: tuple[int, int]) -> OpenCard | None:
    belief, question = one.drawn.belief, one.question
    if belief is None or question is None:
        return None
    words = Evidence(
        0,
        belief.conversation,
        belief.message,
        belief.start,
        belief.end,
        belief.statement,
        EvidenceKind.CONTEXT,
    )
    return OpenCard(
        one.statement,
        Question.STATEMENT not in one.said,
        words,
        False,
        question,
        Policy.BELIEF,
        one.drawn.item.seed or 0,
        one.said,
        False,
        "",
        item=one.drawn.item,
        nth=nth,
        belief=belief,
    )
