"""Grok's data export: one file of chats, projects, and posts of pictures and videos."""

from collections.abc import Iterator

from selfaudit.core.importers.assembling import (
    NO_MESSAGES,
    NO_TEXT,
    NOT_A_CONVERSATION,
    NOT_A_MESSAGE,
    WRONG_TYPE,
    Content,
    Item,
    assemble,
    beginning,
    derived_id,
)
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_access import (
    LATEST_TIME,
    JsonObject,
    as_list,
    as_object,
    as_text,
    as_time,
)
from selfaudit.core.importers.json_records import member_records
from selfaudit.core.importers.message_tree import linear_tree, tree_of_parents
from selfaudit.core.importers.segmentation import Piece, compose
from selfaudit.core.importers.sources import Probe, probe, read_records
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped

UNKNOWN_SENDER = "unknown sender"
MEDIA_POST = "post of a picture or video"
EMPTY_PROJECT = "project without instructions"

WRAPPERS = frozenset({"conversations", "projects", "tasks", "media_posts"})
"""Keys of the export's one object under which there are records."""

_SENDERS = {
    "human": (Role.USER, Origin.TYPED),
    "user": (Role.USER, Origin.TYPED),
    "assistant": (Role.ASSISTANT, Origin.ASSISTANT),
    "system": (Role.SYSTEM, Origin.HIDDEN),
}

_MOST_DIGITS = 15
"""Digits of a number of milliseconds; the year 2100 has 13."""


class GrokImporter:
    """Chats that are a `conversation` beside its `responses`, each perhaps wrapped once more."""

    format = "grok"
    experimental = True

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds a chat, or a post of pictures, as Grok exports them."""
        return _probe(export, member).held

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield a conversation for each chat and each project with instructions."""
        return read_records(export, lambda member: _probe(export, member), _records, parse_record)


def is_record(value: object) -> bool:
    """Tell whether a JSON value is a chat or a post that only Grok's exports have."""
    record = as_object(value)
    return _is_chat(record) or _is_post(record)


def parse_record(value: object, where: str) -> Conversation | Skipped:
    """Turn one JSON value into a conversation, or say why it is none; nothing is raised.

    `where` names the record for a person. Every element of `responses` becomes one of
    `messages` or one of `skipped`.
    """
    record = as_object(value)
    if _is_chat(record):
        return _chat(as_object(record["conversation"]), as_list(record["responses"]), where)
    if _is_post(record):
        return Skipped(RecordKind.CONVERSATION, MEDIA_POST, where)
    if "custom_personality" in record:
        return _project(record, where)
    return Skipped(RecordKind.CONVERSATION, NOT_A_CONVERSATION, where)


def _records(export: ExportFiles, member: Member) -> Iterator[object]:
    return member_records(export, member, WRAPPERS)


def _probe(export: ExportFiles, member: Member) -> Probe:
    return probe(_records(export, member), is_record)


def _is_chat(record: JsonObject) -> bool:
    return isinstance(record.get("conversation"), dict) and isinstance(
        record.get("responses"), list
    )


def _is_post(record: JsonObject) -> bool:
    return "original_prompt" in record and "media_type" in record


def _chat(chat: JsonObject, responses: list[object], where: str) -> Conversation | Skipped:
    if not responses:
        return Skipped(RecordKind.CONVERSATION, NO_MESSAGES, where)
    messages = [_unwrapped(response) for response in responses]
    ids = [_identifier(message.get("_id")) for message in messages]
    items = {
        str(number): _item(number, id, message)
        for number, (id, message) in enumerate(zip(ids, messages, strict=True), start=1)
    }
    tree = tree_of_parents(
        ids,
        [_identifier(message.get("parent_response_id")) for message in messages],
        [item.created_at for item in items.values()],
        _identifier(chat.get("leaf_response_id")),
    )
    kept, skipped = assemble(items, tree, where)
    created_at = _time(chat.get("create_time"))
    return Conversation(
        external_id=as_text(chat.get("id")) or derived_id(created_at, beginning(items.values())),
        title=as_text(chat.get("title")),
        created_at=created_at,
        updated_at=_time(chat.get("modify_time")),
        messages=kept,
        skipped=skipped,
    )


