"""Threads of Perplexity, as programs save them that export what its web page loads."""

from collections.abc import Iterator
from dataclasses import dataclass

from selfaudit.core.importers.assembling import (
    NO_MESSAGES,
    NO_TEXT,
    NOT_A_CONVERSATION,
    NOT_A_MESSAGE,
    WRONG_TYPE,
    Content,
    Item,
    assemble,
    derived_id,
)
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_access import (
    JsonObject,
    as_list,
    as_object,
    as_text,
    as_time,
)
from selfaudit.core.importers.json_records import member_records
from selfaudit.core.importers.message_tree import linear_tree
from selfaudit.core.importers.segmentation import Piece, compose
from selfaudit.core.importers.sources import Probe, probe, read_records
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped


@dataclass(frozen=True, slots=True)
class _Layout:
    """How one program names what a thread consists of; of several names the first that is used."""

    turns: str
    query: str
    ids: tuple[str, ...]
    models: tuple[str, ...]
    times: tuple[str, ...]


_SAVED = _Layout("conversations", "query", ("uuid",), ("model",), ("timestamp",))
"""A thread as a program sums it up, with `metadata` beside it."""

_LOADED = _Layout(
    "entries",
    "query_str",
    ("uuid", "backend_uuid"),
    ("display_model", "user_selected_model"),
    ("entry_created_datetime", "entry_updated_datetime", "updated_datetime"),
)
"""A thread as the web page loads it."""

_THREAD_IDS = ("thread_id", "context_uuid", "thread_url_slug")
_TITLES = ("thread_title", "title")
_CREATED = ("thread_created_at", "created_at")
_UPDATED = ("thread_updated_at", "updated_at")


class PerplexityImporter:
    """Threads of turns, each of which is a query and its answer."""

    format = "perplexity"
    experimental = True

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds a thread in one of the two layouts."""
        return _probe(export, member).held

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield a conversation for each thread, files by name."""
        return read_records(export, lambda member: _probe(export, member), _records, parse_thread)


def is_thread(value: object) -> bool:
    """Tell whether a JSON value is a thread with at least one query."""
    return _layout(as_object(value)) is not None


def parse_thread(value: object, where: str) -> Conversation | Skipped:
    """Turn one JSON value into a conversation, or say why it is none; nothing is raised.

    `where` names the record for a person. The query and the answer of every turn become one of
    `messages` or one of `skipped` each.
    """
    record = as_object(value)
    layout = _layout(record)
    if layout is None:
        return _no_thread(record, where)
    turns = _ordered(as_list(record[layout.turns]), layout)
    items: list[Item] = []
    for turn in turns:
        items.extend(_items(len(items) + 1, turn, layout))
    by_node = {str(item.number): item for item in items}
    messages, skipped = assemble(by_node, linear_tree(by_node), where)
    about = [
        as_object(record.get("metadata")),
        as_object(record.get("thread_metadata")),
        as_object(turns[0]),
    ]
    times = [item.created_at for item in items if item.created_at is not None]
    created_at = next(filter(None, (_time(fields, _CREATED) for fields in about)), None)
    updated_at = next(filter(None, (_time(fields, _UPDATED) for fields in about)), None)
    first = _text(as_object(turns[0]), (layout.query,))
    return Conversation(
        external_id=_first_text(about, _THREAD_IDS) or derived_id(items[0].external_id, first),
        title=_first_text(about, _TITLES),
        created_at=created_at or min(times, default=None),
        updated_at=updated_at or max(times, default=None),
        messages=messages,
        skipped=skipped,
    )


def _records(export: ExportFiles, member: Member) -> Iterator[object]:
    return member_records(export, member, ())


def _probe(export: ExportFiles, member: Member) -> Probe:
    return probe(_records(export, member), is_thread)


def _layout(record: JsonObject) -> _Layout | None:
    for layout, answer in ((_SAVED, "answer"), (_LOADED, "blocks")):
        turns = map(as_object, as_list(record.get(layout.turns)))
        if any(isinstance(turn.get(layout.query), str) and answer in turn for turn in turns):
            return layout
    return None


def _no_thread(record: JsonObject, where: str) -> Skipped:
    empty = any(record.get(layout.turns) == [] for layout in (_SAVED, _LOADED))
    reason = NO_MESSAGES if empty else NOT_A_CONVERSATION
    return Skipped(RecordKind.CONVERSATION, reason, where)


def _ordered(turns: list[object], layout: _Layout) -> list[object]:
    """The turns by time where each has one, else as they are."""
    times = [_time(as_object(turn), layout.times) for turn in turns]
    known = [time for time in times if time is not None]
    if len(known) < len(turns):
        return turns
    return [turns[place] for place in sorted(range(len(turns)), key=known.__getitem__)]


def _items(number: int, value: object, layout: _Layout) -> Iterator[Item]:
    """A turn's query, numbered, and its answer after it."""
    if not isinstance(value, dict):
        yield Item(number, f"message {number}", NOT_A_MESSAGE)
        return
    turn: JsonObject = value
    id = _text(turn, layout.ids)
    time = _time(turn, layout.times)
    query = [Piece(as_text(turn.get(layout.query)), Origin.TYPED)]
    asked = _content(Role.USER, query, turn.get(layout.query))
    yield Item(number, f"{id}/query" if id else f"message {number}", asked, time)
    number += 1
    answered = _content(Role.ASSISTANT, list(_answer(turn)), turn.get("answer"))
    yield Item(
        number,
        f"{id}/answer" if id else f"message {number}",
        answered,
        time,
        _text(turn, layout.models) or None,
    )


def _content(role: Role, pieces: list[Piece], raw: object) -> Content | str:
    text, segments = compose(pieces)
    if text:
        return Content(role, text, segments)
    return NO_TEXT if isinstance(raw, str | None) else WRONG_TYPE


def _answer(turn: JsonObject) -> Iterator[Piece]:
    """The goals that were planned, and the answer: the first block that says something."""
    blocks = [as_object(block) for block in as_list(turn.get("blocks"))]
    for block in blocks:
        for goal in as_list(as_object(block.get("plan_block")).get("goals")):
            yield Piece(as_text(as_object(goal).get("description")), Origin.HIDDEN)
    texts = [as_text(turn.get("answer"))]
    for block in blocks:
        markdown = as_object(block.get("markdown_block"))
        texts.append(as_text(markdown.get("answer")))
        texts.append("".join(as_text(chunk) for chunk in as_list(markdown.get("chunks"))))
    yield Piece(next((text for text in texts if text.strip()), ""), Origin.ASSISTANT)


def _text(fields: JsonObject, names: tuple[str, ...]) -> str:
    return next((text for name in names if (text := as_text(fields.get(name)))), "")


def _first_text(objects: list[JsonObject], names: tuple[str, ...]) -> str:
    return next((text for fields in objects if (text := _text(fields, names))), "")


def _time(fields: JsonObject, names: tuple[str, ...]) -> float | None:
    times = (as_time(fields.get(name)) for name in names)
    return next((time for time in times if time is not None), None)
