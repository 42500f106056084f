"""Messages as they are stored, with their segments: read one by one or in order."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selfaudit.core.errors import UnknownIdError
from selfaudit.core.models.history import OWN_WORDS, Origin, Role, Segment
from selfaudit.core.store.database import Database, Value, storable

_OWN = ", ".join(f"'{origin}'" for origin in sorted(OWN_WORDS))


@dataclass(frozen=True, slots=True)
class StoredMessage:
    """A message as it is stored, under its own id and that of its conversation."""

    id: str
    conversation: str
    position: int
    role: Role
    text: str
    created_at: float | None
    active: bool
    segments: tuple[Segment, ...]

    @property
    def has_own_words(self) -> bool:
        """Whether the person typed or dictated any of it."""
        return any(segment.origin in OWN_WORDS for segment in self.segments)


class Messages:
    """The messages of a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def message(self, id: str) -> StoredMessage:
        """One message by its id or an unambiguous beginning of it. Raises UnknownIdError."""
        wanted = storable(id)
        rows = self._messages("message.id = ?", [wanted])
        if wanted and not rows:
            where = "substr(message.id, 1, ?) = ? LIMIT 2"
            rows = self._messages(where, [len(wanted), wanted])
        if len(rows) != 1:
            raise UnknownIdError(
                f"{'No message has' if not rows else 'Several messages have'} an id that "
                f"begins with {id!r}.",
                hint="`selfaudit messages search WORDS` shows the ids of messages.",
            )
        return rows[0]

    def messages_of(self, conversation: str, *, active_only: bool = True) -> list[StoredMessage]:
        """The messages of one conversation in reading order."""
        active = " AND message.active" if active_only else ""
        return self._messages(
            f"message.conversation = ?{active} ORDER BY message.position", [conversation]
        )

    def message_ids(self, conversation: str) -> list[str]:
        """The ids of all messages of a conversation, in no order."""
        rows = self._database.rows("SELECT id FROM message WHERE conversation = ?", [conversation])
        return [row["id"] for row in rows]

    def some(self, ids: Sequence[str]) -> list[StoredMessage]:
        """These messages, in this order."""
        found = self._messages(
            "message.id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))]
        )
        places = {id: place for place, id in enumerate(ids)}
        return sorted(found, key=lambda message: places[message.id])

    def page(self, conversation: str, position: int, limit: int) -> list[StoredMessage]:
        """The active messages of a conversation from a position on, at most so many."""
        return self._messages(
            "message.conversation = ? AND message.active AND message.position >= ?"
            " ORDER BY message.position LIMIT ?",
            [conversation, position, limit],
        )

    def page_before(self, conversation: str, position: int, limit: int) -> list[StoredMessage]:
        """The active messages of a conversation right before a position, at most so many."""
        return self._messages(
            "message.conversation = ? AND message.active AND message.position < ?"
            " ORDER BY message.position DESC LIMIT ?",
            [conversation, position, limit],
        )[::-1]

    def count_before(self, conversation: str, position: int) -> int:
        """How many active messages of a conversation stand before a position."""
        return self._database.number(
            "SELECT count(*) FROM message WHERE conversation = ? AND active AND position < ?",
            [conversation, position],
        )

    def own_words_of(self, conversation: str) -> list[StoredMessage]:
        """The active messages in which the person's own words occur, in reading order."""
        return self.own_words_and_turns(conversation)[0]

    def own_words_and_turns(
        self, conversation: str
    ) -> tuple[list[StoredMessage], dict[str, StoredMessage]]:
        """As `own_words_of`, and what the assistant said right before each, by its id."""
        return own_words_and_turns(self.messages_of(conversation))

    def own_words_ids(self) -> list[str]:
        """The ids of active messages with own words of the person, in a fixed order."""
        return [
            row["id"]
            for row in self._database.rows(
                "SELECT id FROM message WHERE active AND role = 'user' AND EXISTS"
                " (SELECT 1 FROM segment WHERE segment.message = message.id"
                f" AND origin IN ({_OWN})) ORDER BY id"
            )
        ]

    def read_own_words_ids(self) -> list[str]:
        """The ids of those of them that a model has read, in a fixed order."""
        read = {row["id"] for row in self._database.rows("SELECT message AS id FROM work_message")}
        return [message for message in self.own_words_ids() if message in read]

    def text_of(self, message: str) -> str:
        """The text of a message; "" where it was erased."""
        row = self._database.row(
            "SELECT body FROM message JOIN content ON content.id = message.content"
            " WHERE message.id = ?",
            [message],
        )
        return row["body"] if row is not None else ""

    def openings(self) -> list[str]:
        """The ids of the first messages of the person's in each conversation.

        What an export only attributes to them, as custom instructions, is passed over.
        """
        return [
            row["id"]
            for row in self._database.rows(
                "SELECT id, min(position) FROM message WHERE active AND role = 'user' AND EXISTS"
                " (SELECT 1 FROM segment WHERE segment.message = message.id AND origin NOT IN"
                " ('custom_instruction', 'vendor_memory', 'hidden')) GROUP BY conversation"
            )
        ]

    def search(self, words: str, limit: int = 50) -> list[StoredMessage]:
        """Messages that hold all of these words, newest first. Operators are plain text."""
        words = storable(words)
        query = " ".join('"' + word.replace('"', '""') + '"' for word in words.split())
        if not query:
            return []
        return self._messages(
            "message.content IN (SELECT rowid FROM content_index WHERE content_index MATCH ?)"
            " ORDER BY message.created_at DESC LIMIT ?",
            [query, limit],
        )

    def _messages(self, where: str, parameters: Sequence[Value]) -> list[StoredMessage]:
        rows = self._database.rows(
            "SELECT message.*, ifnull(body, '') AS text FROM message"
            f" LEFT JOIN content ON content.id = message.content WHERE {where}",
            parameters,
        )
        segments = self._segments([row["id"] for row in rows])
        return [
            StoredMessage(
                row["id"],
                row["conversation"],
                row["position"],
                Role(row["role"]),
                row["text"],
                row["created_at"],
                bool(row["active"]),
                tuple(segments.get(row["id"], ())),
            )
            for row in rows
        ]

    def _segments(self, messages: list[str]) -> dict[str, list[Segment]]:
        found: dict[str, list[Segment]] = {}
        for part in self._database.rows(
            "SELECT * FROM segment WHERE message IN (SELECT value FROM json_each(?))"
            " ORDER BY message, start",
            [json.dumps(messages)],
        ):
            found.setdefault(part["message"], []).append(
                Segment(
                    part["start"],
                    part["end"],
                    Origin(part["origin"]),
                    part["detector"],
                    part["detector_version"],
                )
            )
        return found


def own_words_and_turns(
    messages: Iterable[StoredMessage],
) -> tuple[list[StoredMessage], dict[str, StoredMessage]]:
    """Of a conversation's active messages, those with the person's own words, in reading order.

    And what the assistant said right before each, by its id. Messages without any text, and those
    of tools, are passed over on the way back.
    """
    found: list[StoredMessage] = []
    turns: dict[str, StoredMessage] = {}
    last: StoredMessage | None = None
    for message in messages:
        if message.role is Role.USER and message.has_own_words:
            found.append(message)
            if last is not None and last.role is Role.ASSISTANT:
                turns[message.id] = last
        if message.text.strip() and message.role is not Role.TOOL:
            last = message
    return found, turns
