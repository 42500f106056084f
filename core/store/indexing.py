"""Indexing what an import left for later: everything but the person's own words and the titles."""

import threading
from collections.abc import Iterator

from selfaudit.core.store.database import Database

AT_ONCE = 100
"""Texts to a transaction: some 10 ms, for which others wait."""

_WAITING = "(SELECT id FROM content WHERE waits ORDER BY id LIMIT ?)"
_NEXT = (
    f"INSERT INTO content_index (rowid, body) SELECT id, body FROM content WHERE id IN {_WAITING}",
    f"UPDATE content SET waits = 0 WHERE id IN {_WAITING}",
)


class Indexing:
    """The full-text index of a store, and what is not in it yet."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def waiting(self) -> int:
        """How many texts cannot be searched yet."""
        return self._database.number("SELECT count(*) FROM content WHERE waits")

    def go_on(self, cancel: threading.Event | None = None, at_once: int = AT_ONCE) -> Iterator[int]:
        """Index what waits, some at a time; yields how many are left after each.

        What was yielded is on disk, and the next call goes on there. Raises StoreError.
        """
        left = self.waiting()
        while left and not (cancel is not None and cancel.is_set()):
            with self._database.write():
                for statement in _NEXT:
                    self._database.execute(statement, [at_once])
            left = max(0, left - at_once) or self.waiting()
            yield left
