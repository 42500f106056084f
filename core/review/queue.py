"""Which card comes next. Derived from the store each time, so a restart changes nothing."""

import secrets
from collections.abc import Sequence

from selfaudit.core.draw import Drawn, choose_one, uniform_draw
from selfaudit.core.models.item import ASKS_NO_MORE, NewItem
from selfaudit.core.models.judgment import Policy
from selfaudit.core.ports import Clock
from selfaudit.core.review.check_places import Checks
from selfaudit.core.review.checks import checks_of_set
from selfaudit.core.review.design import Design, draw_asking
from selfaudit.core.review.frames import Frames
from selfaudit.core.review.place import CheckPlace, Place, Progress
from selfaudit.core.review.places import Places, Tally
from selfaudit.core.review.sizes import Sizes
from selfaudit.core.store.judgments import Batch
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import sizes_in, terms_in

EXTRA_CARDS = 60
"""Cards that a batch after the headline takes at once."""


class ReviewQueue:
    """The batches of stage one over a store."""

    def __init__(self, store: Store, clock: Clock, design: Design | None = None) -> None:
        """Over a store; without a design, by that of the joined study or the protocol."""
        self._store = store
        self._clock = clock
        self._design = design
        self.frames = Frames(store)
        self._places = Places(store)
        self._checks = Checks(store)

    @property
    def design(self) -> Design:
        """Which shares of the cards are asked what."""
        return terms_in(self._store).design if self._design is None else self._design

    @property
    def sizes(self) -> Sizes:
        """The cards of the headline and of a set."""
        return sizes_in(self._store)

    def places(self) -> list[Place]:
        """Every card in the order in which it is asked, an attribute only where it came first."""
        return self._places.firsts()

    def every_place(self) -> list[Place]:
        """Every card of every batch in order, an attribute also where it came again."""
        return self._places.every()

    def next_place(self) -> Place | None:
        """The first card that is not done; None when every card is. Checks are left out."""
        return self._places.next()

    def tally(self) -> Tally:
        """How many cards there are, and how far they are. Checks are left out."""
        return self._places.tally()

    def checks(self) -> list[CheckPlace]:
        """Every check in the order in which they are asked."""
        return self._checks.all(self.sizes.set)

    def next_check(self, place: Place) -> CheckPlace | None:
        """The check that comes before a card, if one is not done."""
        here = (place.card.batch, place.card.position)
        return next(
            (
                check
                for check in self.checks()
                if (check.item.batch or 0, check.item.position) <= here
                and check.question is not None
            ),
            None,
        )

    def may_begin(self, *, extraction_ended: bool) -> bool:
        """Whether a batch can be frozen now that is worth a person's while.

        While extraction runs, a set's worth of attributes must have come; after it, or once the
        sample of a budget is read, one is enough.
        """
        ended = extraction_ended or self.frames.is_headline_next(extraction_ended=extraction_ended)
        if not ended and not terms_in(self._store).early:
            return False
        waiting = len(self.frames.of_next(extraction_ended=extraction_ended))
        return waiting >= (1 if ended else self.sizes.set)

    def begin_batch(
        self, seed: int | None = None, *, extraction_ended: bool = True
    ) -> Batch | None:
        """Freeze the next batch; None when no attribute is left to ask about.

        While extraction runs it is a set of early cards: those with the smallest lots of what
        there is. Once it has ended, the headline is drawn from all attributes by the same lots,
        so that many of its cards are judged already. With a budget, both are drawn from the
        attributes of its sample alone, the headline once that is read. After the headline come the
        attributes that were never drawn, most support first. The seed is that of the first batch,
        if there is one.
        """
        with self._store.database.write():
            frame = self.frames.of_next(extraction_ended=extraction_ended)
            if not frame:
                return None
            seed = self._seed(seed)
            policy, chosen = self._choose(frame, seed, extraction_ended=extraction_ended)
            budget = self._store.budgets.current() if policy is not Policy.MOST_SUPPORT else None
            evidence = self.frames.evidence([drawn.member for drawn in chosen], budget)
            cards = [
                (
                    drawn.member,
                    choose_one(evidence.get(drawn.member, ()), seed, drawn.member),
                    drawn.inclusion_probability,
                )
                for drawn in chosen
            ]
            before = self.tally().total
            known = {card.attribute for card in self._store.judgments.cards()}
            batch = self._store.judgments.freeze(policy, seed, frame, cards, self._clock.now())
            if budget is not None:
                self._store.budgets.note_batch(batch.id, budget)
            new = [place for place, card in enumerate(cards) if card[0] not in known]
            self._draw_asking(batch, {cards[place][0]: place for place in new})
            self._add_checks(batch, new, before)
            return batch

    def _draw_asking(self, batch: Batch, places: dict[int, int]) -> None:
        """What the cards ask that come for the first time, by attribute."""
        drawn = draw_asking(list(places), self.design, batch.seed)
        asking = {places[attribute]: one for attribute, one in drawn.items() if one != ASKS_NO_MORE}
        self._store.items.set_asking(batch.id, asking)

    def _add_checks(self, batch: Batch, places: Sequence[int], before: int) -> None:
        """The checks that come before cards of a batch; `before` cards are older."""
        last, size = before + len(places), self.sizes.set
        checks = [
            check
            for number in range(before // size, -(-last // size))
            for check in checks_of_set(number, batch.seed, self.design.checks, size)
            if before <= check.order_index < last
        ]
        items = [
            NewItem(
                check.kind,
                places[check.order_index - before],
                batch.id,
                order_index=check.order_index,
                bundled=check.statement,
                seed=batch.seed,
            )
            for check in checks
        ]
        self._store.items.add(items, self._clock.now())

    def progress(self) -> Progress:
        """How far the person has come over all batches."""
        tally, judgments, sizes = self.tally(), self._store.judgments, self.sizes
        is_drawn = tally.headline_total > 0 and self.frames.headline_left() <= 0
        goal = tally.headline_total if is_drawn else self.frames.headline_cards
        checks = [check for check in self.checks() if check.number == tally.done // sizes.set]
        return Progress(
            tally.done,
            tally.total,
            tally.headline_done,
            tally.headline_total,
            tally.skipped,
            judgments.verdicts(),
            judgments.edited(),
            len(checks),
            sum(check.question is None for check in checks),
            goal,
            sizes,
        )

    def _choose(
        self, frame: Sequence[int], seed: int, *, extraction_ended: bool
    ) -> tuple[Policy, Sequence[Drawn]]:
        left = self.frames.headline_left()
        if left <= 0:
            first = self._by_support(frame)[:EXTRA_CARDS]
            return Policy.MOST_SUPPORT, [Drawn(attribute, None) for attribute in first]
        if self.frames.is_headline_next(extraction_ended=extraction_ended):
            return Policy.HEADLINE, uniform_draw(frame, left, seed)
        return Policy.EARLY, uniform_draw(frame, self.sizes.set, seed)

    def _seed(self, seed: int | None) -> int:
        first = self._store.judgments.first_batch()
        if first is not None:
            return first.seed
        if seed is None:
            seed = terms_in(self._store).seed
        return secrets.randbits(32) if seed is None else seed

    def _by_support(self, attributes: Sequence[int]) -> list[int]:
        support = self._store.attributes.support()
        return sorted(attributes, key=lambda attribute: (-support.get(attribute, 0), attribute))
