"""Rows of a CSV file after RFC 4180, one in memory at a time, over damage that hides no others.

The standard library's reader takes an unclosed quote for the beginning of one field that
holds the rest of the file, and its bound on the length of fields is one for the whole process.
"""

import re
from codecs import BOM_UTF8
from collections import deque
from collections.abc import Iterator
from typing import BinaryIO

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.json_records import ENDS_EARLY, TOO_LARGE, UNREADABLE, Broken

MAX_ROW = 16 << 20
"""Bytes of one row. The longest answers have some 200 thousand."""

DAMAGED = "row is damaged"

_FIELD = re.compile(rb'"((?:[^"]|"")*+)"|([^",\r\n]*+)')
_END = re.compile(rb"\r*\n?")


def csv_rows(stream: BinaryIO, begins: re.Pattern[bytes]) -> Iterator[list[str] | Broken]:
    """Yield the fields of each row that is not blank, and a `Broken` for each that has none.

    `begins` matches how a row begins: after a damaged one, reading goes on at the next line that
    it matches. Lines end with LF or CRLF. Bytes that are no UTF-8 become U+FFFD; a row with NUL
    bytes is damaged.
    """
    try:
        yield from _Reader(stream, begins).rows()
    except ExportError:
        yield Broken(UNREADABLE)


class _Reader:
    def __init__(self, stream: BinaryIO, begins: re.Pattern[bytes]) -> None:
        self._stream = stream
        self._begins = begins
        self._again: deque[bytes] = deque()  # lines of a damaged row that may be rows

    def rows(self) -> Iterator[list[str] | Broken]:
        line = self._line().removeprefix(BOM_UTF8)
        while line:
            lines = [line]
            size = len(line)
            quotes = line.count(b'"')
            while quotes % 2 and size <= MAX_ROW and (line := self._line()):
                lines.append(line)
                size += len(line)
                quotes += line.count(b'"')
            row: list[str] | Broken | None
            if size > MAX_ROW:
                row = Broken(TOO_LARGE)
            elif quotes % 2:
                row = Broken(DAMAGED if any(map(self._begins.match, lines[1:])) else ENDS_EARLY)
            else:
                row = _fields(b"".join(lines))
            if row:
                yield row
            if isinstance(row, Broken):
                self._resume(lines[1:])
            line = self._line()

    def _line(self) -> bytes:
        return self._again.popleft() if self._again else self._stream.readline(MAX_ROW + 1)

    def _resume(self, lines: list[bytes]) -> None:
        """Go back to the next line that begins a row, in the damaged row or after it."""
        for place, line in enumerate(lines):
            if self._begins.match(line):
                self._again.extendleft(reversed(lines[place:]))
                return
        while line := self._line():
            if self._begins.match(line):
                self._again.appendleft(line)
                return


def _fields(row: bytes) -> list[str] | Broken | None:
    """The fields of a whole row, None for a blank line."""
    if not row.strip(b"\r\n"):
        return None
    fields: list[str] = []
    at = 0
    while True:
        found = _FIELD.match(row, at)
        assert found is not None  # it matches nothing, too
        data = found[2] if found[1] is None else found[1].replace(b'""', b'"')
        fields.append(data.decode("utf-8", "replace"))
        at = found.end()
        if row[at : at + 1] != b",":
            break
        at += 1
    return fields if _END.fullmatch(row, at) and b"\0" not in row else Broken(DAMAGED)
