"""What selectors said of the lists of a block, one selection for each prompt and selector."""

from collections.abc import Mapping
from dataclasses import dataclass

from selfaudit.core.models.relevance import Selected
from selfaudit.core.store.database import Database, Value


@dataclass(frozen=True, slots=True)
class Selection:
    """One selector's work on one prompt of a block: done, or failed for a reason.

    `model` is the sha256 of the weights that were asked, empty for a selector without a model.
    `selected` holds what it said, by entry.
    """

    block: int
    position: int
    selector: str
    version: int
    model: str
    failure: str | None
    prompt_tokens: int
    seconds: float
    selected: Mapping[int, Selected]


class Selections:
    """Every selection. One that is done is never done again."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def store(self, run: int, selection: Selection, now: float) -> None:
        """Store a selection whole. It takes the place of a failed one, and of no other."""
        key: list[Value] = [
            selection.block,
            selection.position,
            selection.selector,
            selection.version,
            selection.model,
        ]
        where = "block = ? AND position = ? AND selector = ? AND version = ? AND model = ?"
        with self._database.write():
            self._database.execute(
                f"DELETE FROM selection WHERE {where} AND failure IS NOT NULL", key
            )
            if self._database.row(f"SELECT 1 FROM selection WHERE {where}", key):
                return
            id = self._database.execute(
                "INSERT INTO selection (run, block, position, selector, version, model, failure,"
                " prompt_tokens, seconds, done_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [run, *key, selection.failure, selection.prompt_tokens, selection.seconds, now],
            )
            self._database.execute_many(
                "INSERT INTO selector_score VALUES (?, ?, ?, ?)",
                (
                    (id, entry, said.score, said.chosen)
                    for entry, said in selection.selected.items()
                ),
            )

    def of(self, block: int) -> list[Selection]:
        """The selections of a block, in the order in which they were made."""
        rows = self._database.rows("SELECT * FROM selection WHERE block = ? ORDER BY id", [block])
        scores: dict[int, dict[int, Selected]] = {}
        for row in self._database.rows(
            "SELECT selector_score.* FROM selector_score"
            " JOIN selection ON selection.id = selector_score.selection WHERE block = ?",
            [block],
        ):
            chosen = None if row["chosen"] is None else bool(row["chosen"])
            scores.setdefault(row["selection"], {})[row["entry"]] = Selected(row["score"], chosen)
        return [
            Selection(
                row["block"],
                row["position"],
                row["selector"],
                row["version"],
                row["model"],
                row["failure"],
                row["prompt_tokens"],
                row["seconds"],
                scores.get(row["id"], {}),
            )
            for row in rows
        ]
