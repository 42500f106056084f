"""Imports: what was read, when, and how many of its messages are here."""

from dataclasses import asdict, dataclass

import msgspec

from selfaudit.core.errors import UnknownIdError
from selfaudit.core.events import SourceReport
from selfaudit.core.store.database import Database, storable


@dataclass(frozen=True, slots=True)
class StoredSource:
    """One import: what was read, when, and how many of its messages are here.

    `alone` counts those among them that no other import holds.
    """

    id: int
    path: str
    format: str
    imported_at: float
    messages: int
    alone: int


class Sources:
    """The imports of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_source(self, path: str, format: str, now: float) -> int:
        """Record that a path is being imported; `finish_source` tells what it came to."""
        with self._database.write():
            return self._database.execute(
                "INSERT INTO source (path, format, imported_at) VALUES (?, ?, ?)",
                [storable(path), format, now],
            )

    def finish_source(self, source: int, report: SourceReport) -> None:
        """Record what importing a source came to."""
        with self._database.write():
            self._database.execute(
                "UPDATE source SET report = ? WHERE id = ?",
                [msgspec.json.encode(asdict(report)).decode(), source],
            )

    def sources(self) -> list[StoredSource]:
        """Every import that was not erased, oldest first."""
        return [
            StoredSource(
                row["id"],
                row["path"],
                row["format"],
                row["imported_at"],
                row["messages"],
                int(row["alone"]),
            )
            for row in self._database.rows(
                "SELECT source.*, count(holding.message) AS messages,"
                " total(holding.message IS NOT NULL AND NOT EXISTS (SELECT 1 FROM holding AS also"
                " WHERE also.message = holding.message AND also.source != holding.source)) AS alone"
                " FROM source LEFT JOIN holding ON holding.source = source.id"
                " WHERE path != '' GROUP BY source.id ORDER BY source.id"
            )
        ]

    def source_ids(self) -> list[int]:
        """The ids of the imports that were not erased, oldest first; quick, unlike `sources`."""
        return [
            row["id"]
            for row in self._database.rows("SELECT id FROM source WHERE path != '' ORDER BY id")
        ]

    def source(self, id: int) -> StoredSource:
        """One import. Raises UnknownIdError."""
        for source in self.sources():
            if source.id == id:
                return source
        raise UnknownIdError(
            f"No import has the id {id}.", hint="`selfaudit sources` lists the imports."
        )
