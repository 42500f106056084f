"""Every card with what was said of it, and their counts, kept up as cards and answers come.

What is kept follows from the store alone: after an act only the cards of the attributes that it was
about are made anew, however many there are.
"""

from dataclasses import dataclass, replace

from selfaudit.core.models.item import ASKS_NO_MORE
from selfaudit.core.models.judgment import Policy, Question
from selfaudit.core.review.place import Place
from selfaudit.core.store.standings import Seen, Standing
from selfaudit.core.store.store import Store


@dataclass(frozen=True, slots=True)
class Tally:
    """Counts of cards: those of an attribute that came before only among those of the headline.

    `done` are answered to the end, skipped or erased, `skipped` those among them that were skipped
    without a verdict. `headline_done` have a verdict, and `headline_open` are still to be answered.
    """

    total: int = 0
    done: int = 0
    skipped: int = 0
    headline_total: int = 0
    headline_done: int = 0
    headline_open: int = 0

    def counting(self, place: Place, *, is_first: bool, by: int) -> "Tally":
        """With one card more (`by` 1) or less (-1)."""
        is_done = place.is_done
        is_judged = is_done and Question.TRUE in place.given
        is_headline = place.policy is Policy.HEADLINE
        return Tally(
            self.total + by * is_first,
            self.done + by * (is_first and is_done),
            self.skipped + by * (is_first and place.is_skipped),
            self.headline_total + by * is_headline,
            self.headline_done + by * (is_headline and is_judged),
            self.headline_open + by * (is_headline and not is_done),
        )


class Places:
    """The cards of every batch over a store. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._seen: Seen | None = None
        self._forget()

    def _forget(self) -> None:
        self._batch = 0
        self._all: list[Place] = []
        self._firsts: list[bool] = []
        self._of_attribute: dict[int, list[int]] = {}
        self._open: set[int] = set()
        self._erased: set[int] = set()
        self._tally = Tally()

    def every(self) -> list[Place]:
        """Every card of every batch in order, an attribute also where it came again."""
        with self._store.database.held():
            self._read_on()
            return list(self._all)

    def firsts(self) -> list[Place]:
        """Every card in order, an attribute only where it came first."""
        with self._store.database.held():
            self._read_on()
            return [one for one, first in zip(self._all, self._firsts, strict=True) if first]

    def next(self) -> Place | None:
        """The first card that is not done; None when every card is."""
        with self._store.database.held():
            self._read_on()
            waiting = [number for number in self._open if self._firsts[number]]
            return self._all[min(waiting)] if waiting else None

    def tally(self) -> Tally:
        """How many cards there are, and how far they are."""
        with self._store.database.held():
            self._read_on()
            return self._tally

    def _read_on(self) -> None:
        self._seen, changed = self._store.judgments.standings.changed(self._seen)
        if changed is None:
            self._forget()
        erased = self._store.attributes.erased()
        touched = (self._erased ^ erased).union(changed or ())
        self._erased = erased
        here = touched & self._of_attribute.keys()
        for attribute, standing in self._store.judgments.standings.of(here).items():
            for number in self._of_attribute[attribute]:
                self._count(number, -1)
                self._all[number] = self._answered(self._all[number], standing)
                self._count(number, 1)
        self._add_new()

    def _add_new(self) -> None:
        batches = {one.id: one for one in self._store.judgments.batches(after=self._batch)}
        if not batches:
            return
        cards = self._store.judgments.cards(after=self._batch)
        asking = self._store.items.asking(after=self._batch)
        standings = self._store.judgments.standings.of({card.attribute for card in cards})
        for number, card in enumerate(cards, len(self._all)):
            batch = batches[card.batch]
            asks = asking.get((card.batch, card.position), ASKS_NO_MORE)
            place = Place(card, batch.policy, batch.seed, {}, asking=asks)
            before = self._of_attribute.setdefault(card.attribute, [])
            self._all.append(self._answered(place, standings[card.attribute]))
            self._firsts.append(not before)
            before.append(number)
            self._count(number, 1)
        self._batch = max(batches)

    def _answered(self, place: Place, standing: Standing) -> Place:
        return replace(
            place,
            given=standing.answers,
            skipped=standing.skipped,
            as_written=standing.as_written,
            is_erased=place.card.attribute in self._erased,
        )

    def _count(self, number: int, by: int) -> None:
        place = self._all[number]
        self._tally = self._tally.counting(place, is_first=self._firsts[number], by=by)
        if by > 0 and not place.is_done:
            self._open.add(number)
        else:
            self._open.discard(number)
