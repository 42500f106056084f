"""Exports of LibreChat: one conversation to a file, as a tree or as a list of messages."""

from collections.abc import Iterator

from selfaudit.core.importers.app_messages import content_of, said_pieces, with_system_prompt
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
from selfaudit.core.importers.json_access import JsonObject, as_list, as_object, as_text, as_time
from selfaudit.core.importers.message_tree import Tree, linear_tree, read_tree
from selfaudit.core.importers.record_files import holds_record, read_records
from selfaudit.core.importers.segmentation import Piece
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped

UNKNOWN_SENDER = "unknown sender"

_NO_PARENT = frozenset({"", "00000000-0000-0000-0000-000000000000"})
_PROMPTS = ("promptPrefix", "system", "instructions")
"""The fields of `options` that hold what the person told the model to be."""


class LibreChatImporter:
    """An object with a `conversationId` and messages that say whether the person made them."""

    format = "librechat"
    experimental = False

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds a conversation as LibreChat exports it."""
        return holds_record(export, member, is_conversation)

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield the conversations, files by name."""
        return read_records(export, is_conversation, parse_conversation)


def is_conversation(value: object) -> bool:
    """Tell whether a JSON value is a conversation of messages with a `messageId`."""
    record = as_object(value)
    return isinstance(record.get("conversationId"), str) and any(
        isinstance(as_object(message).get("messageId"), str) for message in _listed(record)
    )


def parse_conversation(value: object, where: str) -> Conversation | Skipped:
    """Turn one JSON value into a conversation, or say why it is none; nothing is raised.

    Every message, however deep it lies among the `children` of others, becomes one of
    `messages` or one of `skipped`.
    """
    record = as_object(value)
    if not any(isinstance(record.get(name), list) for name in ("messages", "messagesTree")):
        return Skipped(RecordKind.CONVERSATION, NOT_A_CONVERSATION, where)
    found = _flat(_listed(record))
    if not found:
        return Skipped(RecordKind.CONVERSATION, NO_MESSAGES, where)
    raw = [as_object(message) for message, _ in found]
    items = {str(number): _item(number, message) for number, (message, _) in enumerate(found, 1)}
    options = as_object(record.get("options"))
    prompts = [text for name in _PROMPTS if (text := as_text(options.get(name)).strip())]
    tree = _tree(raw, [parent for _, parent in found])
    nodes, tree = with_system_prompt(items, tree, "\n\n".join(prompts))
    messages, skipped = assemble(nodes, tree, where)
    times = [time for message in raw if (time := as_time(message.get("createdAt"))) is not None]
    title = as_text(record.get("title"))
    return Conversation(
        external_id=as_text(record.get("conversationId"))
        or derived_id(title, [item.external_id for item in items.values()][:3]),
        title=title,
        created_at=min(times, default=None),
        updated_at=max(times, default=None),
        messages=messages,
        skipped=skipped,
    )


def _listed(record: JsonObject) -> list[object]:
    return as_list(record.get("messages")) or as_list(record.get("messagesTree"))


def _flat(messages: list[object]) -> list[tuple[object, str | None]]:
    """All messages with their children after them, each with the place of what it lies in."""
    flat: list[tuple[object, str | None]] = []
    waiting: list[tuple[object, str | None]] = [(message, None) for message in reversed(messages)]
    while waiting:
        message, parent = waiting.pop()
        flat.append((message, parent))
        children = as_list(as_object(message).get("children"))
        waiting.extend((child, str(len(flat))) for child in reversed(children))
    return flat


def _tree(messages: list[JsonObject], inside: list[str | None]) -> Tree:
    """The branches, by what a message lies in, else by what it names as its parent.

    Nodes are places, from "1". The export does not say which branch was seen last: the one that
    leads to the newest message is the active one, or to the last one listed.
    """
    places: dict[str, str] = {}
    for number, message in enumerate(messages, start=1):
        places.setdefault(as_text(message.get("messageId")), str(number))
    named = [as_text(message.get("parentMessageId")) for message in messages]
    if not any(inside) and not any(name in places for name in named if name):
        return linear_tree(str(number) for number in range(1, len(messages) + 1))
    mapping: dict[str, object] = {}
    for number, (message, name) in enumerate(zip(messages, named, strict=True), start=1):
        before = None if number == 1 or name in _NO_PARENT else str(number - 1)
        mapping[str(number)] = {
            "parent": inside[number - 1] or (places.get(name, before) if name else before),
            "message": {"create_time": message.get("createdAt")},
        }
    return read_tree(mapping, None)


def _item(number: int, value: object) -> Item:
    message = as_object(value)
    content = _read(message) if isinstance(value, dict) else NOT_A_MESSAGE
    by_model = isinstance(content, Content) and content.role is Role.ASSISTANT
    return Item(
        number=number,
        external_id=as_text(message.get("messageId")) or f"message {number}",
        content=content,
        created_at=as_time(message.get("createdAt")),
        model=(as_text(message.get("model")) or None) if by_model else None,
    )


def _read(message: JsonObject) -> Content | str:
    """What a message says; `text` where it has one, else the text among its content's parts."""
    by_person = message.get("isCreatedByUser")
    if not isinstance(by_person, bool):
        sender = as_text(message.get("sender"))
        if not sender:
            return UNKNOWN_SENDER
        by_person = sender.lower() == "user"
    role, said = (Role.USER, Origin.TYPED) if by_person else (Role.ASSISTANT, Origin.ASSISTANT)
    if message.get("error") is True and not by_person:
        said = Origin.TOOL
    pieces = [piece for part in as_list(message.get("content")) for piece in _part(part, said)]
    text = as_text(message.get("text"))
    if text.strip():
        pieces = [piece for piece in pieces if piece.origin is not said]
        pieces.extend(said_pieces(text, said))
    for file in as_list(message.get("files")):
        pieces.append(Piece(as_text(as_object(file).get("text")), Origin.ATTACHED))
    return content_of(role, pieces)


def _part(value: object, said: Origin) -> Iterator[Piece]:
    part = as_object(value)
    kind = as_text(part.get("type"))
    if kind == "text":
        yield from said_pieces(_text(part.get("text")), said)
    elif kind == "think":
        yield Piece(_text(part.get("think")), Origin.HIDDEN)
    elif kind == "tool_call":
        call = as_object(part.get("tool_call"))
        function = as_object(call.get("function"))
        for fields in (call, function):
            yield Piece(as_text(fields.get("args") or fields.get("arguments")), Origin.TOOL)
            yield Piece(as_text(fields.get("output")), Origin.TOOL)
    else:
        yield Piece(_text(part.get("text")), Origin.TOOL if kind == "error" else Origin.ATTACHED)


def _text(value: object) -> str:
    """A string, or the `value` of the object that the assistants' API has in its place."""
    return as_text(value) or as_text(as_object(value).get("value"))
