"""Chats of LM Studio, as the program keeps them: one JSON file to a conversation."""

from collections.abc import Iterator

from selfaudit.core.importers.app_messages import with_system_prompt
from selfaudit.core.importers.assembling import (
    NO_MESSAGES,
    NO_TEXT,
    NOT_A_CONVERSATION,
    NOT_A_MESSAGE,
    Content,
    Item,
    assemble,
    beginning,
    derived_id,
)
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_access import (
    JsonObject,
    as_list,
    as_object,
    as_text,
    as_time_or_ms,
)
from selfaudit.core.importers.lm_studio_content import model_of, read_version
from selfaudit.core.importers.message_tree import Tree
from selfaudit.core.importers.record_files import holds_record, read_records
from selfaudit.core.models.history import Conversation, RecordKind, Role, Skipped

_SYSTEM_PROMPT = "llm.prediction.systemPrompt"
_SETTINGS = "perChatPredictionConfig"


class LMStudioImporter:
    """Conversations whose messages have `versions`, of which one is `currentlySelected`."""

    format = "lm_studio"
    experimental = True

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds a conversation of messages in versions."""
        return holds_record(export, member, is_conversation)

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield the conversations, files by name."""
        return read_records(export, is_conversation, parse_conversation)


def is_conversation(value: object) -> bool:
    """Tell whether a JSON value has messages in versions, or none but a chat's settings."""
    record = as_object(value)
    messages = record.get("messages")
    return isinstance(messages, list) and (
        isinstance(record.get(_SETTINGS), dict)
        or any(
            isinstance(message.get("versions"), list) and "currentlySelected" in message
            for message in map(as_object, messages)
        )
    )


def parse_conversation(value: object, where: str) -> Conversation | Skipped:
    """Turn one JSON value into a conversation, or say why it is none; nothing is raised.

    Every version of every message, and every message without any, becomes one of `messages` or
    one of `skipped`. The file names no id: a conversation is known by the millisecond in which it
    was begun, else by its messages up to the first answer.
    """
    record = as_object(value)
    raw = record.get("messages")
    if not isinstance(raw, list):
        return Skipped(RecordKind.CONVERSATION, NOT_A_CONVERSATION, where)
    if not raw:
        return Skipped(RecordKind.CONVERSATION, NO_MESSAGES, where)
    items, tree = _versions(raw)
    nodes, tree = with_system_prompt(items, tree, _system_prompt(record))
    messages, skipped = assemble(nodes, tree, where)
    created_at = as_time_or_ms(record.get("createdAt"))
    return Conversation(
        external_id=derived_id(created_at or beginning(items.values())),
        title=as_text(record.get("name")),
        created_at=created_at,
        updated_at=as_time_or_ms(record.get("userLastMessagedAt"))
        or as_time_or_ms(record.get("assistantLastMessagedAt")),
        messages=messages,
        skipped=skipped,
    )


def _versions(raw: list[object]) -> tuple[dict[str, Item], Tree]:
    """Each version by a node of its own; all follow the selected version of what is before."""
    items: dict[str, Item] = {}
    parents: dict[str, str | None] = {}
    active: set[str] = set()
    above: str | None = None
    for number, value in enumerate(raw, start=1):
        message = as_object(value)
        versions = message.get("versions")
        found = versions if isinstance(versions, list) and versions else [None]
        selected = message.get("currentlySelected")
        shown = selected if type(selected) is int and 0 <= selected < len(found) else 0
        for place, version in enumerate(found):
            node = f"message {number}" if not place else f"message {number}, version {place + 1}"
            parents[node] = above
            if isinstance(versions, list) and not versions:
                items[node] = Item(number, node, NO_TEXT)
            else:
                items[node] = _item(number, node, version)
        above = f"message {number}" if not shown else f"message {number}, version {shown + 1}"
        active.add(above)
    return items, Tree(tuple(items), parents, frozenset(active))


def _item(number: int, node: str, value: object) -> Item:
    version = as_object(value)
    content = read_version(version) if isinstance(value, dict) else NOT_A_MESSAGE
    by_model = isinstance(content, Content) and content.role is Role.ASSISTANT
    return Item(number, node, content, model=model_of(version) if by_model else None)


def _system_prompt(record: JsonObject) -> str:
    for value in as_list(as_object(record.get(_SETTINGS)).get("fields")):
        field = as_object(value)
        if field.get("key") == _SYSTEM_PROMPT and as_text(field.get("value")).strip():
            return as_text(field.get("value"))
    return as_text(record.get("systemPrompt"))
