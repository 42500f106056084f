"""Google AI Studio's chats, as it saves them in Google Drive, one file to each."""

import base64
import binascii
from collections.abc import Iterator
from pathlib import PurePosixPath

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.assembling import (
    NO_MESSAGES,
    NO_TEXT,
    NOT_A_CONVERSATION,
    NOT_A_MESSAGE,
    Content,
    Item,
    assemble,
    derived_id,
)
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_access import JsonObject, as_list, as_object, as_text, as_time
from selfaudit.core.importers.json_records import Broken, member_records
from selfaudit.core.importers.message_tree import linear_tree
from selfaudit.core.importers.segmentation import Piece, compose
from selfaudit.core.importers.sources import Probe, probe, unreadable_zips
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped

HEAD = 1 << 16
"""Bytes in which a file must name what only these files have, before it is read as a whole."""

NOT_SENT = "prompt that was not sent"
ERROR_ONLY = "error instead of an answer"
NO_ROLE = "no role"
UNKNOWN_ROLE = "unknown role"

_MARKS = (b'"chunkedPrompt"', b'"runSettings"')
_ROLES = {
    "user": (Role.USER, Origin.TYPED),
    "model": (Role.ASSISTANT, Origin.ASSISTANT),
}


class AIStudioImporter:
    """Objects with a `chunkedPrompt`, whose `chunks` are the messages."""

    format = "aistudio"
    experimental = False

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds a chat of AI Studio's."""
        return _probe(export, member).held

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield the conversations, files by name."""
        yield from unreadable_zips(export)
        for source in export.members:
            found = _probe(export, source)
            if found.broken and not found.held:
                yield Skipped(RecordKind.CONVERSATION, found.broken, source.name)
            if not found.held:
                continue
            title = PurePosixPath(source.name).name.removesuffix(".json")
            for record in member_records(export, source, ()):
                if isinstance(record, Broken):
                    yield Skipped(RecordKind.CONVERSATION, record.reason, source.name)
                else:
                    yield parse_conversation(record, title, source.name)


def is_conversation(value: object) -> bool:
    """Tell whether a JSON value has the chunks of a prompt."""
    return isinstance(as_object(as_object(value).get("chunkedPrompt")).get("chunks"), list)


def parse_conversation(value: object, title: str, where: str) -> Conversation | Skipped:
    """Turn one JSON value into a conversation, or say why it is none; nothing is raised.

    `title` is that of the file, which AI Studio names after the chat; `where` names the record
    for a person. Every chunk becomes one of `messages` or one of `skipped`, and so do a system
    instruction and a prompt that was written and not sent.
    """
    if not is_conversation(value):
        return Skipped(RecordKind.CONVERSATION, NOT_A_CONVERSATION, where)
    record = as_object(value)
    prompt = as_object(record.get("chunkedPrompt"))
    chunks = as_list(prompt.get("chunks"))
    model = as_text(as_object(record.get("runSettings")).get("model"))
    items = [_item(number, chunk, model) for number, chunk in enumerate(chunks, start=1)]
    if instruction := _instruction(record.get("systemInstruction")):
        items.insert(0, Item(0, "system instruction", instruction))
    for pending in as_list(prompt.get("pendingInputs")):
        if _said(as_object(pending)).strip():
            items.append(Item(len(items) + 1, "pending", NOT_SENT))
    if not items:
        return Skipped(RecordKind.CONVERSATION, NO_MESSAGES, where)
    by_node = {str(place): item for place, item in enumerate(items)}
    messages, skipped = assemble(by_node, linear_tree(by_node), where)
    times = [message.created_at for message in messages if message.created_at is not None]
    return Conversation(
        external_id=as_text(record.get("id")) or _derived_id(chunks),
        title=as_text(record.get("displayName")) or as_text(record.get("title")) or title,
        created_at=as_time(record.get("createTime")) or min(times, default=None),
        updated_at=as_time(record.get("updateTime")) or max(times, default=None),
        messages=messages,
        skipped=skipped,
    )


def _item(number: int, value: object, model: str) -> Item:
    chunk = as_object(value)
    content = _read_chunk(chunk) if isinstance(value, dict) else NOT_A_MESSAGE
    by_model = isinstance(content, Content) and content.role is Role.ASSISTANT
    model = (as_text(chunk.get("model")) or model).removeprefix("models/")
    return Item(
        number=number,
        external_id=as_text(chunk.get("id")) or f"message {number}",
        content=content,
        created_at=as_time(chunk.get("createTime")),
        model=(model or None) if by_model else None,
    )


def _read_chunk(chunk: JsonObject) -> Content | str:
    if "role" not in chunk:
        return NO_ROLE
    role, said = _ROLES.get(as_text(chunk["role"]), (None, Origin.HIDDEN))
    if role is None:
        return UNKNOWN_ROLE
    if chunk.get("isThought") is True:
        said = Origin.HIDDEN
    parts = [as_object(part) for part in as_list(chunk.get("parts"))]
    pieces = [Piece(as_text(chunk.get("text")), said)]
    if not pieces[0].text.strip():  # otherwise the parts repeat it
        for part in parts:
            hidden = part.get("thought") is True
            pieces.append(Piece(as_text(part.get("text")), Origin.HIDDEN if hidden else said))
    for fields in (chunk, *parts):
        pieces.extend(_other_pieces(fields))
    text, segments = compose(pieces)
    if text:
        return Content(role, text, segments)
    return ERROR_ONLY if chunk.get("errorMessage") else NO_TEXT


def _other_pieces(fields: JsonObject) -> Iterator[Piece]:
    """Code that the model ran, what came of it, and the text of files that lie in the chunk."""
    yield Piece(as_text(as_object(fields.get("executableCode")).get("code")), Origin.TOOL)
    yield Piece(as_text(as_object(fields.get("codeExecutionResult")).get("output")), Origin.TOOL)
    file = as_object(fields.get("inlineFile")) or as_object(fields.get("inlineData"))
    if as_text(file.get("mimeType")).startswith("text/"):
        try:
            data = base64.b64decode(as_text(file.get("data")), validate=False)
        except (binascii.Error, ValueError):
            data = b""
        yield Piece(as_text(data.decode("utf-8", "replace")), Origin.ATTACHED)


def _instruction(value: object) -> Content | None:
    instruction = as_text(value) or _said(as_object(value))
    text, segments = compose([Piece(instruction, Origin.CUSTOM_INSTRUCTION)])
    return Content(Role.SYSTEM, text, segments) if text else None


def _said(fields: JsonObject) -> str:
    """The text of a chunk or of an instruction: its own, else that of its parts."""
    parts = (as_text(as_object(part).get("text")) for part in as_list(fields.get("parts")))
    return as_text(fields.get("text")) or "\n\n".join(part for part in parts if part)


def _derived_id(chunks: list[object]) -> str:
    """An id from what stays when a chat goes on: its messages up to the first answer.

    A chat that was branched off another begins with the other's messages; it is known by that
    other chat and by its messages up to the first answer after the branch.
    """
    branches: list[str] = []
    beginning: list[object] = []
    answered = False
    for value in chunks:
        chunk = as_object(value)
        branch = as_text(as_object(chunk.get("branchParent")).get("promptId"))
        if branch:
            branches.append(branch)
            answered = False
        if not answered:
            beginning.append([as_text(chunk.get("role")), _said(chunk)])
        if chunk.get("role") == "model" and chunk.get("isThought") is not True and not branch:
            answered = True
    first = as_time(as_object(chunks[0]).get("createTime")) if chunks else None
    return derived_id(branches, first, beginning)


def _probe(export: ExportFiles, member: Member) -> Probe:
    try:
        head = export.head(member, HEAD)
    except ExportError:
        return Probe(held=False)
    if not any(mark in head for mark in _MARKS):
        return Probe(held=False)
    return probe(member_records(export, member, ()), is_conversation)
