"""What a message in a thread of Jan says, and where its words came from."""

from collections.abc import Iterator

from selfaudit.core.importers.app_messages import ROLES, content_of, data_text, said_pieces
from selfaudit.core.importers.assembling import NO_ROLE, UNKNOWN_ROLE, WRONG_TYPE, Content
from selfaudit.core.importers.json_access import JsonObject, as_list, as_object, as_text
from selfaudit.core.importers.segmentation import Piece
from selfaudit.core.models.history import Origin


def read_message(message: JsonObject) -> Content | str:
    """Read a message, or say in a short phrase why there is nothing to read.

    What tools were asked and answered lies among the parts, or in the message's `metadata`.
    """
    if "role" not in message:
        return NO_ROLE
    role, said = ROLES.get(as_text(message["role"]), (None, Origin.HIDDEN))
    if role is None:
        return UNKNOWN_ROLE
    content = message.get("content")
    if not isinstance(content, str | list | None):
        return WRONG_TYPE
    pieces: list[Piece] = []
    for part in [content] if isinstance(content, str) else as_list(content):
        pieces.extend(_part(part, said))
    for call in as_list(as_object(message.get("metadata")).get("tool_calls")):
        pieces.extend(_call(as_object(call)))
    return content_of(role, pieces)


def _part(value: object, said: Origin) -> Iterator[Piece]:
    if isinstance(value, str):
        yield from said_pieces(as_text(value), said)
        return
    part = as_object(value)
    text = as_text(part.get("text")) or as_text(as_object(part.get("text")).get("value"))
    kind = as_text(part.get("type"))
    if kind == "text":
        yield from said_pieces(text, said)
    elif kind == "reasoning":
        yield Piece(text, Origin.HIDDEN)
    elif kind == "tool_call":
        yield Piece(data_text(part.get("input")), Origin.TOOL)
        yield Piece(data_text(part.get("output")), Origin.TOOL)
    else:
        yield Piece(text, Origin.ATTACHED)


def _call(call: JsonObject) -> Iterator[Piece]:
    function = as_object(as_object(call.get("tool")).get("function"))
    yield Piece(as_text(function.get("arguments")), Origin.TOOL)
    for part in as_list(as_object(call.get("response")).get("content")):
        yield Piece(as_text(as_object(part).get("text")), Origin.TOOL)
