"""Runs: which model was asked for what, how, and on which machine."""

from collections.abc import Mapping
from dataclasses import asdict

import msgspec

from selfaudit.core.models.run import ModelIdentity, Purpose
from selfaudit.core.store.database import Database


class Runs:
    """Every stretch of work of a model, ended or not."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def begin(
        self,
        purpose: Purpose,
        model: ModelIdentity,
        recipe: Mapping[str, str | int | float],
        seed: int,
        now: float,
    ) -> int:
        """Record a run: which model, for what, asked how (`recipe`). Return its id."""
        with self._database.write():
            return self._database.execute(
                "INSERT INTO run (started_at, state, model, recipe, seed, provenance, purpose)"
                " VALUES (?, 'running', ?, ?, ?, '{}', ?)",
                [now, _json(asdict(model)), _json(dict(recipe)), seed, purpose],
            )

    def set_provenance(self, run: int, provenance: Mapping[str, str | int | float]) -> None:
        """Record on what machine a run is made: versions, processor, threads."""
        with self._database.write():
            self._database.execute(
                "UPDATE run SET provenance = ? WHERE id = ?", [_json(dict(provenance)), run]
            )

    def last_extraction_ended(self) -> bool:
        """Whether no extraction is under way, as far as is known: a killed one counts as such."""
        row = self._database.row(
            "SELECT state FROM run WHERE purpose = ? ORDER BY id DESC LIMIT 1",
            [Purpose.EXTRACTION],
        )
        return row is None or row["state"] != "running"

    def everything_was_read(self) -> bool:
        """Whether the latest extraction came to its end, and nothing was imported since."""
        row = self._database.row(
            "SELECT state, started_at FROM run WHERE purpose = ? ORDER BY id DESC LIMIT 1",
            [Purpose.EXTRACTION],
        )
        if row is None or row["state"] != "done":
            return False
        later = "SELECT 1 FROM source WHERE imported_at > ?"
        return self._database.row(later, [row["started_at"]]) is None

    def end(self, run: int, state: str, now: float) -> None:
        """Record how a run ended: done, cancelled or failed. A killed run stays `running`."""
        with self._database.write():
            self._database.execute(
                "UPDATE run SET ended_at = ?, state = ? WHERE id = ?", [now, state, run]
            )


def _json(value: object) -> str:
    return msgspec.json.encode(value).decode()
