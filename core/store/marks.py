"""Lists of attributes for prompts, and the person's marks on them, append-only."""

import json
import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selfaudit.core.models.judgment import Act, Phase, Timing
from selfaudit.core.models.relevance import Entry, Mark, MarkAnswer
from selfaudit.core.store.acts import TIMED, WITHIN, timed, timing_of
from selfaudit.core.store.database import Database, Value

_FIRST_MARKS = (
    "effective_mark JOIN entry ON entry.id = effective_mark.entry AND entry.repeats IS NULL"
)
"""The marks that count, without those of what was asked again."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that is to be stored."""

    position: int
    prompt: int
    order_index: int
    attribute: int
    revision: int
    accepted: bool
    stratum: str
    inclusion_probability: float
    repeats: int | None = None


class Marks:
    """Entries, and what the person said of them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def list_for(self, block: int, entries: Iterable[NewEntry]) -> None:
        """Store the lists of a block, inside `write` of the block itself."""
        with self._database.write():
            self._database.execute_many(
                "INSERT INTO entry (block, position, prompt, order_index, attribute, revision,"
                " accepted, stratum, inclusion_probability, repeats)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    (
                        block,
                        entry.position,
                        entry.prompt,
                        entry.order_index,
                        entry.attribute,
                        entry.revision,
                        entry.accepted,
                        entry.stratum,
                        entry.inclusion_probability,
                        entry.repeats,
                    )
                    for entry in entries
                ),
            )

    def entries(self, block: int) -> list[Entry]:
        """The lists of a block: prompt by prompt, each in the order in which it is asked."""
        return self._entries("block = ?", [block])

    def accepted(self, block: int) -> list[Entry]:
        """Those entries of a block whose attributes were accepted; the others may be thousands."""
        return self._entries("block = ? AND accepted", [block])

    def entry(self, id: int) -> Entry | None:
        """One entry, if there is one of that id."""
        found = self._entries("entry.id = ?", [id])
        return found[0] if found else None

    def _entries(self, where: str, parameters: Sequence[Value]) -> list[Entry]:
        return [
            _entry(row)
            for row in self._database.rows(
                "SELECT entry.*, ifnull(body, '') AS body FROM entry"
                " JOIN revision ON revision.id = entry.revision"
                f" LEFT JOIN content ON content.id = revision.statement WHERE {where}"
                " ORDER BY block, position, accepted DESC, order_index",
                parameters,
            )
        ]

    def append(
        self,
        entry: int,
        answer: MarkAnswer,
        act: Act,
        phase: Phase,
        wording: str,
        now: float,
        *,
        reveals_seen: int,
        key: str | None = None,
        timing: Timing | None = None,
        undoes: int | None = None,
    ) -> Mark:
        """Store one mark. On return it is on disk."""
        with self._database.write():
            id = self._database.execute(
                "INSERT INTO mark (entry, answer, act, undoes, phase, reveals_seen, wording,"
                f" {TIMED}) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    *(entry, answer, act, undoes, phase, reveals_seen, wording),
                    *timed(key, timing, now),
                ],
            )
        return Mark(id, entry, answer, act, undoes, phase, reveals_seen, wording, key, timing)

    def effective(self, *blocks: int) -> dict[int, Mark]:
        """The marks of blocks that count, by entry: given before the reveal, else after it."""
        return self._by_entry("effective_mark", "1", blocks)

    def corrected(self, *blocks: int) -> dict[int, Mark]:
        """The last mark that stands on each entry whose mark was given or changed after."""
        return self._by_entry("standing_mark", "phase = 'after'", blocks)

    def last_standing(self, block: int, phase: Phase) -> Mark | None:
        """The newest mark of a block and phase that is not undone."""
        marks = self._marks("standing_mark", "block = ? AND phase = ?", [block, phase])
        return marks[-1] if marks else None

    def of(self, entry: int) -> list[Mark]:
        """Everything that was said of an entry, undos included, in order."""
        return self._marks("mark", "entry.id = ?", [entry])

    def last_at(self) -> float | None:
        """When the newest mark that counts was given, in seconds since 1970; None without any.

        What was asked again is no such mark.
        """
        row = self._database.row(f"SELECT max(decided_at) AS at FROM {_FIRST_MARKS}")
        return None if row is None else row["at"]

    def prompts_with_yes(self) -> set[int]:
        """The prompts for which something was marked yes, in blocks that were revealed."""
        return {
            row["prompt"]
            for row in self._database.rows(
                f"SELECT DISTINCT entry.prompt FROM {_FIRST_MARKS}"
                " JOIN prompt ON prompt.id = entry.prompt"
                " JOIN revision ON revision.id = entry.revision"
                " WHERE answer = 'yes' AND prompt.content IS NOT NULL"
                " AND revision.statement IS NOT NULL"
                " AND entry.block IN (SELECT block FROM reveal)"
            )
        }

    def count(self) -> int:
        """How many entries have an answer that counts; a skip is none, nor what is asked again."""
        return self._database.number(f"SELECT count(*) FROM {_FIRST_MARKS} WHERE answer != 'skip'")

    def lain(self, before: float, wording: str) -> list[int]:
        """The entries whose mark may be asked again: given up to a moment, in these very words.

        Marks from before the reveal of a block that was revealed since; skips are left out, and so
        is what was asked again already or erased.
        """
        return [
            row["entry"]
            for row in self._database.rows(
                f"SELECT effective_mark.entry FROM {_FIRST_MARKS}"
                " JOIN prompt ON prompt.id = entry.prompt"
                " JOIN revision ON revision.id = entry.revision"
                " WHERE phase = 'before' AND answer != 'skip' AND decided_at <= ? AND wording = ?"
                " AND prompt.content IS NOT NULL AND revision.statement IS NOT NULL"
                " AND entry.block IN (SELECT block FROM reveal)"
                " AND entry.id NOT IN (SELECT repeats FROM entry WHERE repeats IS NOT NULL)"
                " ORDER BY entry.id",
                [before, wording],
            )
        ]

    def _by_entry(self, table: str, where: str, blocks: Sequence[int]) -> dict[int, Mark]:
        marks = self._marks(table, f"{where} AND {WITHIN}", [json.dumps(blocks)])
        return {mark.entry: mark for mark in marks}

    def _marks(self, table: str, where: str, parameters: Sequence[Value]) -> list[Mark]:
        return [
            _mark(row)
            for row in self._database.rows(
                f"SELECT given.* FROM {table} AS given JOIN entry ON entry.id = given.entry"
                f" WHERE {where} ORDER BY given.id",
                parameters,
            )
        ]


def _entry(row: sqlite3.Row) -> Entry:
    return Entry(
        id=row["id"],
        block=row["block"],
        position=row["position"],
        prompt=row["prompt"],
        order_index=row["order_index"],
        attribute=row["attribute"],
        revision=row["revision"],
        statement=row["body"],
        accepted=bool(row["accepted"]),
        stratum=row["stratum"],
        inclusion_probability=row["inclusion_probability"],
        repeats=row["repeats"],
    )


def _mark(row: sqlite3.Row) -> Mark:
    return Mark(
        row["id"],
        row["entry"],
        MarkAnswer(row["answer"]),
        Act(row["act"]),
        row["undoes"],
        Phase(row["phase"]),
        row["reveals_seen"],
        row["wording"],
        row["key"],
        timing_of(row),
    )
