"""Every check with what was said of it, read again only when a check was made or answered."""

from selfaudit.core.models.item import CHECKS
from selfaudit.core.review.place import CheckPlace
from selfaudit.core.store.items import effective, skipped
from selfaudit.core.store.store import Store


class Checks:
    """The checks of every batch over a store. Safe to use from several threads."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._as_of: tuple[int, ...] | None = None
        self._all: list[CheckPlace] = []

    def all(self, set_cards: int) -> list[CheckPlace]:
        """Every check in the order in which they are asked; a set has so many cards."""
        database = self._store.database
        with database.held():
            # Items and responses only ever come in.
            newest = (self._store.items.newest(), self._store.responses.newest())
            as_of = (*newest, set_cards, database.rewritten)
            if as_of != self._as_of:
                self._all, self._as_of = self._read(set_cards), as_of
            return list(self._all)

    def _read(self, set_cards: int) -> list[CheckPlace]:
        items = self._store.items.of(*CHECKS)
        said = self._store.responses.standing(items)
        policies = {batch.id: batch.policy for batch in self._store.judgments.batches()}
        return [
            CheckPlace(
                item,
                policies[item.batch or 0],
                {one: told.answer for one, told in effective(said.get(item.id, ())).items()},
                skipped(said.get(item.id, ())),
                set_cards,
            )
            for item in items
        ]
