"""The studies that the person joined, each with the text of its file as it was then."""

import json
import sqlite3
from collections.abc import Mapping
from dataclasses import dataclass

from selfaudit.core.store.database import Database

ACTS = ("batch", "block", "judgment", "response", "mark", "vote", "run")
"""The tables of which every row was made inside a study or outside of all."""


@dataclass(frozen=True, slots=True)
class StoredStudy:
    """A study that was joined and, unless `left_at` is None, left.

    `name` is the id in its file; times are in seconds since 1970 UTC. What was made in it, in a
    table of `ACTS`, has ids above those of `joined_after` and up to those of `left_after`.
    """

    id: int
    sha256: str
    name: str
    version: str
    title: str
    text: str
    joined_at: float
    joined_after: Mapping[str, int]
    left_at: float | None
    left_after: Mapping[str, int] | None

    def holds(self, table: str, id: int) -> bool:
        """Whether a row of a table of `ACTS` was made in this study."""
        is_later = self.left_after is not None and id > self.left_after[table]
        return id > self.joined_after[table] and not is_later


class Studies:
    """Every study that was joined, one after another. No two hold at once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def join(
        self, sha256: str, name: str, version: str, title: str, text: str, now: float
    ) -> StoredStudy:
        """Record that a study was joined; the one before must have been left."""
        with self._database.write():
            self._database.execute(
                "INSERT INTO study (sha256, name, version, title, text, joined_at, joined_after)"
                " VALUES (?, ?, ?, ?, ?, ?, ?)",
                [sha256, name, version, title, text, now, self._newest()],
            )
            return self._select("WHERE left_at IS NULL")[0]

    def leave(self, id: int, now: float) -> StoredStudy:
        """Record that a study was left; return it as it is then."""
        with self._database.write():
            self._database.execute(
                "UPDATE study SET left_at = ?, left_after = ? WHERE id = ?",
                [now, self._newest(), id],
            )
            return next(one for one in self.all() if one.id == id)

    def joined(self) -> StoredStudy | None:
        """The study that is joined now."""
        found = self._select("WHERE left_at IS NULL")
        return found[0] if found else None

    def all(self) -> list[StoredStudy]:
        """Every study that was ever joined, oldest first."""
        return self._select("ORDER BY id")

    def of(self, table: str, id: int) -> StoredStudy | None:
        """The study in which a row of a table of `ACTS` was made."""
        return next((one for one in self.all() if one.holds(table, id)), None)

    def _newest(self) -> str:
        number = self._database.number
        return json.dumps({one: number(f"SELECT ifnull(max(id), 0) FROM {one}") for one in ACTS})

    def _select(self, rest: str) -> list[StoredStudy]:
        return [_study(row) for row in self._database.rows(f"SELECT * FROM study {rest}")]


def _study(row: sqlite3.Row) -> StoredStudy:
    values = {name: row[name] for name in StoredStudy.__dataclass_fields__}
    for name in ("joined_after", "left_after"):
        values[name] = None if values[name] is None else json.loads(values[name])
    return StoredStudy(**values)
