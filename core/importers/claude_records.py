"""The records of a Claude.ai export, each of which becomes a conversation of its own.

Beside chats and design chats these are projects, whose instructions and documents are no chat of
the person's, and memories, which Claude wrote about them.
"""

from collections.abc import Iterable

from selfaudit.core.importers.assembling import (
    NO_MESSAGES,
    NO_TEXT,
    NOT_A_CONVERSATION,
    NOT_A_MESSAGE,
    Content,
    Item,
    assemble,
    derived_id,
)
from selfaudit.core.importers.claude_content import chat_message, read_message
from selfaudit.core.importers.json_access import JsonObject, as_list, as_object, as_text, as_time
from selfaudit.core.importers.message_tree import Tree, linear_tree, tree_of_parents
from selfaudit.core.importers.segmentation import Piece, compose
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped

STARTER_PROJECT = "project that the vendor made"
EMPTY_PROJECT = "project without instructions and documents"
EMPTY_MEMORY = "memory without text"

MEMORY_TITLE = "What Claude remembers"

_MEMORY_FIELDS = ("conversations_memory", "project_memories", "memory_files")


def is_record(value: object) -> bool:
    """Tell whether a JSON value is a record of a Claude.ai export that is read."""
    record = as_object(value)
    return _is_chat(record) or _is_project(record) or _is_memory(record) or _is_design(record)


def parse_record(value: object, where: str) -> Conversation | Skipped:
    """Turn one JSON value into a conversation, or say why it is none; nothing is raised.

    `where` names the record for a person. Every message that a chat has, every document, and
    every memory becomes one of `messages` or one of `skipped`.
    """
    record = as_object(value)
    if _is_chat(record):
        messages = as_list(record.get("chat_messages"))
        return _chat(record, messages, record.get("current_leaf_message_uuid"), where)
    if _is_project(record):
        return _project(record, where)
    if _is_memory(record):
        return _memory(record, where)
    if _is_design(record):
        messages = [chat_message(message) for message in as_list(record.get("messages"))]
        return _chat(record, messages, None, where)
    return Skipped(RecordKind.CONVERSATION, NOT_A_CONVERSATION, where)


def _is_chat(record: JsonObject) -> bool:
    messages = record.get("chat_messages")
    return isinstance(messages, list) and (
        isinstance(record.get("uuid"), str)
        or any(isinstance(as_object(message).get("sender"), str) for message in messages)
    )


def _is_project(record: JsonObject) -> bool:
    return "prompt_template" in record and isinstance(record.get("docs"), list)


def _is_memory(record: JsonObject) -> bool:
    return (
        isinstance(record.get("conversations_memory"), str)
        or isinstance(record.get("project_memories"), dict)
        or isinstance(record.get("memory_files"), list)
    )


def _is_design(record: JsonObject) -> bool:
    messages = map(as_object, as_list(record.get("messages")))
    return isinstance(record.get("uuid"), str) and any(
        isinstance(message.get("role"), str) and isinstance(message.get("content"), dict)
        for message in messages
    )


def _chat(
    record: JsonObject, messages: list[object], leaf: object, where: str
) -> Conversation | Skipped:
    if not messages:
        return Skipped(RecordKind.CONVERSATION, NO_MESSAGES, where)
    items = {
        str(number): Item(
            number=number,
            external_id=as_text(as_object(message).get("uuid")) or f"message {number}",
            content=read_message(message) if isinstance(message, dict) else NOT_A_MESSAGE,
            created_at=as_time(as_object(message).get("created_at")),
        )
        for number, message in enumerate(messages, start=1)
    }
    title = (
        as_text(record.get("name"))
        or as_text(record.get("title"))
        or as_text(as_object(record.get("project")).get("name"))
    )
    created_at = as_time(record.get("created_at"))
    first = [item.external_id for item in items.values()][:3]
    return _conversation(
        as_text(record.get("uuid")) or derived_id(title, created_at, first),
        title,
        record,
        items.values(),
        where,
        tree_of_parents(
            [as_text(as_object(message).get("uuid")) for message in messages],
            [as_text(as_object(message).get("parent_message_uuid")) for message in messages],
            [item.created_at for item in items.values()],
            as_text(leaf),
        ),
    )


def _project(record: JsonObject, where: str) -> Conversation | Skipped:
    if record.get("is_starter_project") is True:
        return Skipped(RecordKind.CONVERSATION, STARTER_PROJECT, where)
    parts = [
        (name, as_text(record.get(name)), origin, record.get("created_at"))
        for name, origin in (
            ("prompt_template", Origin.CUSTOM_INSTRUCTION),
            ("description", Origin.ATTACHED),
        )
        if record.get(name) not in (None, "")
    ]
    for number, value in enumerate(as_list(record.get("docs")), start=1):
        document = as_object(value)
        name = as_text(document.get("uuid")) or f"document {number}"
        text = as_text(document.get("content"))
        parts.append((name, text, Origin.ATTACHED, document.get("created_at")))
    if not parts:
        return Skipped(RecordKind.CONVERSATION, EMPTY_PROJECT, where)
    title = as_text(record.get("name"))
    id = as_text(record.get("uuid")) or derived_id(title, as_time(record.get("created_at")))
    items = _items((name, text, origin, as_time(time)) for name, text, origin, time in parts)
    return _conversation(f"project/{id}", title, record, items, where)


def _memory(record: JsonObject, where: str) -> Conversation | Skipped:
    parts: list[tuple[str, str, Origin, float | None]] = []

    def add(name: str, text: object, time: object = None) -> None:
        parts.append((name, as_text(text), Origin.VENDOR_MEMORY, as_time(time)))

    whole, projects, files = (record.get(name) for name in _MEMORY_FIELDS)
    if whole not in (None, ""):
        add("conversations_memory", whole)
    for project, text in as_object(projects).items():
        add(f"project_memories/{as_text(project)}", text)
    for number, value in enumerate(as_list(files), start=1):
        file = as_object(value)
        path = as_text(file.get("path")) or str(number)
        add(f"memory_files/{path}", file.get("content"), file.get("updated_at"))
    if not parts:
        return Skipped(RecordKind.CONVERSATION, EMPTY_MEMORY, where)
    owner = as_text(record.get("account_uuid")) or as_text(record.get("uuid"))
    return _conversation(f"memory/{owner}", MEMORY_TITLE, record, _items(parts), where)


def _items(parts: Iterable[tuple[str, str, Origin, float | None]]) -> list[Item]:
    items = []
    for number, (name, text, origin, created_at) in enumerate(parts, start=1):
        text, segments = compose([Piece(text, origin)])
        content = Content(Role.SYSTEM, text, segments) if text else NO_TEXT
        items.append(Item(number, name, content, created_at))
    return items


def _conversation(
    external_id: str,
    title: str,
    record: JsonObject,
    items: Iterable[Item],
    where: str,
    tree: Tree | None = None,
) -> Conversation:
    by_node = {str(item.number): item for item in items}
    messages, skipped = assemble(by_node, tree or linear_tree(by_node), where)
    return Conversation(
        external_id=external_id,
        title=title,
        created_at=as_time(record.get("created_at")),
        updated_at=as_time(record.get("updated_at")),
        messages=messages,
        skipped=skipped,
    )
