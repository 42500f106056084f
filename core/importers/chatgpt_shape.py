"""ChatGPT's conversations as nearly all of them are: decoded to structs of what is read of them.

A conversation that has another shape is read from its JSON value, by `chatgpt`; a message that
is more than plain text, by `chatgpt_content`. What comes of either is the same.
"""

from typing import Any

from msgspec import Struct
from msgspec.structs import asdict

from selfaudit.core.importers.assembling import Content, Item, assemble
from selfaudit.core.importers.chatgpt_content import may_be_instructions, read_content
from selfaudit.core.importers.json_access import JsonObject, as_text, as_time, clean_text
from selfaudit.core.importers.message_tree import Tree, linear_tree, read_tree
from selfaudit.core.importers.segmentation import Piece, compose
from selfaudit.core.models.history import Message, Origin, Role, Skipped

_PLAIN = {"user": (Role.USER, Origin.TYPED), "assistant": (Role.ASSISTANT, Origin.ASSISTANT)}


class ShapedMetadata(Struct):
    """What of a message's metadata tells anything about its words."""

    model_slug: Any = None
    attachments: Any = None
    dictation: Any = None
    voice_mode_message: Any = None
    is_visually_hidden_from_conversation: Any = None
    is_user_system_message: Any = None
    user_context_message_data: Any = None
    pending_memory_content: Any = None

    def is_plain(self) -> bool:
        """Whether nothing is told but the model."""
        return not (
            self.attachments
            or self.dictation
            or self.voice_mode_message
            or self.is_visually_hidden_from_conversation
            or self.is_user_system_message
            or self.user_context_message_data
            or self.pending_memory_content
        )


_NO_METADATA = ShapedMetadata()


class ShapedMessage(Struct):
    """A message; what is missing is None, which is read alike."""

    id: Any = None
    author: Any = None
    create_time: Any = None
    content: Any = None
    weight: Any = None
    recipient: Any = None
    metadata: ShapedMetadata | None = None

    def value(self) -> JsonObject:
        """The message as a JSON value."""
        value = asdict(self)
        value["metadata"] = asdict(self.metadata or _NO_METADATA)
        return value


class ShapedNode(Struct):
    """A node of the tree of messages."""

    message: ShapedMessage | None = None
    parent: Any = None
    children: Any = None


class ShapedConversation(Struct):
    """A conversation."""

    mapping: dict[str, ShapedNode]
    title: Any = None
    create_time: Any = None
    update_time: Any = None
    current_node: Any = None
    conversation_id: Any = None
    id: Any = None


def read_messages(
    conversation: ShapedConversation, where: str
) -> tuple[tuple[Message, ...], tuple[Skipped, ...]]:
    """The messages of a conversation, and those of which there is nothing to read."""
    nodes = conversation.mapping
    items: dict[str, Item] = {}
    for node, value in nodes.items():
        message = value.message
        if message is None:
            continue
        number = len(items) + 1
        metadata = message.metadata or _NO_METADATA
        items[node] = Item(
            number,
            as_text(message.id) or clean_text(node) or f"message {number}",
            _plain(message, metadata) or read_content(message.value()),
            as_time(message.create_time),
            as_text(metadata.model_slug) or None,
        )
    return assemble(items, _tree(nodes, conversation.current_node), where)


def _plain(message: ShapedMessage, metadata: ShapedMetadata) -> Content | None:
    """The content of a message that is nothing but a text of its author's; None for any other."""
    author, content = message.author, message.content
    if type(author) is not dict or type(content) is not dict or not metadata.is_plain():
        return None
    role = author.get("role")
    if (
        type(role) is not str
        or role not in _PLAIN
        or author.get("metadata")
        or content.get("content_type") != "text"
        or message.recipient not in ("all", None)
        or not (message.weight is None or message.weight)
    ):
        return None
    parts = content.get("parts")
    if type(parts) is not list or len(parts) != 1 or type(parts[0]) is not str:
        return None
    role, origin = _PLAIN[role]
    if role is Role.USER and may_be_instructions(parts[0]):
        return None
    text, segments = compose([Piece(clean_text(parts[0]), origin)])
    return Content(role, text, segments) if text else None


def _tree(nodes: dict[str, ShapedNode], current_node: Any) -> Tree:
    if _is_line(nodes, current_node):
        return linear_tree(nodes)
    mapping: JsonObject = {}
    for node, value in nodes.items():
        time = {"create_time": value.message.create_time} if value.message else None
        mapping[node] = {"parent": value.parent, "children": value.children, "message": time}
    return read_tree(mapping, current_node)


def _is_line(nodes: dict[str, ShapedNode], current_node: Any) -> bool:
    """Whether each node follows the one before it, and the person last saw the last one."""
    before = first = last = None
    for node, value in nodes.items():
        if value.parent != before:
            return False
        children = value.children
        if type(children) is not list or (children and (len(children) > 1 or children[0] == first)):
            return False
        first = first if before is not None else node
        before = last = node
    return type(current_node) is not str or current_node == last or current_node not in nodes
