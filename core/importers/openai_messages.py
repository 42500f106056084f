"""Conversations as lists of messages in the way of OpenAI's API, one to a line or in one array."""

from collections.abc import Iterator

from selfaudit.core.importers.assembling import (
    NO_MESSAGES,
    NO_ROLE,
    NO_TEXT,
    NOT_A_CONVERSATION,
    NOT_A_MESSAGE,
    UNKNOWN_ROLE,
    WRONG_TYPE,
    Content,
    Item,
    assemble,
    beginning,
    derived_id,
)
from selfaudit.core.importers.content_blocks import block_pieces
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_access import (
    JsonObject,
    as_identifier,
    as_list,
    as_object,
    as_text,
    as_time,
)
from selfaudit.core.importers.json_lines import lines_or_records
from selfaudit.core.importers.message_tree import linear_tree
from selfaudit.core.importers.segmentation import Piece, compose
from selfaudit.core.importers.sources import Probe, probe, read_records
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped

_ROLES = {
    "user": (Role.USER, Origin.TYPED),
    "assistant": (Role.ASSISTANT, Origin.ASSISTANT),
    "system": (Role.SYSTEM, Origin.HIDDEN),
    "developer": (Role.SYSTEM, Origin.HIDDEN),
    "tool": (Role.TOOL, Origin.TOOL),
    "function": (Role.TOOL, Origin.TOOL),
}

_IDS = ("id", "conversation_id", "uuid")
_TITLES = ("title", "name")
_CREATED = ("created_at", "created", "create_time", "timestamp")
_UPDATED = ("updated_at", "updated", "update_time")


class OpenAIMessagesImporter:
    """Objects with `messages`, each of which has a `role` and a `content`."""

    format = "openai-messages"
    experimental = False

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds an object with a list of messages."""
        return _probe(export, member).held

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield the conversations, files by name, each in the order of its lines."""
        return read_records(
            export, lambda member: _probe(export, member), _records, parse_conversation
        )


def is_conversation(value: object) -> bool:
    """Tell whether a JSON value has messages of which one has a known role and a content."""
    return any(
        as_text(message.get("role")) in _ROLES
        and (isinstance(message.get("content"), str | list) or "tool_calls" in message)
        for message in map(as_object, as_list(as_object(value).get("messages")))
    )


def parse_conversation(value: object, where: str) -> Conversation | Skipped:
    """Turn one JSON value into a conversation, or say why it is none; nothing is raised.

    `where` names the record for a person. Every element of `messages` becomes one of `messages`
    or one of `skipped`.
    """
    record = as_object(value)
    raw = record.get("messages")
    if not isinstance(raw, list):
        return Skipped(RecordKind.CONVERSATION, NOT_A_CONVERSATION, where)
    if not raw:
        return Skipped(RecordKind.CONVERSATION, NO_MESSAGES, where)
    items = {
        str(number): _item(number, message, record) for number, message in enumerate(raw, start=1)
    }
    messages, skipped = assemble(items, linear_tree(items), where)
    created_at = _time(record, _CREATED)
    return Conversation(
        external_id=_identifier(record) or derived_id(created_at, beginning(items.values())),
        title=next((text for name in _TITLES if (text := as_text(record.get(name)))), ""),
        created_at=created_at,
        updated_at=_time(record, _UPDATED),
        messages=messages,
        skipped=skipped,
    )


def _records(export: ExportFiles, member: Member) -> Iterator[object]:
    return lines_or_records(export, member, is_conversation)


def _probe(export: ExportFiles, member: Member) -> Probe:
    return probe(_records(export, member), is_conversation)


def _item(number: int, value: object, record: JsonObject) -> Item:
    message = as_object(value)
    content = _read_message(message) if isinstance(value, dict) else NOT_A_MESSAGE
    by_model = isinstance(content, Content) and content.role is Role.ASSISTANT
    model = as_text(message.get("model")) or as_text(record.get("model"))
    return Item(
        number=number,
        external_id=_identifier(message) or f"message {number}",
        content=content,
        created_at=_time(message, _CREATED),
        model=(model or None) if by_model else None,
    )


def _read_message(message: JsonObject) -> Content | str:
    if "role" not in message:
        return NO_ROLE
    role, said = _ROLES.get(as_text(message["role"]), (None, Origin.HIDDEN))
    if role is None:
        return UNKNOWN_ROLE
    content = message.get("content")
    pieces = [Piece(as_text(message.get("reasoning_content")), Origin.HIDDEN)]
    for part in [content] if isinstance(content, str) else as_list(content):
        pieces.extend(block_pieces(part, said))
    pieces.append(Piece(as_text(message.get("refusal")), said))
    for call in (*as_list(message.get("tool_calls")), {"function": message.get("function_call")}):
        function = as_object(as_object(call).get("function"))
        pieces.append(Piece(as_text(function.get("arguments")), Origin.TOOL))
    text, segments = compose(pieces)
    if text:
        return Content(role, text, segments)
    return NO_TEXT if isinstance(content, str | list | None) else WRONG_TYPE


def _identifier(fields: JsonObject) -> str:
    return next((id for name in _IDS if (id := as_identifier(fields.get(name)))), "")


def _time(fields: JsonObject, names: tuple[str, ...]) -> float | None:
    times = (as_time(fields.get(name)) for name in names)
    return next((time for time in times if time is not None), None)
