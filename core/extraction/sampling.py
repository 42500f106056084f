"""The sample of a budget while a model reads: first, to its end, and grown where it gives little.

Conversations are read in the order of their lots, so that growing the sample means no more than
moving its end along that order. Whether a conversation is in it is decided by how many attributes
those before it gave, never by its own, nor by anything that was said of them.
"""

from collections import Counter
from collections.abc import Iterable

from selfaudit.core.extraction.windows import reading_order
from selfaudit.core.ports import Clock
from selfaudit.core.review.minutes import next_size
from selfaudit.core.store.store import Store


class SampleReading:
    """How much of the sample is still to be read, over a store."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._budget = store.budgets.current()
        self._order = store.budgets.order(self._budget.id) if self._budget is not None else []
        self._in_sample: frozenset[str] = frozenset()
        self._left: Counter[str] = Counter()
        self._is_begun = False

    def order(self, conversations: Iterable[str], seed: int) -> list[str]:
        """Conversations in the order in which they are read: by lot, then those without one."""
        there = list(conversations)
        known = set(there)
        drawn = [id for id in self._order if id is not None and id in known]
        return drawn + reading_order(known.difference(drawn), seed)

    def begin(self, waiting: Iterable[str]) -> None:
        """Begin with the conversations of all windows that are still to be read, each as often as
        it has one."""
        self._left = Counter(waiting)
        self._is_begun = True
        self._settle()

    def window_done(self, conversation: str) -> None:
        """A window of a conversation was read, or gave no result."""
        self._left[conversation] -= 1
        if conversation in self._in_sample:
            self._settle()

    @property
    def windows_left(self) -> int | None:
        """Windows of the sample still to be read, 0 once it is frozen; None without one."""
        if self._budget is None:
            return None
        return sum(self._left[id] for id in self._in_sample)

    def _settle(self) -> None:
        """Freeze the sample if all of it is read and it gives enough, or let it grow."""
        budgets = self._store.budgets
        while (budget := self._budget) is not None and not budget.is_read:
            self._in_sample = frozenset(id for id in self._order[: budget.size] if id is not None)
            if not self._is_begun or self.windows_left:
                return
            found = len(budgets.evidence(budget))
            size = next_size(budget.plan.cards, found, budget.size, budget.frame_size)
            if size == budget.size:
                budgets.freeze(budget.id, self._clock.now())
            else:
                budgets.grow(budget.id, size)
            self._budget = budgets.current()
        self._in_sample = frozenset()
