"""Exports of Open WebUI: all chats, or one of them."""

from collections.abc import Iterator

from selfaudit.core.importers.app_messages import with_system_prompt
from selfaudit.core.importers.assembling import (
    NO_MESSAGES,
    NOT_A_CONVERSATION,
    NOT_A_MESSAGE,
    Content,
    Item,
    assemble,
    derived_id,
)
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_access import (
    JsonObject,
    as_list,
    as_object,
    as_text,
    as_time_or_ms,
    clean_text,
)
from selfaudit.core.importers.message_tree import Tree, linear_tree, read_tree
from selfaudit.core.importers.open_webui_content import read_message
from selfaudit.core.importers.record_files import holds_record, read_records
from selfaudit.core.models.history import Conversation, RecordKind, Role, Skipped


class OpenWebUIImporter:
    """Chats with a `history` of messages by id, of which one is the current one."""

    format = "open_webui"
    experimental = False

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds a chat with such a history."""
        return holds_record(export, member, is_conversation)

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield the chats, files by name, each in the order of the export."""
        return read_records(export, is_conversation, parse_conversation)


def is_conversation(value: object) -> bool:
    """Tell whether a JSON value has a history of messages by id, or a chat that has one."""
    history = as_object(_chat(as_object(value)).get("history"))
    messages = history.get("messages")
    return isinstance(messages, dict) and (
        "currentId" in history
        or any("parentId" in as_object(message) for message in messages.values())
    )


def parse_conversation(value: object, where: str) -> Conversation | Skipped:
    """Turn one JSON value into a conversation, or say why it is none; nothing is raised.

    Every message of the history, or, where there is none, of the plain list that older versions
    kept, becomes one of `messages` or one of `skipped`.
    """
    record = as_object(value)
    chat = _chat(record)
    history = as_object(chat.get("history"))
    mapping, listed = history.get("messages"), chat.get("messages")
    if isinstance(mapping, dict) and (mapping or not listed):
        items = {node: _item(n, m, node) for n, (node, m) in enumerate(mapping.items(), 1)}
        tree = read_tree(_nodes(mapping), history.get("currentId"))
    elif isinstance(listed, list):
        items = {str(n): _item(n, message, "") for n, message in enumerate(listed, 1)}
        tree = linear_tree(items)
    else:
        return Skipped(RecordKind.CONVERSATION, NOT_A_CONVERSATION, where)
    if not items:
        return Skipped(RecordKind.CONVERSATION, NO_MESSAGES, where)
    return _conversation(record, chat, items, tree, where)


def _conversation(
    record: JsonObject, chat: JsonObject, items: dict[str, Item], tree: Tree, where: str
) -> Conversation:
    prompt = as_text(as_object(chat.get("params")).get("system")) or as_text(chat.get("system"))
    nodes, tree = with_system_prompt(items, tree, prompt)
    messages, skipped = assemble(nodes, tree, where)
    title = as_text(record.get("title")) or as_text(chat.get("title"))
    created_at = as_time_or_ms(record.get("created_at")) or as_time_or_ms(chat.get("timestamp"))
    first = [item.external_id for item in items.values()][:3]
    return Conversation(
        external_id=as_text(record.get("id"))
        or as_text(chat.get("id"))
        or derived_id(created_at, first),
        title=title,
        created_at=created_at,
        updated_at=as_time_or_ms(record.get("updated_at")),
        messages=messages,
        skipped=skipped,
    )


def _chat(record: JsonObject) -> JsonObject:
    """What holds the history: an object inside the record, or the record itself."""
    return as_object(record.get("chat")) or record


def _nodes(mapping: JsonObject) -> JsonObject:
    """The messages in the shape that `read_tree` takes."""
    nodes: JsonObject = {}
    for node, value in mapping.items():
        message = as_object(value)
        nodes[node] = {
            "parent": message.get("parentId"),
            "children": as_list(message.get("childrenIds")),
            "message": {"create_time": as_time_or_ms(message.get("timestamp"))},
        }
    return nodes


def _item(number: int, value: object, node: str) -> Item:
    message = as_object(value)
    content = read_message(message) if isinstance(value, dict) else NOT_A_MESSAGE
    by_model = isinstance(content, Content) and content.role is Role.ASSISTANT
    return Item(
        number=number,
        external_id=as_text(message.get("id")) or clean_text(node) or f"message {number}",
        content=content,
        created_at=as_time_or_ms(message.get("timestamp")),
        model=(as_text(message.get("model")) or None) if by_model else None,
    )
