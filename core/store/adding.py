"""Adding what an importer read: each conversation once, each message under an id of its own."""

import json
from collections.abc import Iterable
from dataclasses import dataclass

from selfaudit.core.events import Counts
from selfaudit.core.models.history import Conversation
from selfaudit.core.store.database import Database
from selfaudit.core.store.new_rows import NewMessages, message_id
from selfaudit.core.store.staging import Staged, put, stage


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
        return self.put(stage(source, format, conversations))

    def is_new(self, staged: Staged) -> bool:
        """Whether nothing in a batch is known, so that `put` holds up no other thread."""
        return not staged.again and not self._stored(staged.first)

    def put(self, staged: Staged) -> Added:
        """Store a batch that `stage` made ready, as `add` does."""
        database = self._database
        with database.attached(staged.data), database.write_in_bulk():
            known = self._stored(staged.first)
            put(database, staged, known)
            new = [counts for id, counts in staged.counts.items() if id not in known]
            old = [
                self._put_known(id, staged.source, conversation)
                for id, conversation in (
                    *((id, one) for id, one in staged.first.items() if id in known),
                    *staged.again,
                )
            ]
        conversations = Counts(len(new) + len(old), len(new), len(old))
        return Added(conversations, _sum((*new, *old)))

    def _stored(self, ids: Iterable[str]) -> set[str]:
        """Those conversations among them that are stored."""
        return {
            row["id"]
            for row in self._database.rows(
                "SELECT id FROM conversation WHERE id IN (SELECT value FROM json_each(?))",
                [json.dumps(list(ids))],
            )
        }

    def _put_known(self, id: str, source: int, conversation: Conversation) -> Counts:
        """Add to a conversation that is stored what it does not have."""
        is_older = self._is_older(id, conversation)
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
        return self._put_messages(id, source, conversation, is_older=is_older)

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
        new = NewMessages(source)
        for position, message in enumerate(conversation.messages):
            key = message_id(id, message)
            if key not in held and key not in known:
                new.take(key, id, position, message, active=message.active and not is_older)
            elif not is_older:
                self._database.execute(
                    "UPDATE message SET active = ?, position = ? WHERE id = ?",
                    [message.active, position, key],
                )
            held.add(key)
        stored = len(new)
        new.put(self._database)
        self._database.execute_many(
            "INSERT OR IGNORE INTO holding VALUES (?, ?)",
            ((key, source) for key in sorted(held & known)),
        )
        read = len(conversation.messages)
        return Counts(read=read, stored=stored, known=read - stored)


def _sum(counts: Iterable[Counts]) -> Counts:
    read = stored = known = 0
    for one in counts:
        read, stored, known = read + one.read, stored + one.stored, known + one.known
    return Counts(read, stored, known)
