"""Adding what an importer read: each conversation once, each message under an id of its own."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from selfaudit.core.events import Counts
from selfaudit.core.models.history import OWN_WORDS, Conversation, Message, Role
from selfaudit.core.store.database import Database, storable


@dataclass(frozen=True, slots=True)
class Added:
    """What adding conversations came to."""

    conversations: Counts
    messages: Counts


class Adding:
    """Adding conversations to a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

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
        if known and not is_older:
            self._database.execute("UPDATE message SET active = 0 WHERE conversation = ?", [id])
        held: set[str] = set()
        new: list[tuple[str, int, Message]] = []
        for position, message in enumerate(conversation.messages):
            key = message_id(id, message)
            if key not in held and key not in known:
                new.append((key, position, message))
            elif not is_older:
                self._database.execute(
                    "UPDATE message SET active = ?, position = ? WHERE id = ?",
                    [message.active, position, key],
                )
            held.add(key)
        self._put_new(id, source, new, is_older=is_older)
        self._database.execute_many(
            "INSERT OR IGNORE INTO holding VALUES (?, ?)", ((key, source) for key in sorted(held))
        )
        read = len(conversation.messages)
        return Counts(read=read, stored=len(new), known=read - len(new))

    def _put_new(
        self,
        conversation: str,
        source: int,
        new: Sequence[tuple[str, int, Message]],
        *,
        is_older: bool,
    ) -> None:
        """Store messages that are not known, by id and position. Own words can be searched at once.

        The rest of the texts waits for `Indexing`: indexing takes longer than all else.
        """
        first = self._database.number("SELECT max(id) FROM content") + 1
        self._database.execute_many(
            "INSERT INTO content (id, body, waits) VALUES (?, ?, ?)",
            (
                (number, storable(message.text), not _has_own_words(message))
                for number, (_, _, message) in enumerate(new, start=first)
            ),
        )
        self._database.execute_many(
            "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    key,
                    conversation,
                    source,
                    message.external_id,
                    message.parent_id,
                    position,
                    message.role,
                    number,
                    message.created_at,
                    message.active and not is_older,
                    message.model,
                )
                for number, (key, position, message) in enumerate(new, start=first)
            ),
        )
        self._database.execute_many(
            "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)",
            (
                (key, part.start, part.end, part.origin, part.detector, part.detector_version)
                for key, _, message in new
                for part in message.segments
            ),
        )


def _has_own_words(message: Message) -> bool:
    return message.role is Role.USER and any(part.origin in OWN_WORDS for part in message.segments)


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
