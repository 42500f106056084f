"""What llm logs since 2026: threads, each a chain of messages that threads may share."""

import json
import sqlite3
from collections.abc import Iterator

from selfaudit.core.importers.app_messages import (
    ROLES,
    content_of,
    data_text,
    known_by_text,
    said_pieces,
)
from selfaudit.core.importers.assembling import (
    NO_MESSAGES,
    UNKNOWN_ROLE,
    Content,
    Item,
    assemble,
)
from selfaudit.core.importers.json_access import JsonObject, as_list, as_object, as_text, as_time
from selfaudit.core.importers.json_records import TOO_MANY
from selfaudit.core.importers.message_tree import linear_tree
from selfaudit.core.importers.segmentation import Piece
from selfaudit.core.importers.sqlite_files import DAMAGED, Tables, UnreadableError
from selfaudit.core.importers.sqlite_rows import MAX_ROWS, Row, Rows, bounded, bounded_items
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped

_KINDS = {
    "reasoning": (Origin.HIDDEN, ""),
    "tool_call": (Origin.TOOL, "arguments"),
    "tool_result": (Origin.TOOL, "output"),
}
"""Types of parts that nobody said, with the field of their payload that holds text."""


def thread_ids(connection: sqlite3.Connection, known: Tables) -> frozenset[str]:
    """The ids of all threads that have messages."""
    if "tip_message_hash" not in known.get("threads", ()):
        return frozenset()
    key = "CASE WHEN tip_message_hash IS NOT NULL THEN id END"
    rows = Rows(connection, known, "threads", key, ())
    return frozenset(filter(None, map(as_text, rows.keys())))


def read_threads(
    connection: sqlite3.Connection, known: Tables, name: str
) -> Iterator[Conversation | Skipped]:
    """Yield the threads as conversations, each from its first message to the one it points at."""
    store = _Store(connection, known)
    for number, key in enumerate(store.threads.keys(), start=1):
        where = f"{name}, thread {number}"
        thread = store.threads.of(key)[0]
        if isinstance(thread, str):
            yield Skipped(RecordKind.CONVERSATION, thread, where)
            continue
        try:
            yield store.conversation(as_text(key) or str(key), thread, where)
        except UnreadableError as error:
            yield Skipped(RecordKind.CONVERSATION, error.reason, where)
    if store.damaged:
        yield Skipped(RecordKind.CONVERSATION, DAMAGED, name)


class _Store:
    def __init__(self, connection: sqlite3.Connection, known: Tables) -> None:
        def rows(table: str, key: str, *columns: str) -> Rows:
            there = key in known.get(table, ())
            return Rows(connection, known if there else {}, table, key, columns)

        self.threads = rows("threads", "id", "name", "tip_message_hash")
        self._turns = rows("turns", "thread_id", "tip_message_hash", "model", "datetime_utc")
        self._messages = rows("messages", "hash", "parent_hash", "role")
        self._parts = rows("parts", "message_hash", "position", "type", "text", "payload")
        self._fragments = rows("fragments", "id", "content")

    @property
    def damaged(self) -> bool:
        """Whether some of the rows could not be counted."""
        return any(
            rows.damaged for rows in (self.threads, self._turns, self._messages, self._parts)
        )

    def conversation(self, id: str, thread: Row, where: str) -> Conversation | Skipped:
        """The conversation that a thread is, or that it has no messages."""
        chain = self._chain(thread.get("tip_message_hash"))
        if not chain:
            return Skipped(RecordKind.CONVERSATION, NO_MESSAGES, where)
        turns = {turn.get("tip_message_hash"): turn for turn in self._turns.good(id)}
        read = bounded_items(self._items(chain, turns))
        items = {str(item.number): item for item in known_by_text(reversed(read))}
        messages, skipped = assemble(items, linear_tree(items), where)
        times = [item.created_at for item in items.values() if item.created_at is not None]
        return Conversation(
            external_id=id,
            title=as_text(thread.get("name")),
            created_at=min(times, default=None),
            updated_at=max(times, default=None),
            messages=messages,
            skipped=skipped,
        )

    def _chain(self, tip: object) -> list[tuple[object, Row | str]]:
        """The messages from the last to the first; a damaged one ends it, and so does a cycle."""
        chain: dict[object, Row | str] = {}
        while tip is not None and tip not in chain:
            found = self._messages.of(tip)
            if not found:
                break
            if len(chain) == MAX_ROWS:
                raise UnreadableError(TOO_MANY)
            message = chain[tip] = found[0]
            tip = message.get("parent_hash") if isinstance(message, dict) else None
        return list(chain.items())

    def _items(
        self, chain: list[tuple[object, Row | str]], turns: dict[object, Row]
    ) -> Iterator[Item]:
        turn: Row = {}
        for number, (key, message) in zip(range(len(chain), 0, -1), chain, strict=True):
            turn = turns.get(key, turn)  # a turn's time is also that of what it answers
            yield self._item(number, key, message, turn)

    def _item(self, number: int, key: object, message: Row | str, turn: Row) -> Item:
        content = message if isinstance(message, str) else self._content(key, message)
        by_model = isinstance(content, Content) and content.role is Role.ASSISTANT
        return Item(
            number=number,
            external_id=as_text(key) or f"message {number}",
            content=content,
            created_at=as_time(turn.get("datetime_utc")),
            model=(as_text(turn.get("model")) or None) if by_model else None,
        )

    def _content(self, key: object, message: Row) -> Content | str:
        role, said = ROLES.get(as_text(message.get("role")), (None, Origin.HIDDEN))
        if role is None:
            return UNKNOWN_ROLE
        parts = sorted(self._parts.good(key), key=lambda part: _place(part.get("position")))
        pieces = (piece for part in parts for piece in self._pieces(part, said))
        return content_of(role, bounded(pieces, lambda piece: len(piece.text)))

    def _pieces(self, part: Row, said: Origin) -> Iterator[Piece]:
        """The texts of a part; what it borrows from a fragment is a document, not said."""
        payload = _payload(part.get("payload"))
        origin, field = _KINDS.get(as_text(part.get("type")), (said, ""))
        yield from said_pieces(as_text(part.get("text")), origin)
        for value in as_list(payload.get("text_ref")):
            reference = as_object(value)
            yield from said_pieces(as_text(reference.get("literal")).strip("\n"), origin)
            borrowed = Origin.ATTACHED if origin is Origin.TYPED else origin
            for row in self._fragments.good(_hashable(reference.get("fragment"))):
                yield Piece(as_text(row.get("content")), borrowed)
        if field:
            yield Piece(data_text(payload.get(field)), origin)


def _payload(value: object) -> JsonObject:
    try:
        return as_object(json.loads(as_text(value)))
    except (ValueError, RecursionError):
        return {}


def _place(value: object) -> int:
    return value if isinstance(value, int) else 0


def _hashable(value: object) -> object:
    return value if isinstance(value, int | str) else None
