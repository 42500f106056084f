"""Items, and what the person said of them, append-only."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence

from selfaudit.core.models.item import Asking, Item, ItemKind, NewItem, Response, Support
from selfaudit.core.models.judgment import Act, Phase, Question, Timing
from selfaudit.core.store.acts import TIMED, timed
from selfaudit.core.store.database import Database, Value

_COLUMNS = (
    "kind, position, batch, sample, order_index, bundled, candidate, message, attribute, revision,"
    " inclusion_probability, seed"
)


class Items:
    """What is asked about beside attributes."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, items: Iterable[NewItem], now: float) -> list[Item]:
        """Store items; return them in order."""
        with self._database.write():
            return [self._stored(item, now) for item in items]

    def _stored(self, item: NewItem, now: float) -> Item:
        values = {name: getattr(item, name) for name in _COLUMNS.split(", ")}
        id = self._database.execute(
            f"INSERT INTO item ({_COLUMNS}, made_at) VALUES ({', '.join('?' * 13)})",
            [*values.values(), now],
        )
        return Item(**values, id=id)

    def of(self, *kinds: ItemKind) -> list[Item]:
        """The items of some kinds, in the order in which they are asked."""
        return [
            _item(row)
            for row in self._database.rows(
                f"SELECT * FROM item WHERE kind IN ({', '.join('?' * len(kinds))})"
                " ORDER BY sample, batch, position, id",
                kinds,
            )
        ]

    def at(self, kind: ItemKind, position: int) -> Item | None:
        """The first item of a kind that has a position."""
        row = self._database.row(
            "SELECT * FROM item WHERE kind = ? AND position = ?"
            " ORDER BY sample, batch, position, id LIMIT 1",
            [kind, position],
        )
        return _item(row) if row is not None else None

    def newest(self) -> int:
        """The id of the item that came last; 0 without any."""
        return self._database.number("SELECT max(id) FROM item")

    def get(self, id: int) -> Item:
        """One item, which must be there."""
        (row,) = self._database.rows("SELECT * FROM item WHERE id = ?", [id])
        return _item(row)

    def draw(self, kind: ItemKind, seed: int, frame_size: int, now: float) -> int:
        """Store a sample that items are drawn in; return its id."""
        with self._database.write():
            return self._database.execute(
                "INSERT INTO sample (kind, seed, frame_size, drawn_at) VALUES (?, ?, ?, ?)",
                [kind, seed, frame_size, now],
            )

    def frame_size(self, kind: ItemKind) -> int:
        """How many members the frames of a kind had together."""
        return self._database.number("SELECT total(frame_size) FROM sample WHERE kind = ?", [kind])

    def last_drawn(self, kind: ItemKind) -> float | None:
        """When the last sample of a kind was drawn, be it an empty one; None where none was."""
        row = self._database.row("SELECT max(drawn_at) FROM sample WHERE kind = ?", [kind])
        return row[0] if row is not None else None

    def set_asking(self, batch: int, asking: Mapping[int, Asking]) -> None:
        """Store what the cards of a batch ask, by position."""
        with self._database.write():
            self._database.execute_many(
                "INSERT INTO asking VALUES (?, ?, ?, ?, ?)",
                (
                    [batch, position, one.folded, one.support, one.lasting]
                    for position, one in sorted(asking.items())
                ),
            )

    def asking(self, *, after: int = 0) -> dict[tuple[int, int], Asking]:
        """What cards ask, by batch and position, of every batch or of those after one.

        Those of which nothing is said ask no more.
        """
        return {
            (row["batch"], row["position"]): Asking(
                bool(row["folded"]), Support(row["support"]), bool(row["lasting"])
            )
            for row in self._database.rows("SELECT * FROM asking WHERE batch > ?", [after])
        }


