"""Microsoft Copilot's activity history, the CSV file of the privacy dashboard."""

import re
from codecs import BOM_UTF8
from collections.abc import Iterator
from dataclasses import dataclass

import msgspec

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.assembling import (
    NO_TEXT,
    Content,
    Item,
    assemble,
    derived_id,
)
from selfaudit.core.importers.csv_rows import DAMAGED, csv_rows
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_access import as_time, clean_text
from selfaudit.core.importers.json_records import ENDS_EARLY, TOO_LARGE, UNREADABLE, Broken
from selfaudit.core.importers.message_tree import linear_tree
from selfaudit.core.importers.scattered import TOO_MANY_CONVERSATIONS, Scattered
from selfaudit.core.importers.segmentation import Piece, compose
from selfaudit.core.importers.sources import unreadable_zips
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped

UNKNOWN_AUTHOR = "unknown author"

_HEADER = ["conversation", "time", "author", "message"]
_AUTHORS = {
    "Human": (Role.USER, Origin.TYPED),
    "AI": (Role.ASSISTANT, Origin.ASSISTANT),
}
_BEGINS = re.compile(
    rb'(?:"(?:[^"]|"")*+"|[^",\r\n]*+),'
    rb'"?\d{4}-\d\d-\d\d[T ][\d:.]+(?:Z|[+\-]\d\d:?\d\d)?"?,"?[A-Za-z]+"?,'
)


@dataclass(frozen=True, slots=True)
class Said:
    """One row: the title of its conversation, when it was said, by whom, and the words.

    `number` is the row's place in the file, from 1, the header not counted.
    """

    number: int
    title: str
    time: str
    author: str
    text: str


class CopilotImporter:
    """Rows of Conversation, Time, Author, Message, the newest first."""

    format = "copilot"
    experimental = True

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file begins with the header of such rows."""
        try:
            line = export.head(member).removeprefix(BOM_UTF8).partition(b"\n")[0]
        except ExportError:
            return False
        names = line.decode("utf-8", "replace").strip().split(",")
        return [name.strip(' "').casefold() for name in names] == _HEADER

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield the conversations, files by name, in the order of their newest messages."""
        yield from unreadable_zips(export)
        for member in export.members:
            if self.holds(export, member):
                yield from _conversations(export, member)


def conversation(newest_first: list[Said], where: str) -> Conversation:
    """Make the rows of one conversation messages, in the reverse of their order in the file.

    Times would not do: an answer has that of its prompt. `where` names the file for a person.
    """
    rows = newest_first[::-1]
    by_node = {str(place): _item(row) for place, row in enumerate(rows)}
    messages, skipped = assemble(by_node, linear_tree(by_node), where)
    times = [time for row in rows if (time := as_time(row.time)) is not None]
    return Conversation(
        external_id=conversation_key(rows[0]),
        title=rows[0].title,
        created_at=min(times, default=None),
        updated_at=max(times, default=None),
        messages=messages,
        skipped=skipped,
    )


def conversation_key(row: Said) -> str:
    """What a row's conversation is known by: its title, or for want of one the time."""
    return derived_id("title", row.title) if row.title else derived_id("time", row.time)


def _item(row: Said) -> Item:
    role, origin = _AUTHORS[row.author]
    text, segments = compose([Piece(row.text, origin)])
    return Item(
        number=row.number,
        external_id=derived_id(row.time, row.author, row.text),
        content=Content(role, text, segments) if text else NO_TEXT,
        created_at=as_time(row.time),
    )


def _conversations(export: ExportFiles, member: Member) -> Iterator[Conversation | Skipped]:
    """The rows of a file by their conversation."""
    with Scattered() as scattered:
        for number, row in enumerate(_rows(export, member)):
            where = f"{member.name}, row {number}"
            if isinstance(row, Broken):
                kind = RecordKind.MESSAGE
                if row.reason in (ENDS_EARLY, UNREADABLE):
                    kind = RecordKind.CONVERSATION
                yield Skipped(kind, row.reason, where)
                continue
            if not number:
                continue
            said = _read_row(row, number)
            if isinstance(said, str):
                yield Skipped(RecordKind.MESSAGE, said, where)
            elif not scattered.add(conversation_key(said), msgspec.json.encode(said)):
                yield Skipped(RecordKind.CONVERSATION, TOO_MANY_CONVERSATIONS, where)
        for _, records in scattered.conversations():
            if records is None:
                yield Skipped(RecordKind.CONVERSATION, TOO_LARGE, member.name)
                continue
            found = [msgspec.json.decode(record, type=Said) for record in records]
            yield conversation(found, member.name)


def _rows(export: ExportFiles, member: Member) -> Iterator[list[str] | Broken]:
    with export.open(member) as stream:
        yield from csv_rows(stream, _BEGINS)


def _read_row(fields: list[str], number: int) -> Said | str:
    if len(fields) != len(_HEADER):
        return DAMAGED
    title, time, author, text = (clean_text(field) for field in fields)
    if author.strip() not in _AUTHORS:
        return UNKNOWN_AUTHOR
    return Said(number, title.strip(), time.strip(), author.strip(), text.strip())
