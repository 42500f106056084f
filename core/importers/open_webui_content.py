"""What a message in an Open WebUI export says, and where its words came from.

An answer's thinking, and what tools did meanwhile, lie inside its text as HTML that the program
wrote: `<details type="reasoning">` and others.
"""

import re
from collections.abc import Iterator
from html import unescape

from selfaudit.core.importers.app_messages import ROLES, answer_pieces, content_of
from selfaudit.core.importers.assembling import NO_ROLE, UNKNOWN_ROLE, WRONG_TYPE, Content
from selfaudit.core.importers.content_blocks import block_pieces
from selfaudit.core.importers.json_access import JsonObject, as_list, as_object, as_text
from selfaudit.core.importers.segmentation import Piece
from selfaudit.core.models.history import Origin

_OPENS = "<details type="
_CLOSES = "</details>"
_TAG = re.compile(r'<details type="(\w++)"((?:[^">]++|"[^"]*+")*+)>')
_ATTRIBUTE = re.compile(r'\b(?:arguments|result|output)="([^"]*+)"')
_BLOCKS = {
    "reasoning": Origin.HIDDEN,
    "tool_calls": Origin.TOOL,
    "code_interpreter": Origin.TOOL,
}


def read_message(message: JsonObject) -> Content | str:
    """Read a message, or say in a short phrase why there is nothing to read.

    The `output` beside an answer holds the same again, in parts; it counts only where the text
    is blank.
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
        if said is Origin.ASSISTANT and isinstance(part, str):
            pieces.extend(_answer(as_text(part)))
        else:
            pieces.extend(block_pieces(part, said))
    if not any(piece.text.strip() for piece in pieces):
        pieces = [piece for part in as_list(message.get("output")) for piece in _output(part, said)]
    pieces.extend(_attached(message))
    return content_of(role, pieces)


def _answer(text: str) -> Iterator[Piece]:
    """An answer with what the program put into it kept apart."""
    at = looked = 0
    while (begin := text.find(_OPENS, looked)) >= 0:
        tag = _TAG.match(text, begin)
        if tag is None:
            break
        looked = tag.end()
        origin = _BLOCKS.get(tag[1])
        if origin is None:
            continue
        yield from answer_pieces(text[at:begin].strip())
        end = text.find(_CLOSES, looked)
        inner = text[looked : end if end >= 0 else len(text)]
        at = looked = end + len(_CLOSES) if end >= 0 else len(text)
        yield from (Piece(unescape(value), origin) for value in _ATTRIBUTE.findall(tag[2]))
        yield Piece(_shown(inner), origin)
    yield from answer_pieces(text[at:].strip() if at else text)


def _shown(inner: str) -> str:
    """The text inside such an element, without its heading and the marks of a quotation."""
    before, opened, rest = inner.partition("<summary>")
    if opened:
        inner = before + rest.partition("</summary>")[2]
    lines = unescape(inner).strip().split("\n")
    return "\n".join(line.removeprefix(">").removeprefix(" ") for line in lines)


def _output(value: object, said: Origin) -> Iterator[Piece]:
    item = as_object(value)
    kind = as_text(item.get("type"))
    origin = {"message": said, "reasoning": Origin.HIDDEN}.get(kind, Origin.TOOL)
    yield Piece(as_text(item.get("arguments")), origin)
    for name in ("content", "output"):
        texts = item.get(name)
        for part in [texts] if isinstance(texts, str) else as_list(texts):
            yield Piece(as_text(part) or as_text(as_object(part).get("text")), origin)


def _attached(message: JsonObject) -> Iterator[Piece]:
    for value in as_list(message.get("files")):
        file = as_object(value)
        data = as_object(as_object(file.get("file")).get("data"))
        yield Piece(as_text(data.get("content")) or as_text(file.get("content")), Origin.ATTACHED)
