"""What a DeepSeek message says, and where its words came from."""

from collections.abc import Iterator

from selfaudit.core.importers.assembling import NO_TEXT, UNKNOWN_ROLE, WRONG_TYPE, Content
from selfaudit.core.importers.json_access import JsonObject, as_list, as_object, as_text
from selfaudit.core.importers.segmentation import Piece, compose
from selfaudit.core.models.history import Origin, Role

_ROLES = {"user": Role.USER, "assistant": Role.ASSISTANT}
_SAID = {Role.USER: Origin.TYPED, Role.ASSISTANT: Origin.ASSISTANT}

_FRAGMENTS = {
    "REQUEST": Origin.TYPED,
    "RESPONSE": Origin.ASSISTANT,
    "THINK": Origin.HIDDEN,
}
_TOOLS = ("SEARCH", "TOOL", "READ", "OPEN")
"""What the types of fragments by tools contain: SEARCH, TOOL_SEARCH, TOOL_OPEN and others."""

_RESULT_FIELDS = ("title", "snippet")


def is_message(value: object) -> bool:
    """Tell whether a JSON value is a message: of fragments, or of the older layout's content.

    No message of these has an author, as ChatGPT's do, which lie in a `mapping`, too.
    """
    message = as_object(value)
    if "author" in message:
        return False
    fragments = map(as_object, as_list(message.get("fragments")))
    if any(isinstance(fragment.get("type"), str) for fragment in fragments):
        return True
    return isinstance(message.get("content"), str) and "inserted_at" in message


def read_message(message: JsonObject, level: int | None) -> Content | str:
    """Read a message, or say in a short phrase why there is nothing to read.

    `level` is the number of messages above it, None if the export does not tell. It says who
    speaks only where nothing else does: person and model take turns.
    """
    fragments = [as_object(value) for value in as_list(message.get("fragments"))]
    role = _role(message, fragments, level)
    if role is None:
        return UNKNOWN_ROLE
    pieces = [piece for fragment in fragments for piece in _fragment(fragment, role)]
    raw = message.get("content")
    if not any(piece.text.strip() for piece in pieces):
        for name in ("reasoning_content", "thinking_content"):
            pieces.append(Piece(as_text(message.get(name)), Origin.HIDDEN))
        pieces.append(Piece(as_text(raw), _SAID[role]))
    for file in map(as_object, as_list(message.get("files"))):
        pieces.append(Piece(as_text(file.get("content")), Origin.ATTACHED))
    text, segments = compose(pieces)
    if text:
        return Content(role, text, segments)
    return NO_TEXT if isinstance(raw, str | None) else WRONG_TYPE


def _role(message: JsonObject, fragments: list[JsonObject], level: int | None) -> Role | None:
    if "role" in message:
        return _ROLES.get(as_text(message["role"]).lower())
    kinds = {as_text(fragment.get("type")) for fragment in fragments}
    if "REQUEST" in kinds:
        return Role.USER
    if kinds or as_text(message.get("reasoning_content")):
        return Role.ASSISTANT
    if level is None or "author" in message:
        return None
    return Role.ASSISTANT if level % 2 else Role.USER


def _fragment(fragment: JsonObject, role: Role) -> Iterator[Piece]:
    """The text of a fragment; that of a type that is not known counts as attached: nobody's words.

    A request counts as the person's words only in a message of theirs.
    """
    kind = as_text(fragment.get("type"))
    by_tool = any(part in kind for part in _TOOLS)
    origin = _FRAGMENTS.get(kind, Origin.TOOL if by_tool else Origin.ATTACHED)
    if origin is Origin.TYPED and role is not Role.USER:
        origin = Origin.ATTACHED
    yield Piece(as_text(fragment.get("content")), origin)
    for result in map(as_object, as_list(fragment.get("results"))):
        texts = (as_text(result.get(name)) for name in _RESULT_FIELDS)
        yield Piece("\n".join(text for text in texts if text.strip()), Origin.TOOL)
