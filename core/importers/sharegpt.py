"""Conversations as ShareGPT and the data sets after it keep them: turns `from` somebody."""

from collections.abc import Iterator

from selfaudit.core.importers.assembling import (
    NO_MESSAGES,
    NO_ROLE,
    NO_TEXT,
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
from selfaudit.core.importers.content_blocks import block_pieces
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_access import (
    JsonObject,
    as_identifier,
    as_list,
    as_object,
    as_text,
    as_time,
)
from selfaudit.core.importers.json_lines import lines_or_records
from selfaudit.core.importers.message_tree import linear_tree
from selfaudit.core.importers.segmentation import compose
from selfaudit.core.importers.sources import Probe, probe, read_records
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped

_PERSON = (Role.USER, Origin.TYPED)
_MODEL = (Role.ASSISTANT, Origin.ASSISTANT)
_TOOL = (Role.TOOL, Origin.TOOL)
_ROLES = {
    "human": _PERSON,
    "user": _PERSON,
    "gpt": _MODEL,
    "chatgpt": _MODEL,
    "assistant": _MODEL,
    "model": _MODEL,
    "bot": _MODEL,
    "bard": _MODEL,
    "bing": _MODEL,
    "claude": _MODEL,
    "system": (Role.SYSTEM, Origin.HIDDEN),
    "function_call": (Role.ASSISTANT, Origin.TOOL),
    "tool_call": (Role.ASSISTANT, Origin.TOOL),
    "function_response": _TOOL,
    "observation": _TOOL,
    "tool": _TOOL,
}

_LISTS = ("conversations", "conversation", "items")
"""Under what the turns lie, in ShareGPT's own way first."""

_SPEAKERS = ("from", "role")
_VALUES = ("value", "content", "text")
_PAIRS = (("human", "assistant"), ("human", "gpt"), ("user", "assistant"))


class ShareGPTImporter:
    """Objects with `conversations`, whose turns are `from` human or gpt and have a `value`."""

    format = "sharegpt"
    experimental = True

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds an object with a list of turns."""
        return _probe(export, member).held

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield the conversations, files by name, each in the order of the file."""
        return read_records(
            export, lambda member: _probe(export, member), _records, parse_conversation
        )


def is_conversation(value: object) -> bool:
    """Tell whether a JSON value has turns, one of them of a known speaker with something said."""
    return any(
        _speaker(turn) in _ROLES and isinstance(_said(turn), str | list)
        for turn in map(as_object, _turns(as_object(value)) or ())
    )


def parse_conversation(value: object, where: str) -> Conversation | Skipped:
    """Turn one JSON value into a conversation, or say why it is none; nothing is raised.

    `where` names the record for a person. Every turn, and the `system` beside them, becomes one
    of `messages` or one of `skipped`. Ids are often mere numbers, which another file uses again, so
    a conversation is known by its id together with its messages up to the first answer.
    """
    record = as_object(value)
    turns = _turns(record)
    if turns is None:
        return Skipped(RecordKind.CONVERSATION, NOT_A_CONVERSATION, where)
    if not turns:
        return Skipped(RecordKind.CONVERSATION, NO_MESSAGES, where)
    if as_text(record.get("system")).strip():
        turns = [{"id": "system", "from": "system", "value": record["system"]}, *turns]
    items = {str(number): _item(number, turn) for number, turn in enumerate(turns, start=1)}
    messages, skipped = assemble(items, linear_tree(items), where)
    created_at = as_time(record.get("created_at")) or as_time(record.get("create_time"))
    return Conversation(
        external_id=derived_id(
            as_identifier(record.get("id")), created_at, beginning(items.values())
        ),
        title=as_text(record.get("title")),
        created_at=created_at,
        updated_at=as_time(record.get("updated_at")) or as_time(record.get("update_time")),
        messages=messages,
        skipped=skipped,
    )


def _records(export: ExportFiles, member: Member) -> Iterator[object]:
    return lines_or_records(export, member, is_conversation)


def _probe(export: ExportFiles, member: Member) -> Probe:
    return probe(_records(export, member), is_conversation)


def _turns(record: JsonObject) -> list[object] | None:
    """The turns, a pair of question and answer as two of them; None if there is no list."""
    found = next((record[name] for name in _LISTS if isinstance(record.get(name), list)), None)
    if found is None:
        return None
    return [turn for value in as_list(found) for turn in _single(value)]


def _single(value: object) -> Iterator[object]:
    turn = as_object(value)
    pair = next((pair for pair in _PAIRS if all(name in turn for name in pair)), ())
    for name in pair:
        yield {"from": name, "value": turn[name]}
    if not pair:
        yield value


def _speaker(turn: JsonObject) -> str:
    return next((as_text(turn[name]) for name in _SPEAKERS if name in turn), "").strip().lower()


def _said(turn: JsonObject) -> object:
    return next((turn[name] for name in _VALUES if name in turn), None)


def _item(number: int, value: object) -> Item:
    turn = as_object(value)
    content = _read_turn(turn) if isinstance(value, dict) else NOT_A_MESSAGE
    by_model = isinstance(content, Content) and content.role is Role.ASSISTANT
    return Item(
        number=number,
        external_id=as_identifier(turn.get("id")) or f"message {number}",
        content=content,
        created_at=as_time(turn.get("created_at")) or as_time(turn.get("timestamp")),
        model=(as_text(turn.get("model")) or None) if by_model else None,
    )


def _read_turn(turn: JsonObject) -> Content | str:
    if not any(name in turn for name in _SPEAKERS):
        return NO_ROLE
    role, said = _ROLES.get(_speaker(turn), (None, Origin.HIDDEN))
    if role is None:
        return UNKNOWN_ROLE
    raw = _said(turn)
    parts = [raw] if isinstance(raw, str) else as_list(raw)
    text, segments = compose(piece for part in parts for piece in block_pieces(part, said))
    if text:
        return Content(role, text, segments)
    return NO_TEXT if isinstance(raw, str | list | None) else WRONG_TYPE
