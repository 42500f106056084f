"""New conversations, made ready beside the store so that storing them takes a few statements.

The rows of a batch are written to a database in memory, as which SQLite takes them over. While a
statement runs, other threads of Python's do; if each row were one, they would wait at each.
"""

import json
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass

from selfaudit.core.events import Counts
from selfaudit.core.models.history import Conversation, Message
from selfaudit.core.store.database import Database, Value, storable
from selfaudit.core.store.new_rows import (
    by_key,
    conversation_id,
    has_own_words,
    message_id,
    next_content,
)

# What may be long comes last: SQLite goes through it to reach what is behind.
_TABLES = (
    "CREATE TABLE conversation (id, external_id, created_at, updated_at, title)",
    "CREATE TABLE message (id, conversation, external_id, parent_external_id, position, role,"
    " created_at, active, model, own, body)",
    'CREATE TABLE segment (message, start, "end", origin, detector, detector_version)',
)

_TITLES = (
    "INSERT INTO content (id, body) SELECT rowid + :title, title FROM staged.conversation",
    "INSERT INTO content_index (rowid, body) SELECT rowid + :title, title FROM staged.conversation",
    "INSERT INTO conversation SELECT id, :source, :format, external_id, rowid + :title, created_at,"
    " updated_at FROM staged.conversation",
)
_MESSAGES = (
    "INSERT INTO content (id, body, waits) SELECT rowid + :text, body, NOT own FROM staged.message",
    "INSERT INTO content_index (rowid, body)"
    " SELECT rowid + :text, body FROM staged.message WHERE own",
    "INSERT INTO message SELECT id, conversation, :source, external_id, parent_external_id,"
    " position, role, rowid + :text, created_at, active, model FROM staged.message",
    "INSERT INTO segment SELECT * FROM staged.segment",
    "INSERT INTO holding SELECT id, :source FROM staged.message ORDER BY id",
)
_WITHOUT_KNOWN = (
    "DELETE FROM staged.segment WHERE message IN (SELECT id FROM staged.message"
    " WHERE conversation IN (SELECT value FROM json_each(?)))",
    "DELETE FROM staged.message WHERE conversation IN (SELECT value FROM json_each(?))",
    "DELETE FROM staged.conversation WHERE id IN (SELECT value FROM json_each(?))",
)


@dataclass(frozen=True, slots=True)
class Staged:
    """A batch of conversations of one source, as if all of them were new.

    `first` are they by their ids, `again` further copies of some. `counts` is what storing the
    messages of each comes to if it is new. `data` is the database of their rows.
    """

    source: int
    format: str
    first: dict[str, Conversation]
    again: tuple[tuple[str, Conversation], ...]
    counts: dict[str, Counts]
    data: bytes


def stage(source: int, format: str, conversations: Iterable[Conversation]) -> Staged:
    """Make conversations ready to be stored; nothing of the store is read or written."""
    first: dict[str, Conversation] = {}
    again: list[tuple[str, Conversation]] = []
    counts: dict[str, Counts] = {}
    messages: list[tuple[str, str, int, Message]] = []
    for conversation in conversations:
        id = conversation_id(format, conversation.external_id)
        if id in first:
            again.append((id, conversation))
            continue
        first[id] = conversation
        held: set[str] = set()
        for position, message in enumerate(conversation.messages):
            key = message_id(id, message)
            if key not in held:
                held.add(key)
                messages.append((key, id, position, message))
        read = len(conversation.messages)
        counts[id] = Counts(read=read, stored=len(held), known=read - len(held))
    return Staged(source, format, first, tuple(again), counts, _rows(first, messages))


def put(database: Database, staged: Staged, known: set[str]) -> None:
    """Store what is not known of a batch that is attached, inside `write`."""
    for statement in _WITHOUT_KNOWN if known else ():
        database.execute(statement, [json.dumps(sorted(known))])
    title = next_content(database) - 1
    values: dict[str, Value] = {
        "source": staged.source,
        "format": staged.format,
        "title": title,
        "text": title + len(staged.first),
    }
    for statement in (*_TITLES, *_MESSAGES):
        database.execute(statement, values)


def _rows(
    conversations: dict[str, Conversation], messages: list[tuple[str, str, int, Message]]
) -> bytes:
    with closing(sqlite3.connect(":memory:", isolation_level=None)) as made:
        made.execute("PRAGMA journal_mode = OFF")
        for table in _TABLES:
            made.execute(table)
        made.execute("BEGIN")
        made.executemany(
            "INSERT INTO conversation VALUES (?, ?, ?, ?, ?)",
            (
                (id, one.external_id, one.created_at, one.updated_at, storable(one.title))
                for id, one in conversations.items()
            ),
        )
        made.executemany(
            "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    key,
                    conversation,
                    message.external_id,
                    message.parent_id,
                    position,
                    str(message.role),
                    message.created_at,
                    1 if message.active else 0,
                    message.model,
                    1 if has_own_words(message) else 0,
                    storable(message.text),
                )
                for key, conversation, position, message in messages
            ),
        )
        # In the order of the keys by which the rows will lie, each page of them is gone to once.
        messages.sort(key=by_key)
        made.executemany(
            "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)",
            (
                (key, part.start, part.end, str(part.origin), part.detector, part.detector_version)
                for key, _, _, message in messages
                for part in message.segments
            ),
        )
        made.execute("COMMIT")
        return made.serialize()
