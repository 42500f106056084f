"""Exports of Chatbot UI (the versions that keep chats in the browser)."""

from collections.abc import Iterator

from selfaudit.core.importers.app_messages import (
    ROLES,
    content_of,
    said_pieces,
    with_system_prompt,
)
from selfaudit.core.importers.assembling import (
    NO_MESSAGES,
    NO_ROLE,
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
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_access import JsonObject, as_list, as_object, as_text
from selfaudit.core.importers.message_tree import linear_tree
from selfaudit.core.importers.record_files import holds_record, read_records
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped

SAVED_PROMPT = "saved prompt, not a chat"

DEFAULT_PROMPT = "You are ChatGPT, a large language model trained by OpenAI."
"""What the program's own system prompt begins with: nobody wrote it about themselves."""

WRAPPERS = frozenset({"history", "prompts"})


class ChatbotUIImporter:
    """An object with `history`, whose chats have `messages`, a `prompt` and a `folderId`."""

    format = "chatbot_ui"
    experimental = False

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds a chat as Chatbot UI keeps it."""
        return holds_record(export, member, is_conversation, WRAPPERS)

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield the chats, and a `Skipped` for each prompt that was saved for later use."""
        return read_records(export, is_conversation, parse_conversation, WRAPPERS)


def is_conversation(value: object) -> bool:
    """Tell whether a JSON value has messages beside the settings that Chatbot UI keeps."""
    record = as_object(value)
    return (
        isinstance(record.get("messages"), list)
        and isinstance(record.get("prompt"), str)
        and "folderId" in record
    )


def parse_conversation(value: object, where: str) -> Conversation | Skipped:
    """Turn one JSON value into a conversation, or say why it is none; nothing is raised."""
    record = as_object(value)
    raw = record.get("messages")
    if not isinstance(raw, list):
        saved = isinstance(record.get("content"), str)
        reason = SAVED_PROMPT if saved else NOT_A_CONVERSATION
        return Skipped(RecordKind.CONVERSATION, reason, where)
    if not raw:
        return Skipped(RecordKind.CONVERSATION, NO_MESSAGES, where)
    model = as_text(as_object(record.get("model")).get("id")) or None
    items = {str(number): _item(number, message, model) for number, message in enumerate(raw, 1)}
    prompt = as_text(record.get("prompt"))
    origin = Origin.HIDDEN if prompt.startswith(DEFAULT_PROMPT) else Origin.CUSTOM_INSTRUCTION
    nodes, tree = with_system_prompt(items, linear_tree(items), prompt, origin)
    messages, skipped = assemble(nodes, tree, where)
    return Conversation(
        external_id=_identifier(record) or derived_id(beginning(items.values())),
        title=as_text(record.get("name")),
        created_at=None,
        updated_at=None,
        messages=messages,
        skipped=skipped,
    )


def _identifier(record: JsonObject) -> str:
    id = record.get("id")
    return str(id) if type(id) is int and abs(id) < 1 << 63 else as_text(id)


def _item(number: int, value: object, model: str | None) -> Item:
    content = _read(value) if isinstance(value, dict) else NOT_A_MESSAGE
    by_model = isinstance(content, Content) and content.role is Role.ASSISTANT
    return Item(number, f"message {number}", content, model=model if by_model else None)


def _read(message: JsonObject) -> Content | str:
    if "role" not in message:
        return NO_ROLE
    role, said = ROLES.get(as_text(message["role"]), (None, Origin.HIDDEN))
    if role is None:
        return UNKNOWN_ROLE
    content = message.get("content")
    if not isinstance(content, str | list | None):
        return WRONG_TYPE
    parts = [content] if isinstance(content, str) else as_list(content)
    return content_of(
        role,
        (
            piece
            for part in parts
            for piece in said_pieces(as_text(part) or as_text(as_object(part).get("text")), said)
        ),
    )
