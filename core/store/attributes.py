"""Attributes: what the person judges, with revisions of the statement and linked evidence."""

import json
import sqlite3
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from selfaudit.core.errors import UnknownIdError
from selfaudit.core.models.attribute import (
    AssignedBy,
    Attribute,
    Description,
    Evidence,
    EvidenceKind,
)
from selfaudit.core.store.database import Database, Value
from selfaudit.core.store.extraction import described, description_of
from selfaudit.core.store.support import MOST_BOUND

ERASED = (
    "SELECT attribute FROM revision AS gone WHERE statement IS NULL AND NOT EXISTS"
    " (SELECT 1 FROM revision WHERE revision.attribute = gone.attribute"
    " AND statement IS NOT NULL)"
)
"""Attributes whose statements were erased. By an index: where none was, nothing is gone through."""


@dataclass(frozen=True, slots=True)
class Statement:
    """One wording that an attribute has or had, to find duplicates by."""

    revision: int
    attribute: int
    text: str


@dataclass(frozen=True, slots=True)
class Sketch:
    """What the report needs of an attribute, which is not its text.

    `formats` are those of the exports that its evidence is from; empty where that was erased.
    """

    as_written: bool
    category: str | None
    formats: frozenset[str] = frozenset()


class Attributes:
    """Attributes, their revisions and the links that attach candidates to them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def create(self, statement: str, description: Description, now: float) -> int:
        """Make an attribute whose first revision is a model's statement; return its id."""
        with self._database.write():
            attribute = self._database.execute(
                "INSERT INTO attribute (created_at, category, subject, basis, durability,"
                " sensitivity, assigned_by) VALUES (?, ?, ?, ?, ?, ?, ?)",
                [now, *described(description)],
            )
            self.add_revision(attribute, statement, AssignedBy.MODEL, now)
            return attribute

    def add_revision(self, attribute: int, statement: str, by: AssignedBy, now: float) -> int:
        """Add a wording. A person's one is current only while a judgment says so."""
        with self._database.write():
            return self._database.execute(
                "INSERT INTO revision (attribute, statement, written_by, created_at)"
                " VALUES (?, ?, ?, ?)",
                [attribute, self._database.add_content(statement), by, now],
            )

    def link(self, candidate: int, attribute: int, by: AssignedBy, now: float) -> None:
        """Attach a candidate to an attribute. Links are only ever added."""
        with self._database.write():
            self._database.execute(
                "INSERT INTO link (candidate, attribute, linked_by, linked_at) VALUES (?, ?, ?, ?)",
                [candidate, attribute, by, now],
            )

    def model_statements(self, *, after: int = 0) -> list[Statement]:
        """Every statement that a model wrote, oldest first, beginning after a revision."""
        return [
            Statement(row["id"], row["attribute"], row["body"])
            for row in self._database.rows(
                "SELECT revision.id, revision.attribute, body FROM revision"
                " JOIN content ON content.id = revision.statement"
                " WHERE written_by = 'model' AND revision.id > ? ORDER BY revision.id",
                [after],
            )
        ]

    def get(self, id: int) -> Attribute:
        """One attribute with its evidence. Raises UnknownIdError."""
        found = self._select("attribute.id = ?", [id])
        if not found:
            raise UnknownIdError(
                f"No attribute has the id {id}.", hint="`selfaudit attributes` lists them."
            )
        return found[0]

    def some(self, ids: Sequence[int]) -> list[Attribute]:
        """These attributes, by id."""
        wanted = sorted(set(ids))
        found: list[Attribute] = []
        for begin in range(0, len(wanted), MOST_BOUND):
            some = wanted[begin : begin + MOST_BOUND]
            # SQLite carries bound ids into the view, and would gather all of it for a subquery.
            marks = ", ".join("?" * len(some))
            found += self._select(
                f"current_revision.attribute IN ({marks}) ORDER BY attribute.id", some
            )
        return found

    def sketches(self, ids: Iterable[int]) -> dict[int, Sketch]:
        """These attributes without their texts and evidence, by id."""
        wanted = json.dumps(list(ids))
        formats: dict[int, set[str]] = {}
        for row in self._database.rows(
            "SELECT DISTINCT link.attribute, format FROM link"
            " JOIN candidate ON candidate.id = link.candidate"
            " JOIN message ON message.id = candidate.message"
            " JOIN conversation ON conversation.id = message.conversation"
            " WHERE link.attribute IN (SELECT value FROM json_each(?)) AND format != ''",
            [wanted],
        ):
            formats.setdefault(row["attribute"], set()).add(row["format"])
        return {
            row["id"]: Sketch(
                row["written_by"] != AssignedBy.PERSON,
                row["category"],
                frozenset(formats.get(row["id"], ())),
            )
            for row in self._database.rows(
                "SELECT attribute.id, category, written_by FROM attribute"
                " JOIN current_revision ON current_revision.attribute = attribute.id"
                " JOIN revision ON revision.id = current_revision.revision"
                " WHERE attribute.id IN (SELECT value FROM json_each(?))",
                [wanted],
            )
        }

    def page(
        self, *, after: int = 0, limit: int = 100, verdict: str | None = None
    ) -> list[Attribute]:
        """Attributes by id, beginning after an id; optionally those with one verdict."""
        where, parameters = "attribute.id > ?", [after]
        arguments: list[Value] = list(parameters)
        if verdict is not None:
            where += " AND verdict = ?"
            arguments.append(verdict)
        return self._select(f"{where} ORDER BY attribute.id LIMIT ?", [*arguments, limit])

    def supported_by(self, message: str) -> list[Attribute]:
        """The attributes that a message gives evidence for."""
        rows = self._database.rows(
            "SELECT link.attribute FROM link"
            " JOIN candidate ON candidate.id = link.candidate WHERE candidate.message = ?",
            [message],
        )
        return self.some([row["attribute"] for row in rows])

    def evidence_of(self, attributes: Sequence[int]) -> dict[int, list[int]]:
        """The candidates that each of these attributes has as evidence."""
        found: dict[int, list[int]] = {}
        for row in self._database.rows(
            "SELECT attribute, candidate FROM link JOIN candidate ON candidate.id = link.candidate"
            " WHERE attribute IN (SELECT value FROM json_each(?))"
            " AND candidate.message IS NOT NULL ORDER BY candidate",
            [json.dumps(list(attributes))],
        ):
            found.setdefault(row["attribute"], []).append(row["candidate"])
        return found

    def conversations_of(self, evidence: Iterable[int | None]) -> dict[int, str]:
        """The conversation of each of these pieces of evidence; erased ones are left out."""
        wanted = json.dumps([id for id in evidence if id is not None])
        return {
            row["id"]: row["conversation"]
            for row in self._database.rows(
                "SELECT candidate.id, conversation FROM candidate"
                " JOIN message ON message.id = candidate.message"
                " WHERE candidate.id IN (SELECT value FROM json_each(?))",
                [wanted],
            )
        }

    def support(self) -> dict[int, int]:
        """How many conversations gave evidence for each attribute."""
        return {
            row["attribute"]: row["support"]
            for row in self._database.rows(
                # A piece of work is of one conversation, and found sooner than a message.
                "SELECT link.attribute, count(DISTINCT work.conversation) AS support FROM link"
                " JOIN candidate ON candidate.id = link.candidate AND candidate.message IS NOT NULL"
                " JOIN work ON work.key = candidate.work GROUP BY link.attribute"
            )
        }

    def statement_of(self, revision: int) -> str:
        """The words of one revision; "" where they were erased."""
        row = self._database.row(
            "SELECT body FROM revision JOIN content ON content.id = revision.statement"
            " WHERE revision.id = ?",
            [revision],
        )
        return row["body"] if row is not None else ""

    def erased(self) -> set[int]:
        """The attributes whose statements were erased."""
        return {row["attribute"] for row in self._database.rows(ERASED)}

    def count(self) -> int:
        """How many attributes there are."""
        return self._database.number("SELECT count(*) FROM attribute")

    def _select(self, where: str, parameters: Sequence[Value]) -> list[Attribute]:
        rows = self._database.rows(
            # The verdict as `effective_judgment` has it, which would be made whole for each use.
            "SELECT attribute.*, current_revision.revision, body AS statement_text, written_by,"
            " (SELECT answer FROM standing_judgment AS said WHERE said.question = 'true'"
            " AND said.attribute = attribute.id AND said.revision = revision.id"
            " ORDER BY blind DESC, said.id DESC LIMIT 1) AS verdict FROM attribute"
            " JOIN current_revision ON current_revision.attribute = attribute.id"
            " JOIN revision ON revision.id = current_revision.revision"
            " LEFT JOIN content ON content.id = revision.statement"
            f" WHERE {where}",
            parameters,
        )
        evidence = self._evidence([row["id"] for row in rows])
        return [_attribute(row, evidence.get(row["id"], ())) for row in rows]

    def _evidence(self, attributes: Sequence[int]) -> Mapping[int, tuple[Evidence, ...]]:
        found: dict[int, tuple[Evidence, ...]] = {}
        for row in self._database.rows(
            "SELECT link.attribute, candidate.id, candidate.message, candidate.start,"
            " candidate.end, candidate.kind, message.conversation,"
            " substr(body, start + 1, end - start) AS quote FROM link"
            " JOIN candidate ON candidate.id = link.candidate"
            " JOIN message ON message.id = candidate.message"
            " LEFT JOIN content ON content.id = message.content"
            " WHERE link.attribute IN (SELECT value FROM json_each(?)) ORDER BY candidate.id",
            [json.dumps(list(attributes))],
        ):
            piece = Evidence(
                row["id"],
                row["conversation"],
                row["message"],
                row["start"],
                row["end"],
                row["quote"] or "",
                EvidenceKind(row["kind"]),
            )
            found[row["attribute"]] = (*found.get(row["attribute"], ()), piece)
        return found


def _attribute(row: sqlite3.Row, evidence: tuple[Evidence, ...]) -> Attribute:
    return Attribute(
        id=row["id"],
        revision=row["revision"],
        statement=row["statement_text"] or "",
        as_written=row["written_by"] != AssignedBy.PERSON,
        description=description_of(row),
        support=len({piece.conversation for piece in evidence}),
        verdict=row["verdict"],
        evidence=evidence,
    )
