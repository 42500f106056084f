"""What a message in a Claude.ai export says, and where its words came from."""

import re
from collections.abc import Iterator

from selfaudit.core.importers.assembling import NO_TEXT, WRONG_TYPE, Content
from selfaudit.core.importers.content_blocks import block_pieces
from selfaudit.core.importers.json_access import JsonObject, as_list, as_object, as_text
from selfaudit.core.importers.segmentation import Piece, compose
from selfaudit.core.models.history import Origin, Role

UNKNOWN_SENDER = "unknown sender"

_SENDERS = {
    "human": (Role.USER, Origin.TYPED),
    "assistant": (Role.ASSISTANT, Origin.ASSISTANT),
}

_UNSUPPORTED = re.compile(
    r"(?:```\s*)?This block is not supported on your current device yet\.(?:\s*```)?\s*"
)
"""What the export writes into `text` in place of blocks that are not text."""


def read_message(message: JsonObject) -> Content | str:
    """Read a message, or say in a short phrase why there is nothing to read.

    What was said is in the content's text blocks; the plain `text` repeats it with other blocks
    flattened into it, so it counts only where no block says anything.
    """
    role, said = _SENDERS.get(as_text(message.get("sender")), (None, Origin.HIDDEN))
    if role is None:
        return UNKNOWN_SENDER
    content = message.get("content")
    blocks = [content] if isinstance(content, str) else as_list(content)
    pieces = [piece for block in blocks for piece in block_pieces(block, said)]
    if not any(piece.origin in (said, Origin.DICTATED) and piece.text.strip() for piece in pieces):
        plain = _UNSUPPORTED.sub("", as_text(message.get("text")))
        pieces.insert(0, Piece(plain, said))
    pieces.extend(_attached(message))
    text, segments = compose(pieces)
    if text:
        return Content(role, text, segments)
    return NO_TEXT if isinstance(content, list | str | None) else WRONG_TYPE


def chat_message(message: object) -> object:
    """A message of a design chat in the shape that messages of other chats have."""
    if not isinstance(message, dict):
        return message
    inner = as_object(message.get("content"))
    role = message.get("role")
    return {
        "uuid": message.get("uuid"),
        "sender": "human" if role == "user" else role,
        "text": inner.get("content"),
        "content": inner.get("contentBlocks"),
        "attachments": inner.get("attachments"),
        "created_at": message.get("created_at") or inner.get("timestamp"),
    }


def _attached(message: JsonObject) -> Iterator[Piece]:
    for attachment in as_list(message.get("attachments")):
        yield Piece(as_text(as_object(attachment).get("extracted_content")), Origin.ATTACHED)
