"""What a batch of cards is drawn from: everything that was found, or the sample of a budget."""

from collections.abc import Mapping, Sequence

from selfaudit.core.models.budget import Budget
from selfaudit.core.models.judgment import Policy
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import sizes_in, terms_in


class Frames:
    """The frames of stage one over a store."""

    def __init__(self, store: Store) -> None:
        self._store = store

    @property
    def headline_cards(self) -> int:
        """How many cards the headline shall have: what a budget has fixed beforehand, else as many
        as the joined study or the protocol wants."""
        budget = self._store.budgets.current()
        return sizes_in(self._store).headline if budget is None else budget.plan.cards

    def headline_left(self) -> int:
        """How many cards of the headline are still to be drawn; 0 or fewer once it has all.

        With a budget they are drawn once: what is imported later changes nothing any more.
        """
        drawn = self._store.judgments.drawn(Policy.HEADLINE)
        if drawn and self._store.budgets.current() is not None:
            return 0
        return self.headline_cards - drawn

    def of_headline(self, *, most: int | None = None) -> list[int]:
        """The attributes that cards of the headline may still be drawn from, by id.

        With `most`, no more than so many: whoever counts them needs not go through all.
        """
        budget = self._store.budgets.current()
        if budget is None:
            return self._store.judgments.unframed(Policy.HEADLINE, most=most)
        return self._within(self._store.judgments.unframed(Policy.HEADLINE), budget)[:most]

    def is_headline_next(self, *, extraction_ended: bool) -> bool:
        """Whether the next batch is of the headline: all that it is drawn from is there."""
        budget = self._store.budgets.current()
        is_there = extraction_ended if budget is None else budget.is_read
        return is_there and self.headline_left() > 0

    def of_next(self, *, extraction_ended: bool) -> list[int]:
        """The attributes that the next batch would be drawn from, by id.

        None where the joined study wants no cards beyond those of the headline.
        """
        if self.is_headline_next(extraction_ended=extraction_ended):
            return self.of_headline()
        undrawn = self._store.judgments.undrawn()
        if self.headline_left() <= 0:
            return undrawn if terms_in(self._store).extra else []
        return self._within(undrawn, self._store.budgets.current())

    def evidence(
        self, attributes: Sequence[int], budget: Budget | None
    ) -> Mapping[int, Sequence[int]]:
        """What may be shown of each attribute: with a budget, what is from its sample."""
        if budget is not None:
            return self._store.budgets.evidence(budget)
        return self._store.attributes.evidence_of(attributes)

    def _within(self, attributes: list[int], budget: Budget | None) -> list[int]:
        """Those of the attributes that rest on words of the sample; all without a budget."""
        if budget is None:
            return attributes
        sample = self._store.budgets.evidence(budget)
        return [attribute for attribute in attributes if attribute in sample]
