"""Which attributes messages are evidence for, read for a page of messages at once."""

from collections.abc import Sequence
from dataclasses import dataclass

from selfaudit.core.models.attribute import Span
from selfaudit.core.store.database import Database, Value

MOST_BOUND = 500
"""Values that one query is given."""


@dataclass(frozen=True, slots=True)
class Supported:
    """An attribute that a message is evidence for, by `text[start:end]` of it.

    `statement` is "" where it was erased; `verdict` is None where it was not judged.
    """

    attribute: int
    statement: str
    verdict: str | None
    start: int
    end: int


class Support:
    """Messages and the attributes that rest on them."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def of_messages(self, messages: Sequence[str]) -> dict[str, list[Supported]]:
        """The attributes of each of these messages, in the order of their quotes."""
        links = self._database.rows(
            "SELECT candidate.message, candidate.start, candidate.end, link.attribute"
            " FROM candidate JOIN link ON link.candidate = candidate.id"
            f" WHERE candidate.message IN ({_marks(messages)})"
            " ORDER BY candidate.message, candidate.start, link.attribute",
            list(messages),
        )
        statements = self.statements(sorted({row["attribute"] for row in links}))
        found: dict[str, list[Supported]] = {}
        for row in links:
            beside = found.setdefault(row["message"], [])
            if any(one.attribute == row["attribute"] for one in beside):
                continue
            statement, verdict = statements[row["attribute"]]
            beside.append(Supported(row["attribute"], statement, verdict, row["start"], row["end"]))
        return found

    def statements(self, attributes: Sequence[int]) -> dict[int, tuple[str, str | None]]:
        """The present statement and verdict of each of these attributes."""
        if len(attributes) > MOST_BOUND:
            first, rest = attributes[:MOST_BOUND], attributes[MOST_BOUND:]
            return self.statements(first) | self.statements(rest)
        marks, ids = _marks(attributes), list[Value](attributes)
        # The ids are bound to each view by themselves: joined, SQLite would judge all of them.
        verdicts = {
            (row["attribute"], row["revision"]): row["answer"]
            for row in self._database.rows(
                "SELECT attribute, revision, answer FROM effective_judgment"
                f" WHERE question = 'true' AND attribute IN ({marks})",
                ids,
            )
        }
        return {
            row["attribute"]: (
                row["body"] or "",
                verdicts.get((row["attribute"], row["revision"])),
            )
            for row in self._database.rows(
                "SELECT now.attribute, now.revision, body FROM (SELECT attribute, revision"
                f" FROM current_revision WHERE attribute IN ({marks})) AS now"
                " JOIN revision ON revision.id = now.revision"
                " LEFT JOIN content ON content.id = revision.statement",
                ids,
            )
        }

    def first_quote(self, attribute: int) -> Span | None:
        """The first words that an attribute rests on; None where they are gone."""
        row = self._database.row(
            "SELECT message, start, end FROM link JOIN candidate ON candidate.id = link.candidate"
            " WHERE attribute = ? AND message IS NOT NULL ORDER BY candidate.id LIMIT 1",
            [attribute],
        )
        return Span(row["message"], row["start"], row["end"]) if row is not None else None

    def of_conversations(self, conversations: Sequence[str]) -> dict[str, int]:
        """How many attributes rest on words of each of these conversations."""
        return {
            row["conversation"]: row["attributes"]
            for row in self._database.rows(
                "SELECT work.conversation, count(DISTINCT link.attribute) AS attributes FROM work"
                " JOIN candidate ON candidate.work = work.key AND candidate.message IS NOT NULL"
                " JOIN link ON link.candidate = candidate.id"
                f" WHERE work.conversation IN ({_marks(conversations)})"
                " GROUP BY work.conversation",
                list(conversations),
            )
        }


def _marks(values: Sequence[object]) -> str:
    return ", ".join("?" * len(values))
