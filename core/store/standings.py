"""What stands of what was said, by attribute, kept up as judgments and wordings come.

Both only ever come in: after an act, only the attributes that it was about are read again, however
many there are.
"""

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from selfaudit.core.models.attribute import AssignedBy
from selfaudit.core.models.judgment import Question
from selfaudit.core.store.database import Database, Value
from selfaudit.core.store.support import MOST_BOUND


@dataclass(frozen=True, slots=True)
class Standing:
    """What stands of what was said of one attribute, on its current revision.

    `answers` and `skipped` are what the queue was told. What a stranger would make of the words was
    asked of the model's statement, and stands whatever the wording now; a judgment by name is no
    answer to a card, as it was not made under the card's conditions. `verdict` counts wherever it
    was given; None where there is none. `as_written` is False where the wording is the person's.
    """

    answers: dict[Question, str] = field(default_factory=dict)
    skipped: frozenset[Question] = frozenset()
    verdict: str | None = None
    as_written: bool = True


NOTHING_SAID = Standing()


@dataclass(frozen=True, slots=True)
class Seen:
    """How far a reader has come: what changed after it, `Standings.changed` tells."""

    rewritten: int
    changes: int


class Standings:
    """The standing of every attribute. Safe to use from several threads."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._forget()

    def _forget(self) -> None:
        self._rewritten = self._database.rewritten
        self._judgment = self._revision = 0
        self._by_attribute: dict[int, Standing] = {}
        self._changes: list[int] = []
        self._verdicts: dict[str, int] = {}
        self._edited = 0

    def of(self, attributes: Iterable[int]) -> dict[int, Standing]:
        """The standing of each of these attributes."""
        with self._database.held():
            self._read_on()
            return {one: self._by_attribute.get(one, NOTHING_SAID) for one in attributes}

    def verdicts(self) -> dict[str, int]:
        """How many attributes have each verdict on their current wording, edited or not."""
        with self._database.held():
            self._read_on()
            return dict(self._verdicts)

    def with_verdict(self, verdict: str) -> list[int]:
        """The attributes that have a verdict on their current wording, by id."""
        with self._database.held():
            self._read_on()
            return sorted(
                one for one, said in self._by_attribute.items() if said.verdict == verdict
            )

    def edited(self) -> int:
        """How many attributes have a wording of the person's own."""
        with self._database.held():
            self._read_on()
            return self._edited

    def changed(self, since: Seen | None) -> tuple[Seen, list[int] | None]:
        """The attributes whose standing may have changed since, and how far that is.

        None where all may have.
        """
        with self._database.held():
            self._read_on()
            now = Seen(self._rewritten, len(self._changes))
            if since is None or since.rewritten != now.rewritten:
                return now, None
            return now, self._changes[since.changes :]

    def _read_on(self) -> None:
        if self._rewritten != self._database.rewritten:
            self._forget()
        if not self._revision:
            self._judgment = self._database.number("SELECT max(id) FROM judgment")
            self._revision = self._database.number("SELECT max(id) FROM revision")
            self._read(None)
            return
        said = self._newer("judgment", self._judgment)
        worded = self._newer("revision", self._revision)
        self._judgment = said[-1]["id"] if said else self._judgment
        self._revision = worded[-1]["id"] if worded else self._revision
        touched = sorted({row["attribute"] for row in (*said, *worded)})
        for begin in range(0, len(touched), MOST_BOUND):
            self._read(touched[begin : begin + MOST_BOUND])

    def _newer(self, table: str, id: int) -> list[sqlite3.Row]:
        return self._database.rows(
            f"SELECT id, attribute FROM {table} WHERE id > ? ORDER BY id", [id]
        )

    def _read(self, attributes: Sequence[int] | None) -> None:
        """Read these attributes anew, or all."""
        ids: list[Value] = list(attributes or ())
        # SQLite carries bound ids into the views, and would judge every attribute for a subquery.
        among = "1" if attributes is None else f"attribute IN ({', '.join('?' * len(ids))})"
        current: dict[int, tuple[int, bool]] = {
            row["attribute"]: (row["revision"], row["written_by"] != AssignedBy.PERSON)
            for row in self._database.rows(
                "SELECT now.attribute, now.revision, written_by FROM"
                f" (SELECT attribute, revision FROM current_revision WHERE {among}) AS now"
                " JOIN revision ON revision.id = now.revision",
                ids,
            )
        }
        answers: dict[int, dict[Question, str]] = {}
        skipped: dict[int, set[Question]] = {}
        for row in self._database.rows(
            "SELECT attribute, revision, question, answer FROM queue_judgment"
            f" WHERE {among} ORDER BY id",
            ids,
        ):
            attribute, question = row["attribute"], row["question"]
            is_current = row["revision"] == current[attribute][0]
            if question == Question.SKIP:
                if is_current:
                    skipped.setdefault(attribute, set()).add(Question(row["answer"]))
            elif is_current or question == Question.SUPPORT:
                answers.setdefault(attribute, {})[Question(question)] = row["answer"]
        verdicts = {
            row["attribute"]: row["answer"]
            for row in self._database.rows(
                "SELECT attribute, revision, answer FROM effective_judgment"
                f" WHERE question = 'true' AND {among}",
                ids,
            )
            if row["revision"] == current[row["attribute"]][0]
        }
        for attribute, (_, as_written) in current.items():
            standing = Standing(
                answers.get(attribute, {}),
                frozenset(skipped.get(attribute, ())),
                verdicts.get(attribute),
                as_written,
            )
            self._put(attribute, standing)

    def _put(self, attribute: int, standing: Standing) -> None:
        before = self._by_attribute.get(attribute, NOTHING_SAID)
        if standing == before:
            return
        self._by_attribute[attribute] = standing
        self._changes.append(attribute)
        self._edited += before.as_written - standing.as_written
        for verdict, by in ((before.verdict, -1), (standing.verdict, 1)):
            if verdict is not None:
                self._verdicts[verdict] = self._verdicts.get(verdict, 0) + by
                if not self._verdicts[verdict]:
                    del self._verdicts[verdict]
