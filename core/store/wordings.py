"""The words that were on the screen, once each, under their hash."""

from selfaudit.core.models.wording import Wording
from selfaudit.core.store.database import Database


class Wordings:
    """Every wording that an answer refers to."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, wording: Wording) -> str:
        """Record a wording, once; return its hash."""
        known = self._database.row("SELECT 1 FROM wording WHERE hash = ?", [wording.hash])
        if known is None:
            with self._database.write():
                self._database.execute(
                    "INSERT OR IGNORE INTO wording VALUES (?, ?, ?, ?)",
                    [wording.hash, wording.name, wording.version, wording.full_text],
                )
        return wording.hash
