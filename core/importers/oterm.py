"""The database of oterm, a terminal program for Ollama's models."""

import sqlite3
from collections.abc import Iterator

from selfaudit.core.importers.app_messages import (
    ROLES,
    content_of,
    said_pieces,
    with_system_prompt,
)
from selfaudit.core.importers.assembling import (
    NO_MESSAGES,
    UNKNOWN_ROLE,
    WRONG_TYPE,
    Content,
    Item,
    assemble,
    derived_id,
)
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_access import as_text
from selfaudit.core.importers.message_tree import linear_tree
from selfaudit.core.importers.sqlite_files import DAMAGED, Tables, UnreadableError, tables
from selfaudit.core.importers.sqlite_rows import DAMAGED_ROW, Row, Rows, read_databases
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped

DELETED_CHAT = "messages of a chat that was deleted"

_ROLES = {**ROLES, "me": ROLES["user"], "ollama": ROLES["assistant"]}
"""The roles, with the names that versions before 0.10 gave the two sides."""


class OtermImporter:
    """A database with the tables `chat` and `message`, which names an author."""

    format = "oterm"
    experimental = False

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file is a database with oterm's tables."""
        return _wanted(tables(export, member))

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield the chats, databases by name, each in the order of its chats."""
        return read_databases(export, _wanted, _read)


def _wanted(known: Tables) -> bool:
    return {"id", "name", "model"} <= known.get("chat", frozenset()) and {
        "chat_id",
        "author",
        "text",
    } <= known.get("message", frozenset())


def _read(
    connection: sqlite3.Connection, known: Tables, name: str
) -> Iterator[Conversation | Skipped]:
    chats = Rows(connection, known, "chat", "id", ("id", "name", "model", "system"))
    messages = Rows(connection, known, "message", "chat_id", ("id", "author", "text"))
    of_chats = set()
    for number, key in enumerate(chats.keys(), start=1):
        of_chats.add(key)
        where = f"{name}, conversation {number}"
        chat = chats.of(key)[0]
        if isinstance(chat, str):
            yield Skipped(RecordKind.CONVERSATION, chat, where)
            continue
        try:
            rows = messages.of(key)
            if rows:
                yield _conversation(chat, rows, where)
            else:
                reason = DAMAGED_ROW if messages.damaged else NO_MESSAGES
                yield Skipped(RecordKind.CONVERSATION, reason, where)
        except UnreadableError as error:
            yield Skipped(RecordKind.CONVERSATION, error.reason, where)
    if chats.damaged or messages.damaged:
        yield Skipped(RecordKind.CONVERSATION, DAMAGED, name)
    for key in messages.keys():  # noqa: SIM118 - no mapping
        if key not in of_chats and not chats.damaged:
            yield Skipped(RecordKind.CONVERSATION, DELETED_CHAT, name)


def _conversation(chat: Row, rows: list[Row | str], where: str) -> Conversation:
    model = as_text(chat.get("model")) or None
    items = {str(number): _item(number, row, model) for number, row in enumerate(rows, 1)}
    nodes, tree = with_system_prompt(items, linear_tree(items), as_text(chat.get("system")))
    messages, skipped = assemble(nodes, tree, where)
    first = (item.content.text for item in items.values() if isinstance(item.content, Content))
    return Conversation(
        # The number alone would be the same in every database.
        external_id=derived_id(str(chat["id"]), next(first, "")),
        title=as_text(chat.get("name")),
        created_at=None,
        updated_at=None,
        messages=messages,
        skipped=skipped,
    )


def _item(number: int, row: Row | str, model: str | None) -> Item:
    if isinstance(row, str):
        return Item(number, f"message {number}", row)
    id = row.get("id")
    content = _read_message(row)
    by_model = isinstance(content, Content) and content.role is Role.ASSISTANT
    return Item(
        number=number,
        external_id=str(id) if isinstance(id, int) else f"message {number}",
        content=content,
        model=model if by_model else None,
    )


def _read_message(row: Row) -> Content | str:
    role, said = _ROLES.get(as_text(row.get("author")), (None, Origin.HIDDEN))
    if role is None:
        return UNKNOWN_ROLE
    if not isinstance(row.get("text"), str | None):
        return WRONG_TYPE
    return content_of(role, said_pieces(as_text(row.get("text")), said))
