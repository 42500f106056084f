"""Putting a conversation together from what was read of each of its messages."""

import hashlib
import json
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from selfaudit.core.importers.message_tree import Tree
from selfaudit.core.models.history import Message, RecordKind, Role, Segment, Skipped

DUPLICATE = "duplicate id"
NOT_A_CONVERSATION = "not a conversation"
NO_ROLE = "no role"
UNKNOWN_ROLE = "unknown role"
NO_MESSAGES = "no messages in the export"
NOT_A_MESSAGE = "not a message"
NO_TEXT = "no text"
WRONG_TYPE = "content of the wrong type"


class Content(Struct, frozen=True, gc=False):
    """A message's role, its text, and the segments of the text."""

    role: Role
    text: str
    segments: tuple[Segment, ...]


class Item(Struct, frozen=True, gc=False):
    """One message record: what it says or, as a short phrase, why there is nothing to read.

    `number` is its place among the records of the conversation, from 1, for a person who looks.
    """

    number: int
    external_id: str
    content: Content | str
    created_at: float | None = None
    model: str | None = None


def assemble(
    items: Mapping[str, Item], tree: Tree, where: str
) -> tuple[tuple[Message, ...], tuple[Skipped, ...]]:
    """Make each item, by its node in the tree, one of the messages or one of the skipped.

    Both are in reading order. Of several messages with one id the one that the person last saw
    is kept. A message's `parent_id` is that of the nearest message above it that is kept.
    """
    read = {node: items[node] for node in tree.order if node in items}
    taken: set[str] = set()
    for node in sorted(read, key=lambda node: node not in tree.active):
        item = read[node]
        if isinstance(item.content, Content):
            if item.external_id in taken:
                read[node] = replace(item, content=DUPLICATE)
            taken.add(item.external_id)

    messages: list[Message] = []
    skipped: list[Skipped] = []
    nearest: dict[str, str | None] = {}  # by node, the id of it or of the nearest above it
    for node in tree.order:
        parent = tree.parents[node]
        parent_id = nearest[node] = nearest.get(parent) if parent is not None else None
        if node not in read:
            continue
        item = read[node]
        if isinstance(item.content, str):
            place = f"{where}, message {item.number}"
            skipped.append(Skipped(RecordKind.MESSAGE, item.content, place))
            continue
        nearest[node] = item.external_id
        messages.append(
            Message(
                external_id=item.external_id,
                parent_id=parent_id,
                role=item.content.role,
                text=item.content.text,
                created_at=item.created_at,
                active=node in tree.active,
                segments=item.content.segments,
                model=item.model,
            )
        )
    return tuple(messages), tuple(skipped)


def beginning(items: Iterable[Item]) -> list[list[str]]:
    """The role and text of messages up to the first answer: they stay when a chat goes on."""
    begun = []
    for item in items:
        if isinstance(item.content, Content):
            begun.append([str(item.content.role), item.content.text])
            if item.content.role is Role.ASSISTANT:
                break
    return begun


def derived_id(*parts: object) -> str:
    """An id for a conversation without one, the same for the same JSON values."""
    return f"sha256-{hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]}"
