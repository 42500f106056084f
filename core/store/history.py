"""Conversations, messages and segments: stored once, told apart by where their words came from."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace

import msgspec

from selfaudit.core.errors import UnknownIdError
from selfaudit.core.events import Counts, SourceReport
from selfaudit.core.models.history import OWN_WORDS, Conversation, Message, Origin, Role, Segment
from selfaudit.core.store.database import Database, storable

_THERE = (
    "(conversation.title IS NOT NULL"
    " OR EXISTS (SELECT 1 FROM message WHERE message.conversation = conversation.id))"
)
"""That a conversation was not erased: of an erased one at most an empty row stays."""

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


@dataclass(frozen=True, slots=True)
class StoredConversation:
    """A conversation's heading: what it is called, where it is from, how many messages it has."""

    id: str
    format: str
    title: str
    created_at: float | None
    updated_at: float | None
    messages: int


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


@dataclass(frozen=True, slots=True)
class Added:
    """What adding conversations came to."""

    conversations: Counts
    messages: Counts


class History:
    """Everything that was imported."""

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

    def add(self, source: int, format: str, conversations: Iterable[Conversation]) -> Added:
        """Store conversations, each whole or not at all; what is known already is left alone.

        A message is known when its conversation has one with the same identifier and text. The
        newest copy of a conversation (by `updated_at`, else by order of import) decides which
        messages are active: those that it does not have any more are not.
        """
        counts = {"stored": 0, "known": 0}
        messages = Counts()
        with self._database.write():
            for conversation in conversations:
                id = conversation_id(format, conversation.external_id)
                known = self._database.row("SELECT 1 FROM conversation WHERE id = ?", [id])
                is_older = self._is_older(id, conversation)
                self._put_conversation(id, source, format, conversation, known is not None)
                counts["known" if known else "stored"] += 1
                put = self._put_messages(id, source, conversation, is_older=is_older)
                messages = _plus(messages, put)
        return Added(Counts(read=sum(counts.values()), **counts), messages)

    def _put_conversation(
        self, id: str, source: int, format: str, conversation: Conversation, known: bool
    ) -> None:
        if not known:
            self._database.execute(
                "INSERT INTO conversation VALUES (?, ?, ?, ?, ?, ?, ?)",
                [
                    id,
                    source,
                    format,
                    conversation.external_id,
                    self._database.add_content(conversation.title),
                    conversation.created_at,
                    conversation.updated_at,
                ],
            )
            return
        self._database.execute(
            "UPDATE conversation SET updated_at = max(ifnull(updated_at, 0), ifnull(?, 0))"
            " WHERE id = ? AND ? IS NOT NULL",
            [conversation.updated_at, id, conversation.updated_at],
        )
        if self._database.row("SELECT 1 FROM conversation WHERE id = ? AND title IS NULL", [id]):
            self._database.execute(
                "UPDATE conversation SET title = ? WHERE id = ?",
                [self._database.add_content(conversation.title), id],
            )

    def _is_older(self, id: str, conversation: Conversation) -> bool:
        """Whether a newer copy of a conversation is stored already."""
        row = self._database.row("SELECT updated_at FROM conversation WHERE id = ?", [id])
        if row is None or row["updated_at"] is None or conversation.updated_at is None:
            return False
        return conversation.updated_at < float(row["updated_at"])

    def _put_messages(
        self, id: str, source: int, conversation: Conversation, *, is_older: bool
    ) -> Counts:
        known = {
            row["id"]
            for row in self._database.rows("SELECT id FROM message WHERE conversation = ?", [id])
        }
        if not is_older:
            self._database.execute("UPDATE message SET active = 0 WHERE conversation = ?", [id])
        stored = 0
        held: set[str] = set()
        for position, message in enumerate(conversation.messages):
            key = message_id(id, message)
            held.add(key)
            active = message.active and not is_older
            if key not in known:
                self._put_message(key, id, source, position, message, active=active)
                known.add(key)
                stored += 1
            elif not is_older:
                self._database.execute(
                    "UPDATE message SET active = ?, position = ? WHERE id = ?",
                    [active, position, key],
                )
        self._database.execute_many(
            "INSERT OR IGNORE INTO holding VALUES (?, ?)", ((key, source) for key in sorted(held))
        )
        read = len(conversation.messages)
        return Counts(read=read, stored=stored, known=read - stored)

    def _put_message(
        self,
        id: str,
        conversation: str,
        source: int,
        position: int,
        message: Message,
        *,
        active: bool,
    ) -> None:
        self._database.execute(
            "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            [
                id,
                conversation,
                source,
                message.external_id,
                message.parent_id,
                position,
                message.role,
                self._database.add_content(message.text),
                message.created_at,
                active,
                message.model,
            ],
        )
        self._database.execute_many(
            "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)",
            (
                (id, part.start, part.end, part.origin, part.detector, part.detector_version)
                for part in message.segments
            ),
        )

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

    def conversation(self, id: str) -> StoredConversation:
        """One conversation's heading. Raises UnknownIdError."""
        found = self._conversations(f"conversation.id = ? AND {_THERE}", [id])
        if not found:
            raise UnknownIdError(f"No conversation has the id {id!r}.")
        return found[0]

    def conversation_meant(self, id: str) -> StoredConversation:
        """One conversation by an unambiguous beginning of its id. Raises UnknownIdError."""
        wanted = storable(id)
        where = f"substr(conversation.id, 1, ?) = ? AND {_THERE} LIMIT 2"
        found = self._conversations(where, [len(wanted), wanted]) if wanted else []
        if len(found) != 1:
            raise UnknownIdError(
                f"{'No conversation has' if not found else 'Several conversations have'} an id "
                f"that begins with {id!r}.",
                hint="`selfaudit messages search WORDS` and `selfaudit messages show MESSAGE` "
                "lead to the ids of conversations.",
            )
        return found[0]

    def conversations(self) -> list[StoredConversation]:
        """Every conversation's heading, newest first."""
        return self._conversations(
            f"{_THERE} ORDER BY ifnull(updated_at, created_at) DESC, conversation.id", []
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

    def source(self, id: int) -> StoredSource:
        """One import. Raises UnknownIdError."""
        for source in self.sources():
            if source.id == id:
                return source
        raise UnknownIdError(
            f"No import has the id {id}.", hint="`selfaudit sources` lists the imports."
        )

    def messages_of(self, conversation: str, *, active_only: bool = True) -> list[StoredMessage]:
        """The messages of one conversation in reading order."""
        active = " AND message.active" if active_only else ""
        return self._messages(
            f"message.conversation = ?{active} ORDER BY message.position", [conversation]
        )

    def own_words_of(self, conversation: str) -> list[StoredMessage]:
        """The active messages in which the person's own words occur, in reading order."""
        return [
            message
            for message in self.messages_of(conversation)
            if message.role is Role.USER and message.has_own_words
        ]

    def text_of(self, message: str) -> str:
        """The text of a message; "" where it was erased."""
        row = self._database.row(
            "SELECT body FROM message JOIN content ON content.id = message.content"
            " WHERE message.id = ?",
            [message],
        )
        return row["body"] if row is not None else ""

    def own_words_messages(self) -> list[str]:
        """The ids of all active messages in which the person's own words occur."""
        return [
            row["id"]
            for row in self._database.rows(
                "SELECT id FROM message WHERE active AND role = 'user' AND EXISTS (SELECT 1 FROM"
                f" segment WHERE segment.message = message.id AND origin IN ({_OWN})) ORDER BY id"
            )
        ]

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

    def messages(self, ids: list[str]) -> list[StoredMessage]:
        """The messages of these ids, in the order of their ids; unknown ones are left out."""
        return self._messages(
            "message.id IN (SELECT value FROM json_each(?)) ORDER BY message.id", [json.dumps(ids)]
        )

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

    def counts(self) -> dict[str, int]:
        """Conversations, messages, and active messages with own words that are stored."""
        return {
            "conversations": self._database.number(
                f"SELECT count(*) FROM conversation WHERE {_THERE}"
            ),
            "messages": self._database.number("SELECT count(*) FROM message"),
            "own_words_messages": self._database.number(
                "SELECT count(*) FROM message WHERE active AND role = 'user' AND EXISTS"
                " (SELECT 1 FROM segment WHERE segment.message = message.id"
                f" AND origin IN ({_OWN}))"
            ),
        }

    def is_empty(self) -> bool:
        """Whether nothing was imported; quick, unlike `counts`."""
        return self._database.row("SELECT 1 FROM message LIMIT 1") is None

    def _conversations(self, where: str, parameters: list[str | int]) -> list[StoredConversation]:
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

    def _messages(self, where: str, parameters: list[str | int]) -> list[StoredMessage]:
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


def conversation_id(format: str, external_id: str) -> str:
    """The id under which a conversation is stored: the same for every export that holds it."""
    return _digest(format, external_id)


def message_id(conversation: str, message: Message) -> str:
    """The id under which a message is stored.

    The text takes part: a stored message never changes, so offsets into it stay true, and an
    edited message is another one.
    """
    return _digest(conversation, message.external_id, message.role, message.text)


def _digest(*parts: str) -> str:
    digest = hashlib.blake2b(digest_size=10)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        digest.update(len(data).to_bytes(8, "big") + data)
    return digest.hexdigest()


def _plus(first: Counts, second: Counts) -> Counts:
    return replace(
        first,
        read=first.read + second.read,
        stored=first.stored + second.stored,
        known=first.known + second.known,
    )
