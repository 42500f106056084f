"""The HTML layout of Google's activity: a page with one cell to a row, read cell by cell.

In a cell lie a header with the product, a body with what was done, a line with the time, and the
answer, and a caption with products and links. Nothing but the line with the time tells
where the person's words end and the answer begins.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.gemini_activity import (
    OTHER_PRODUCT,
    Activity,
    app_ids,
    is_product,
    read_title,
)
from selfaudit.core.importers.html_text import Attributes, TextParser
from selfaudit.core.importers.json_records import ENDS_EARLY, TOO_LARGE, UNREADABLE, Broken
from selfaudit.core.importers.local_times import local_time

BLOCK = 1 << 20
"""Bytes of one read."""

MAX_CELL = 4 << 20
"""Bytes of one cell. The longest answers have some 200 thousand."""

NO_TIME = "activity without a time that could be read"

_BEGINS = b'<div class="outer-cell'
_DIVS = re.compile(r"<(/?)div\b[^<>]*>", re.I)
_HEADER, _BODY, _CAPTION, _OTHER = range(4)


def cells(stream: BinaryIO) -> Iterator[str | Broken]:
    """The HTML of every cell, a `Broken` for one that is too large, and where the page ends early.

    Holds one cell in memory. What is no UTF-8 becomes U+FFFD.
    """
    buffer = b""
    begun = dropped = False
    try:
        while block := stream.read(BLOCK):
            look_from = max(1, len(buffer) - len(_BEGINS)) if begun and not dropped else 0
            buffer += block
            at = 0
            while (next_at := buffer.find(_BEGINS, look_from)) >= 0:
                if begun and not dropped:
                    yield _cell(buffer[at:next_at])
                begun, dropped = True, False
                at, look_from = next_at, next_at + 1
            buffer = buffer[at:]
            if begun and not dropped and len(buffer) > MAX_CELL:
                yield Broken(TOO_LARGE)
                dropped = True
            if dropped or not begun:
                buffer = buffer[-len(_BEGINS) :]
    except ExportError:
        yield Broken(UNREADABLE)
        return
    if begun and not dropped:
        last = _cell(buffer)
        yield last if isinstance(last, Broken) or _is_closed(last) else Broken(ENDS_EARLY)


def read_cell(html: str, number: int) -> Activity | str:
    """Read one cell, or say in a short phrase why there is nothing to read."""
    cell = _Cell()
    cell.read(html)
    cell.end()
    if not is_product(cell.header, cell.caption):
        return OTHER_PRODUCT
    if cell.time is None:
        return NO_TIME
    title, attached = cell.title()
    return read_title(title, number, cell.time, cell.answer, app_ids(cell.links), attached)


def is_gemini(html: str) -> bool:
    """Tell whether a cell is of Gemini's activity."""
    return read_cell(html, 0) != OTHER_PRODUCT


def _cell(data: bytes) -> str | Broken:
    return Broken(TOO_LARGE) if len(data) > MAX_CELL else data.decode("utf-8", "replace")


def _is_closed(html: str) -> bool:
    """Tell whether as many divisions are closed as were opened."""
    return sum(-1 if found[1] else 1 for found in _DIVS.finditer(html)) <= 0


class _Cell(TextParser):
    """Takes a cell apart; its attributes are complete after `end`."""

    def __init__(self) -> None:
        super().__init__()
        self.header = ""
        self.caption = ""
        self.answer = ""
        self.time: float | None = None
        self.links: list[str] = []
        self._lines: list[tuple[str, bool]] = []  # of what was done; whether it names a file
        self._names_file = False
        self._section = _OTHER

    def title(self) -> tuple[str, bool]:
        """What was done, in one text, and whether files were attached to it.

        The export's own lines on files, a count and the names, are left out.
        """
        named = next((n for n, (_, names_file) in enumerate(self._lines) if names_file), None)
        lines = [text for text, _ in self._lines]
        if named is not None:
            lines = lines[: max(1, named - 1)]
        return "\n".join(lines).strip(), named is not None

    def end(self) -> None:
        """Take what was read last."""
        text = self.take()
        if self._section == _HEADER:
            self.header = self.header or text
        elif self._section == _CAPTION:
            self.caption = f"{self.caption} {text}"
        elif self._section == _BODY and self.time is None:
            self._line(text)
        elif self._section == _BODY:
            self.answer = self.answer or text
        self.verbatim = False

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """A tag that opens."""
        named = dict(attrs)
        if tag == "div" and (section := _section(named.get("class") or "")) is not None:
            self.end()
            self._section = section
            self.verbatim = section == _BODY and self.time is None
            return
        before_answer = self._section == _BODY and self.time is None
        link = named.get("href") or "" if tag == "a" else ""
        if before_answer and tag == "br":
            self._line(self.take())
            return
        if link and self._section == _CAPTION:
            self.links.append(link)
        elif link and before_answer and "//" not in link:
            self._names_file = True
        super().handle_starttag(tag, attrs)

    def _line(self, text: str) -> None:
        self.time = local_time(text) if self._lines else None
        if self.time is None:
            self._lines.append((text, self._names_file))
            self._names_file = False
        else:
            self.verbatim = False


def _section(classes: str) -> int | None:
    """Which part of a cell a division begins, by its classes; None for one inside a part."""
    if "header-cell" in classes:
        return _HEADER
    if "content-cell" not in classes:
        return None
    if "caption" in classes:
        return _CAPTION
    return _OTHER if "text-right" in classes or "body-1" not in classes else _BODY