class Responses:
    """What the person said of items."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def append(
        self,
        item: int,
        question: Question,
        answer: str,
        act: Act,
        phase: Phase,
        wording: str,
        now: float,
        *,
        text: str | None = None,
        undoes: int | None = None,
        opinion_seen: str = "",
        key: str | None = None,
        timing: Timing | None = None,
    ) -> Response:
        """Store one response and return it. On return it is on disk."""
        with self._database.write():
            after = self._database.number("SELECT max(id) FROM judgment")
            id = self._database.execute(
                "INSERT INTO response (item, question, answer, content, act, undoes, phase,"
                f" wording, opinion_seen, after_judgment, {TIMED})"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
                [
                    item,
                    question,
                    answer,
                    self._database.add_content(text) if text is not None else None,
                    act,
                    undoes,
                    phase,
                    wording,
                    opinion_seen,
                    after,
                    *timed(key, timing, now),
                ],
            )
        seconds = timing.active if timing is not None else None
        return Response(
            id, item, question, answer, text, act, undoes, phase, after, opinion_seen, seconds
        )

    def standing(self, items: Sequence[Item] | None = None) -> dict[int, list[Response]]:
        """What stands of what was said of each item, oldest first; of all, where none are named."""
        wanted, ids = "1", list[Value]()
        if items is not None:
            wanted = "item IN (SELECT value FROM json_each(?))"
            ids = [json.dumps([item.id for item in items])]
        found: dict[int, list[Response]] = {}
        for row in self._database.rows(
            "SELECT response.*, body AS text FROM standing_response AS response"
            f" LEFT JOIN content ON content.id = response.content WHERE {wanted}"
            " ORDER BY response.id",
            ids,
        ):
            found.setdefault(row["item"], []).append(_response(row))
        return found

    def newest(self) -> int:
        """The id of the response that came last; 0 without any."""
        return self._database.number("SELECT max(id) FROM response")

    def last_standing(self) -> Response | None:
        """The newest response that is no undo, nothing that was only seen, and is not undone."""
        row = self._database.row(
            "SELECT response.*, body AS text FROM standing_response AS response"
            " LEFT JOIN content ON content.id = response.content"
            " WHERE question NOT IN ('details', 'read') ORDER BY response.id DESC LIMIT 1"
        )
        return _response(row) if row is not None else None

    def count(self) -> int:
        """How many responses are stored, undos included."""
        return self._database.number("SELECT count(*) FROM response")


def effective(responses: Iterable[Response]) -> dict[Question, Response]:
    """The responses to one item that count, by question.

    The last before a reveal counts, else the last. Skips are left out: `skipped` tells them. What
    was answered before the statement was put in other words is of the earlier statement.
    """
    standing = list(responses)
    edits = [one.id for one in standing if one.question is Question.STATEMENT]
    since = max(edits, default=0)
    found: dict[Question, Response] = {}
    for one in standing:
        if one.question is Question.SKIP or (one.id < since and one.question not in _OF_ANY):
            continue
        before = found.get(one.question)
        blind = before is not None and before.phase is Phase.BEFORE and before.phase != one.phase
        if not (blind and one.question not in _OF_ANY):
            found[one.question] = one
    return found


def skipped(responses: Iterable[Response]) -> frozenset[Question]:
    """The questions on one item that were left unanswered."""
    return frozenset(Question(one.answer) for one in responses if one.question is Question.SKIP)


_OF_ANY = (Question.SURPRISE, Question.FLAG, Question.COMMENT, Question.DETAILS, Question.STATEMENT)
"""What is said of a card whatever its wording, and is not blinded."""


def _item(row: sqlite3.Row) -> Item:
    values = {name: row[name] for name in _COLUMNS.split(", ")}
    return Item(**{**values, "kind": ItemKind(row["kind"])}, id=row["id"])


def _response(row: sqlite3.Row) -> Response:
    return Response(
        row["id"],
        row["item"],
        Question(row["question"]),
        row["answer"],
        row["text"],
        Act(row["act"]),
        row["undoes"],
        Phase(row["phase"]),
        row["after_judgment"],
        row["opinion_seen"],
        row["active_seconds"],
    )
