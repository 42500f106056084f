"""Adding what an importer read: each conversation once, each message under an id of its own."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace

from selfaudit.core.events import Counts
from selfaudit.core.models.history import Conversation, Message
from selfaudit.core.store.database import Database


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
