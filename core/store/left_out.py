"""Conversations that the person left out of imports: known again by a hash of their ids alone."""

from collections.abc import Collection

from selfaudit.core.store.database import Database


class LeftOut:
    """What is not to be stored, whichever export it comes in, until the person says otherwise."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def ids(self) -> frozenset[str]:
        """The ids, as `conversation_id` gives them, of all that was left out."""
        return frozenset(
            row["conversation"] for row in self._database.rows("SELECT conversation FROM left_out")
        )

    def change(self, left: Collection[str], taken: Collection[str], now: float) -> None:
        """Leave these conversations out from now on, and take those again.

        Nothing that is stored goes by this.
        """
        with self._database.write():
            self._database.execute_many(
                "DELETE FROM left_out WHERE conversation = ?", ((id,) for id in taken)
            )
            self._database.execute_many(
                "INSERT OR IGNORE INTO left_out VALUES (?, ?)", ((id, now) for id in left)
            )
