"""Conversations as they are stored: their headings."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from selfaudit.core.errors import UnknownIdError
from selfaudit.core.store.database import Database, Value, storable

THERE = (
    "(conversation.title IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM message WHERE message.conversation = conversation.id))"
)
"""That a conversation was not erased: of an erased one at most an empty row stays."""


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation's heading: what it is called, where it is from, how many messages it has."""

    id: str
    format: str
    title: str
    created_at: float | None
    updated_at: float | None
    messages: int


class Conversations:
    """The conversations of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def conversation(self, id: str) -> StoredConversation:
        """One conversation's heading. Raises UnknownIdError."""
        found = self._conversations(f"conversation.id = ? AND {THERE}", [id])
        if not found:
            raise UnknownIdError(f"No conversation has the id {id!r}.")
        return found[0]

    def has_conversation(self, id: str) -> bool:
        """Whether a conversation is stored under this id."""
        return self._database.row("SELECT 1 FROM conversation WHERE id = ?", [id]) is not None

    def conversation_meant(self, id: str) -> StoredConversation:
        """One conversation by an unambiguous beginning of its id. Raises UnknownIdError."""
        wanted = storable(id)
        where = f"substr(conversation.id, 1, ?) = ? AND {THERE} LIMIT 2"
        found = self._conversations(where, [len(wanted), wanted]) if wanted else []
        if len(found) != 1:
            raise UnknownIdError(
                f"{'No conversation has' if not found else 'Several conversations have'} an id "
                f"that begins with {id!r}.",
                hint="`selfaudit messages search WORDS` and `selfaudit messages show MESSAGE` "
                "lead to the ids of conversations.",
            )
        return found[0]

    def headings(self, ids: Sequence[str]) -> dict[str, StoredConversation]:
        """The headings of these conversations, by id."""
        found = self._conversations(
            "conversation.id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))]
        )
        return {one.id: one for one in found}

    def conversations(self) -> list[StoredConversation]:
        """Every conversation's heading, newest first."""
        return self._conversations(
            f"{THERE} ORDER BY ifnull(updated_at, created_at) DESC, conversation.id", []
        )

    def _conversations(self, where: str, parameters: list[Value]) -> list[StoredConversation]:
        return [
            StoredConversation(
                row["id"],
                row["format"],
                row["title"] or "",
                row["created_at"],
                row["updated_at"],
                row["messages"],
            )
            for row in self._database.rows(
                "SELECT conversation.id, format, body AS title, created_at, updated_at,"
                " (SELECT count(*) FROM message WHERE conversation = conversation.id AND active)"
                " AS messages"
                " FROM conversation LEFT JOIN content ON content.id = conversation.title"
                f" WHERE {where}",
                parameters,
            )
        ]
