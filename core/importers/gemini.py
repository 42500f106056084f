"""Gemini, as Google Takeout gives it: a log of what was done, in JSON or as a page of HTML."""

import io
from collections.abc import Iterable, Iterator
from itertools import islice

import msgspec

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.assembling import (
    NO_TEXT,
    NOT_A_MESSAGE,
    Content,
    Item,
    assemble,
    derived_id,
)
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.gemini_activity import Activity, is_row, read_row
from selfaudit.core.importers.gemini_cells import BLOCK, cells, is_gemini, read_cell
from selfaudit.core.importers.json_records import TOO_LARGE, Broken, member_records
from selfaudit.core.importers.message_tree import linear_tree
from selfaudit.core.importers.scattered import TOO_MANY_CONVERSATIONS, Scattered
from selfaudit.core.importers.segmentation import Piece, compose
from selfaudit.core.importers.sources import PROBED_RECORDS, Probe, probe, sources
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped

Row = Activity | str | Broken
"""A row that was read, or why it was not."""


class GeminiImporter:
    """Activities whose header and products name Gemini: a JSON array of them, or a page."""

    format = "gemini"
    experimental = True

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds an activity of Gemini's."""
        return _probe_json(export, member).held or _probe_html(export, member).held

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield the conversations, files by name; first those of one row, newest first."""
        for source in sources(export, lambda member: _probe(export, member)):
            if isinstance(source, Skipped):
                yield source
                continue
            is_page = _probe_html(export, source).held
            rows = _html_rows if is_page else _json_rows
            yield from _conversations(rows(export, source), source.name)


def conversation(external_id: str, newest_first: Iterable[Activity], where: str) -> Conversation:
    """Make rows a conversation in reading order: by time, and where times are one, from the end.

    `where` names the file for a person; a row without a time stays beside the one below it.
    """
    timed: list[tuple[float, Activity]] = []
    last = 0.0
    for row in reversed(list(newest_first)):
        last = row.time if row.time is not None else last
        timed.append((last, row))
    rows = [row for _, row in sorted(timed, key=lambda pair: pair[0])]
    items = [item for row in rows for item in _items(row)]
    by_node = {str(place): item for place, item in enumerate(items)}
    messages, skipped = assemble(by_node, linear_tree(by_node), where)
    times = [row.time for row in rows if row.time is not None]
    return Conversation(
        external_id=external_id,
        title="",
        created_at=min(times, default=None),
        updated_at=max(times, default=None),
        messages=messages,
        skipped=skipped,
    )


def row_id(row: Activity) -> str:
    """An id for a row, the same in every export that holds it, of either layout."""
    time = None if row.time is None else int(row.time)  # HTML has no fractions of seconds
    return derived_id("activity", time, " ".join((row.prompt or row.answer).split()))


def _items(row: Activity) -> Iterator[Item]:
    """What the person said, and what Gemini answered, if anything."""
    id = row_id(row)
    text, segments = compose([Piece(row.prompt, Origin.TYPED)])
    said = Content(Role.USER, text, segments) if text else NO_TEXT
    yield Item(row.number, id, said, row.time)
    text, segments = compose([Piece(row.answer, Origin.ASSISTANT)])
    if text:
        answer = derived_id(id, " ".join(text.split()))
        yield Item(row.number, answer, Content(Role.ASSISTANT, text, segments), row.time)


def _probe(export: ExportFiles, member: Member) -> Probe:
    found = _probe_json(export, member)
    return found if found.held else Probe(_probe_html(export, member).held, found.broken)


def _conversations(rows: Iterator[Row], name: str) -> Iterator[Conversation | Skipped]:
    """The rows of a file by their conversation, those without one each on its own.

    A row of several conversations, from before they branched, is put into the one whose id
    sorts first, so that it is stored once, and in the same one whatever their order.
    """
    with Scattered() as scattered:
        for number, row in enumerate(rows, start=1):
            where = f"{name}, activity {number}"
            if isinstance(row, Broken):
                yield Skipped(RecordKind.CONVERSATION, row.reason, where)
            elif isinstance(row, str):
                yield Skipped(RecordKind.MESSAGE, row, where)
            elif not row.app_ids:
                yield conversation(row_id(row), [row], name)
            elif not scattered.add(min(row.app_ids), msgspec.json.encode(row)):
                yield Skipped(RecordKind.CONVERSATION, TOO_MANY_CONVERSATIONS, where)
        for key, records in scattered.conversations():
            if records is None:
                yield Skipped(RecordKind.CONVERSATION, TOO_LARGE, name)
                continue
            found = [msgspec.json.decode(record, type=Activity) for record in records]
            yield conversation(key, found, name)


def _json_rows(export: ExportFiles, member: Member) -> Iterator[Row]:
    for number, value in enumerate(member_records(export, member, ()), start=1):
        if isinstance(value, Broken):
            yield value
        else:
            yield read_row(value, number) if isinstance(value, dict) else NOT_A_MESSAGE


def _html_rows(export: ExportFiles, member: Member) -> Iterator[Row]:
    with export.open(member) as stream:
        for number, cell in enumerate(cells(stream), start=1):
            yield cell if isinstance(cell, Broken) else read_cell(cell, number)


def _probe_json(export: ExportFiles, member: Member) -> Probe:
    return probe(member_records(export, member, ()), is_row)


def _probe_html(export: ExportFiles, member: Member) -> Probe:
    """Look at the first cells; before them such a page has 150 KB of styles."""
    try:
        if not export.head(member).lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<"):
            return Probe(held=False)
        head = export.head(member, BLOCK)
    except ExportError:
        return Probe(held=False)
    first = islice(cells(io.BytesIO(head)), PROBED_RECORDS)
    return Probe(held=any(isinstance(cell, str) and is_gemini(cell) for cell in first))