def _unwrapped(response: object) -> JsonObject:
    """The response itself, which most exports wrap in an object beside a link to share it."""
    fields = as_object(response)
    return as_object(fields["response"]) if "response" in fields else fields


def _item(number: int, id: str, message: JsonObject) -> Item:
    content = _read_message(message) if message else NOT_A_MESSAGE
    by_model = isinstance(content, Content) and content.role is Role.ASSISTANT
    return Item(
        number=number,
        external_id=id or f"message {number}",
        content=content,
        created_at=_time(message.get("create_time")),
        model=(as_text(message.get("model")) or None) if by_model else None,
    )


def _read_message(message: JsonObject) -> Content | str:
    sender = as_text(message.get("sender")).strip().lower()
    if sender.startswith("grok"):  # some exports name the model: "grok-3"
        sender = "assistant"
    role, said = _SENDERS.get(sender, (None, Origin.HIDDEN))
    if role is None:
        return UNKNOWN_SENDER
    raw = message.get("message")
    traces = [message, *map(as_object, as_list(message.get("agent_thinking_traces")))]
    pieces = [Piece(as_text(trace.get("thinking_trace")), Origin.HIDDEN) for trace in traces]
    pieces.append(Piece(as_text(raw), said))
    pieces.extend(_attached(message))
    text, segments = compose(pieces)
    if text:
        return Content(role, text, segments)
    return NO_TEXT if isinstance(raw, str | None) else WRONG_TYPE


def _attached(message: JsonObject) -> Iterator[Piece]:
    """The texts of attachments, where the export has them beside their ids."""
    for attachment in map(as_object, as_list(message.get("file_attachments"))):
        texts = (as_text(attachment.get(name)) for name in ("extracted_content", "content", "text"))
        yield Piece(next((text for text in texts if text), ""), Origin.ATTACHED)


def _project(record: JsonObject, where: str) -> Conversation | Skipped:
    personality = Piece(as_text(record.get("custom_personality")), Origin.CUSTOM_INSTRUCTION)
    text, segments = compose([personality])
    if not text:
        return Skipped(RecordKind.CONVERSATION, EMPTY_PROJECT, where)
    title, created_at = as_text(record.get("name")), _time(record.get("create_time"))
    item = Item(1, "custom_personality", Content(Role.SYSTEM, text, segments), created_at)
    messages, skipped = assemble({"1": item}, linear_tree(["1"]), where)
    return Conversation(
        external_id=f"project/{as_text(record.get('id')) or derived_id(title, created_at)}",
        title=title,
        created_at=created_at,
        updated_at=_time(record.get("modify_time")),
        messages=messages,
        skipped=skipped,
    )


def _identifier(value: object) -> str:
    """An id as a text, or in the way of MongoDB's extended JSON: {"$oid": "..."}."""
    return as_text(value) or as_text(as_object(value).get("$oid"))


def _time(value: object) -> float | None:
    """Seconds from ISO 8601, or from MongoDB's extended JSON: {"$date": {"$numberLong": "..."}}.

    A number as the date is in milliseconds, and so is one that would lie beyond 2100 in seconds.
    """
    date = as_object(value).get("$date") if isinstance(value, dict) else None
    if isinstance(date, dict):
        digits = as_text(date.get("$numberLong"))
        if not (digits.isascii() and digits.isdecimal() and len(digits) <= _MOST_DIGITS):
            return None
        date = int(digits)
    if date is None and isinstance(value, int | float) and value > LATEST_TIME:
        date = value
    if isinstance(date, int | float) and not isinstance(date, bool):
        return as_time(date / 1000) if abs(date) < 10**_MOST_DIGITS else None
    return as_time(value if date is None else date)
