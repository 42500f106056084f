"""Before a set: how many of its cards will be right? And the answer after it."""

from dataclasses import dataclass

from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.item import Item, ItemKind, NewItem, Response
from selfaudit.core.models.judgment import Question, Timing
from selfaudit.core.ports import Clock
from selfaudit.core.review.items import ItemReview
from selfaudit.core.review.open_card import OpenCard
from selfaudit.core.review.queue import ReviewQueue
from selfaudit.core.store.items import effective
from selfaudit.core.store.store import Store


@dataclass(frozen=True, slots=True)
class Guess:
    """What was guessed of a set, counted from 0; `right` is None where the guess was skipped."""

    number: int
    right: int | None


class Guesses:
    """Guesses over a store."""

    def __init__(self, store: Store, clock: Clock, queue: ReviewQueue) -> None:
        self._store = store
        self._clock = clock
        self._queue = queue
        self._items = ItemReview(store, clock)

    def due(self, card: OpenCard | None) -> int | None:
        """The set that is to be guessed about before a card, counted from 0; None where none is.

        Only a whole set is guessed about, before its first card, and only once.
        """
        if not self._queue.design.guesses or card is None or card.item is not None:
            return None
        tally, place, size = self._queue.tally(), self._queue.next_place(), self._queue.sizes.set
        is_whole = tally.done % size == 0 and tally.total - tally.done >= size
        if not is_whole or place is None or place.given or place.skipped:
            return None
        number = tally.done // size
        return None if self.of(number) is not None else number

    def of(self, number: int) -> Guess | None:
        """What was guessed of a set, counted from 0; None where it was not asked."""
        return guess_of(self._store, number)

    def guess(self, number: int, right: int | None, *, timing: Timing | None = None) -> Response:
        """Record a guess, or with None that it was skipped.

        Raises SelfauditError for what a set cannot hold.
        """
        size = self._queue.sizes.set
        if right is not None and not 0 <= right <= size:
            raise SelfauditError(
                f"A set has {size} cards: guess a number from 0 to {size}.",
                title="Not a number that can be",
            )
        with self._store.database.write():
            new = [NewItem(ItemKind.GUESS, number)]
            item = _item(self._store, number) or self._store.items.add(new, self._clock.now())[0]
            if right is None:
                return self._items.record(item, Question.SKIP, Question.GUESS, timing=timing)
            return self._items.record(item, Question.GUESS, str(right), timing=timing)


def guess_of(store: Store, number: int) -> Guess | None:
    """What was guessed of a set, counted from 0; None where it was not asked."""
    item = _item(store, number)
    if item is None:
        return None
    said = store.responses.standing([item]).get(item.id, [])
    guess = effective(said).get(Question.GUESS)
    if guess is not None:
        return Guess(number, int(guess.answer))
    return Guess(number, None) if said else None


def _item(store: Store, number: int) -> Item | None:
    return store.items.at(ItemKind.GUESS, number)
