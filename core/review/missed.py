"""After the headline: what did extraction miss? And after two weeks: is it still so?

What was expected and named beforehand, a tenth of what a rule held back although its quote is
there, and messages at random. None of it becomes an attribute.
"""

import math
import secrets
from collections.abc import Sequence
from dataclasses import replace

from selfaudit.core.again import AGAIN_SECONDS, is_time
from selfaudit.core.draw import by_lot, derived_seed
from selfaudit.core.models.item import ItemKind, NewItem
from selfaudit.core.models.judgment import Judgment
from selfaudit.core.ports import Clock
from selfaudit.core.review.held_back import held_back
from selfaudit.core.review.queue import ReviewQueue
from selfaudit.core.review.sizes import SET_CARDS
from selfaudit.core.store.store import Store

HELD_BACK_SHARE = 1 / 10
"""A seeded tenth of what was held back is shown (PROTOCOL)."""

MOST_CARDS = 3 * SET_CARDS
"""Held-back cards, and cards that are asked again, at most: three sets."""

MESSAGES = 20
"""Messages that are looked at for what is missing: as many as a figure of them needs."""


class Missed:
    """The samples that follow the headline, over a store."""

    def __init__(self, store: Store, clock: Clock, queue: ReviewQueue) -> None:
        self._store = store
        self._clock = clock
        self._queue = queue

    def headline_is_over(self) -> bool:
        """Whether the headline has all its cards, and each of them is done."""
        tally = self._queue.tally()
        if not tally.headline_total or tally.headline_open:
            return False
        frames = self._queue.frames
        return frames.headline_left() <= 0 or not frames.of_headline(most=1)

    def is_due(self) -> bool:
        """Whether a sample can be drawn now that has something in it, as far as is known."""
        if not self._queue.design.missed or not self.headline_is_over():
            return False
        is_first = self._store.items.last_drawn(ItemKind.HELD_BACK) is None
        return is_first or bool(self._lain())

    def draw(self) -> None:
        """Draw what is due: once after the headline, and again what has lain for two weeks."""
        if not self._queue.design.missed or not self.headline_is_over():
            return
        with self._store.database.write():
            if self._store.items.last_drawn(ItemKind.HELD_BACK) is None:
                self._draw_held_back()
                self._draw_messages()
            self._draw_again()

    def _lain(self) -> list[Judgment]:
        """What may be asked again: answers that lie for two weeks, and none was asked since."""
        now, last = self._clock.now(), self._store.items.last_drawn(ItemKind.AGAIN)
        return self._store.judgments.lain(now - AGAIN_SECONDS) if is_time(now, last) else []

    def _seed(self, name: str) -> int:
        first = self._store.judgments.first_batch()
        return derived_seed(first.seed if first else secrets.randbits(32), name)

    def _draw_held_back(self) -> None:
        found = held_back(self._store)
        seed = self._seed("held back")
        size = min(MOST_CARDS, math.ceil(len(found) * HELD_BACK_SHARE))
        chosen = by_lot([one.candidate for one in found], seed)[:size]
        self._add(
            ItemKind.HELD_BACK,
            seed,
            len(found),
            [
                NewItem(ItemKind.HELD_BACK, place, candidate=candidate)
                for place, candidate in enumerate(chosen)
            ],
        )

    def _draw_messages(self) -> None:
        # What no model has read yet was not missed: with a budget, or stopped, that is most of it.
        found = self._store.history.read_own_words_ids()
        seed = self._seed("messages")
        self._add(
            ItemKind.MESSAGE,
            seed,
            len(found),
            [
                NewItem(ItemKind.MESSAGE, place, message=message)
                for place, message in enumerate(by_lot(found, seed)[:MESSAGES])
            ],
        )

    def _draw_again(self) -> None:
        found = {one.attribute: one for one in self._lain()}
        if not found:
            return
        last = self._store.items.last_drawn(ItemKind.AGAIN)
        seed = derived_seed(self._seed("again"), int(last or 0))
        chosen = by_lot(sorted(found), seed)[:MOST_CARDS]
        self._add(
            ItemKind.AGAIN,
            seed,
            len(found),
            [
                NewItem(
                    ItemKind.AGAIN,
                    place,
                    candidate=found[attribute].circumstance.evidence,
                    attribute=attribute,
                    revision=found[attribute].revision,
                )
                for place, attribute in enumerate(chosen)
            ],
        )

    def _add(self, kind: ItemKind, seed: int, frame: int, items: Sequence[NewItem]) -> None:
        now = self._clock.now()
        sample = self._store.items.draw(kind, seed, frame, now)
        chance = len(items) / frame if frame else None
        drawn = (
            replace(item, sample=sample, inclusion_probability=chance, seed=seed) for item in items
        )
        self._store.items.add(drawn, now)
