"""DeepSeek's data export, and what its web page loads of one chat."""

from collections.abc import Iterator

from selfaudit.core.importers.assembling import (
    NO_MESSAGES,
    NOT_A_CONVERSATION,
    NOT_A_MESSAGE,
    Content,
    Item,
    assemble,
    beginning,
    derived_id,
)
from selfaudit.core.importers.deepseek_content import is_message, read_message
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_access import (
    JsonObject,
    as_identifier,
    as_list,
    as_object,
    as_text,
    as_time,
    clean_text,
)
from selfaudit.core.importers.json_records import member_records
from selfaudit.core.importers.message_tree import Tree, read_tree
from selfaudit.core.importers.sources import Probe, probe, read_records
from selfaudit.core.models.history import Conversation, RecordKind, Role, Skipped

_ROOTS = (None, "root")
"""What a first message names as its parent."""


class DeepSeekImporter:
    """Conversations that are a `mapping` of nodes whose messages have `fragments`, no author."""

    format = "deepseek"
    experimental = True

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds a conversation as DeepSeek exports or loads it."""
        return _probe(export, member).held

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield the conversations, files by name, each in the order of the file."""
        return read_records(
            export, lambda member: _probe(export, member), _records, parse_conversation
        )


def is_conversation(value: object) -> bool:
    """Tell whether a JSON value is a conversation of DeepSeek's with at least one message."""
    record = as_object(value)
    nodes = map(as_object, as_object(record.get("mapping")).values())
    if any(is_message(node.get("message")) for node in nodes):
        return True
    loaded = _loaded(record)
    return isinstance(loaded.get("chat_session"), dict) and any(
        "message_id" in as_object(message) and is_message(message)
        for message in as_list(loaded.get("chat_messages"))
    )


def parse_conversation(value: object, where: str) -> Conversation | Skipped:
    """Turn one JSON value into a conversation, or say why it is none; nothing is raised.

    `where` names the record for a person. Every node with a message, or every element of
    `chat_messages`, becomes one of `messages` or one of `skipped`.
    """
    record = as_object(value)
    mapping = record.get("mapping")
    current: object = None
    if not isinstance(mapping, dict):
        loaded = _loaded(record)
        if not isinstance(loaded.get("chat_messages"), list):
            return Skipped(RecordKind.CONVERSATION, NOT_A_CONVERSATION, where)
        record = as_object(loaded.get("chat_session"))
        mapping, current = _mapping(
            as_list(loaded["chat_messages"]), as_identifier(record.get("current_message_id"))
        )
    tree = _tree(mapping, current)
    items = _items(mapping, _levels(mapping, tree))
    if not items:
        return Skipped(RecordKind.CONVERSATION, NO_MESSAGES, where)
    messages, skipped = assemble(items, tree, where)
    created_at = as_time(record.get("inserted_at"))
    in_order = (items[node] for node in tree.order if node in items)
    return Conversation(
        external_id=as_text(record.get("id")) or derived_id(created_at, beginning(in_order)),
        title=as_text(record.get("title")),
        created_at=created_at,
        updated_at=as_time(record.get("updated_at")),
        messages=messages,
        skipped=skipped,
    )


def _records(export: ExportFiles, member: Member) -> Iterator[object]:
    return member_records(export, member, ())


def _probe(export: ExportFiles, member: Member) -> Probe:
    return probe(_records(export, member), is_conversation)


def _loaded(record: JsonObject) -> JsonObject:
    """The session and its messages, with or without the answer around them."""
    return as_object(as_object(record.get("data")).get("biz_data")) or record


def _mapping(messages: list[object], current: str) -> tuple[JsonObject, str | None]:
    """A list of messages as a mapping by their places, and the place of the current one.

    Where no message names another as its parent, they follow each other.
    """
    places: dict[str, str] = {}
    objects = [as_object(message) for message in messages]
    for number, fields in enumerate(objects, start=1):
        if id := as_identifier(fields.get("message_id")):
            places.setdefault(id, str(number))
    parents = [as_identifier(fields.get("parent_id")) for fields in objects]
    linked = any(parent in places for parent in parents)
    mapping: JsonObject = {}
    for number, (message, parent) in enumerate(zip(messages, parents, strict=True), start=1):
        before = str(number - 1) if number > 1 else None
        mapping[str(number)] = {
            "id": objects[number - 1].get("message_id"),
            "parent": places.get(parent) if linked else before,
            "message": False if message is None else message,  # no message, but counted
        }
    return mapping, places.get(current)


def _tree(mapping: JsonObject, current: object) -> Tree:
    timed: JsonObject = {}
    for name, value in mapping.items():
        node = as_object(value)
        time = as_object(node.get("message")).get("inserted_at")
        timed[name] = {
            "parent": node.get("parent"),
            "children": node.get("children"),
            "message": {"create_time": time},
        }
    return read_tree(timed, current)


def _levels(mapping: JsonObject, tree: Tree) -> dict[str, int]:
    """How many messages lie above each node, for those from which a first message is reached."""
    levels: dict[str, int] = {}
    for name in tree.order:
        node, above = as_object(mapping[name]), tree.parents[name]
        if above in levels:
            levels[name] = levels[above] + 1
        elif above is None and node.get("parent", "") in _ROOTS:
            levels[name] = 0 if node.get("message") is not None else -1
    return levels


def _items(mapping: JsonObject, levels: dict[str, int]) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for name, value in mapping.items():
        node = as_object(value)
        message = node.get("message")
        if isinstance(value, dict) and message is None:
            continue
        number = len(items) + 1
        fields = as_object(message)
        content: Content | str = NOT_A_MESSAGE
        if isinstance(message, dict):
            content = read_message(message, levels.get(name))
        by_model = isinstance(content, Content) and content.role is Role.ASSISTANT
        items[name] = Item(
            number=number,
            external_id=as_identifier(node.get("id")) or clean_text(name) or f"message {number}",
            content=content,
            created_at=as_time(fields.get("inserted_at")),
            model=(as_text(fields.get("model")) or None) if by_model else None,
        )
    return items
