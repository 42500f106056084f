"""Blocks of a message's content, as Claude and the APIs of several vendors name them."""

from collections.abc import Iterator

from selfaudit.core.importers.json_access import as_object, as_text
from selfaudit.core.importers.segmentation import Piece
from selfaudit.core.models.history import Origin

_SAID: dict[str, tuple[str, ...]] = {
    "text": ("text",),
    "input_text": ("text",),
    "output_text": ("text",),
    "refusal": ("refusal",),
}
"""Types of what the message's author says, with the fields that hold it."""

_OTHER: dict[str, tuple[Origin, tuple[str, ...]]] = {
    "voice_note": (Origin.DICTATED, ("text", "transcript")),
    "input_audio": (Origin.DICTATED, ("transcript",)),
    "user_interjection": (Origin.TYPED, ("text", "content")),
    "thinking": (Origin.HIDDEN, ("thinking", "text")),
    "reasoning": (Origin.HIDDEN, ("reasoning", "text", "summary")),
    "tool_use": (Origin.TOOL, ("input",)),
    "tool_call": (Origin.TOOL, ("input", "arguments")),
    "tool_result": (Origin.TOOL, ("content", "text")),
    "error": (Origin.TOOL, ("text", "message")),
}
"""Types of everything else, with the origin of what they hold."""


def block_pieces(block: object, said: Origin) -> Iterator[Piece]:
    """The texts of one block; `said` is the origin of what the message's author says.

    The text of a block of an unknown type counts as attached: nobody's words.
    """
    if isinstance(block, str):
        yield Piece(as_text(block), said)
        return
    fields = as_object(block)
    kind = as_text(fields.get("type"))
    if kind in _SAID:
        origin, names = said, _SAID[kind]
    else:
        origin, names = _OTHER.get(kind, (Origin.ATTACHED, ("text",)))
    if said in (Origin.HIDDEN, Origin.TOOL) or (
        origin is Origin.DICTATED and said is not Origin.TYPED
    ):
        origin = said
    for name in names:
        for text in _texts(fields.get(name)):
            yield Piece(text, origin)


def _texts(value: object) -> Iterator[str]:
    """A string, the strings among an object's values, or those of an array and of its objects."""
    if isinstance(value, str):
        yield as_text(value)
    elif isinstance(value, dict):
        yield from (as_text(inner) for inner in value.values())
    elif isinstance(value, list):
        for inner in value:
            yield as_text(inner) or as_text(as_object(inner).get("text"))
