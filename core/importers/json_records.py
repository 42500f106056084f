"""A JSON file as a stream of its records, one in memory at a time.

The standard library's C decoder reads one array element after the other from a text buffer. An
element that is longer than the buffer is measured before it is built: its length and the number
of its values bound the memory that it takes, and one that is over the bounds is passed over.
As measured by `tests/benchmarks/record_memory.py`, an ordinary conversation of 64 MB takes 350 MB
and the worst that keeps within the bounds 850 MB. ijson 3.6 was tried first: its C backend crashes
the process on a number of 5,000 digits, needs memory quadratic in the depth of nesting, and
stops at a lone surrogate, of which real exports have some.
"""

import codecs
import json
import re
from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import Protocol

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_extent import Extent

CHUNK = 1 << 20
"""Bytes of one read. A record that is longer is measured before it is built."""

MAX_LENGTH = 64 << 20
"""Characters of one record. The largest known conversation has some 30 million."""

MAX_VALUES = 3_000_000
"""JSON values in one record, each of which takes up to 300 bytes however short its text is."""

MAX_DEPTH = 1_000_000
"""Brackets in brackets, behind which nothing is looked for: each is a step of its own."""

ENDS_EARLY = "file ends in the middle"
GOES_ON = "file goes on after its end"
NOT_JSON = "file is not valid JSON from here on"
TOO_DEEP = "nested too deeply"
TOO_LARGE = "record too large"
TOO_MANY = "record of too many values"
UNREADABLE = "file could not be read to its end"

_OPENING = re.compile(rb"\s*(?:\[\s*(?:[\[{\]]|$)|\{\s*(?:[\"}]|$))")
_BEGUN = re.compile(  # what may be left of a literal or a number that the end cuts in two
    r"|t(?:ru?)?|f(?:a(?:ls?)?)?|n(?:ul?)?|N(?:a)?|-(?:I(?:n(?:f(?:i(?:n(?:it?)?)?)?)?)?)?|"
    r"I(?:n(?:f(?:i(?:n(?:it?)?)?)?)?)?|[.eE]|[eE][+-]"
)
_SPACE = re.compile(r"[ \t\n\r]*")


@dataclass(frozen=True, slots=True)
class Broken:
    """Stands in a stream of records for one that is over the bounds, and says which.

    The last of a stream may stand for the rest of a file that cannot be read.
    """

    reason: str


class Readable(Protocol):
    """What bytes are read from."""

    def read(self, size: int, /) -> bytes:
        """At most so many bytes; none at the end."""


class Stop(Exception):  # noqa: N818 - leaves the parser, is no error of the program
    """The rest of a file cannot be read."""

    def __init__(self, reason: str) -> None:
        self.reason = reason


def looks_like_json(head: bytes) -> bool:
    """Tell whether a file that begins with these bytes may hold JSON records in UTF-8."""
    return _OPENING.match(head.removeprefix(codecs.BOM_UTF8)) is not None


def other_encoding(head: bytes) -> str:
    """The encoding of text that is not UTF-8, by the bytes that it begins with; "" for none."""
    if head.startswith((codecs.BOM_UTF32_LE, codecs.BOM_UTF32_BE)):
        return "UTF-32"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "UTF-16"
    begins = len(head) >= 2 and head[0] != head[1] and 0 in head[:2]
    return "UTF-16" if begins and head[:2].strip(b"\0") in b"[{" else ""


def json_records(stream: Readable, wrappers: Collection[str]) -> Iterator[object]:
    """Yield the records of a JSON file: the elements of its array, or its one object.

    Where the top level is an object with one of the `wrappers` as a key, that key's value is
    taken for the file. A record over the bounds is a `Broken`, and the next ones follow. Where
    the file is damaged, all records before the damage are yielded, then one `Broken`; also where
    something follows the array or object. Bytes that
    are no UTF-8 become U+FFFD; a number of more than 4,300 digits becomes null.
    """
    yield from until_stopped(Parser(stream).records(wrappers))


def until_stopped(records: Iterator[object]) -> Iterator[object]:
    """What a parser reads, with a `Broken` in the end where it stopped before the file's end."""
    try:
        yield from records
    except Stop as stop:
        yield Broken(stop.reason)
    except ExportError:
        yield Broken(UNREADABLE)


def member_records(
    export: ExportFiles,
    member: Member,
    wrappers: Collection[str],
    records: Callable[[Readable, Collection[str]], Iterator[object]] = json_records,
) -> Iterator[object]:
    """Yield the JSON records of a member as `records` does; none if it is not JSON.

    A member in which nothing was found is not gone through again, though every importer asks.
    """
    key = (member, frozenset(wrappers))
    if key in export.without_records:
        if broken := export.without_records[key]:
            yield Broken(broken)
        return
    try:
        if not looks_like_json(export.head(member)):
            return
        stream = export.open(member)
    except ExportError:
        yield Broken(UNREADABLE)
        return
    broken = ""
    found = False
    with stream:
        for record in records(stream, wrappers):
            if isinstance(record, Broken):
                broken = broken or record.reason
            else:
                found = True
            yield record
    if not found:
        export.without_records[key] = broken


def _integer(digits: str) -> int | None:
    try:
        return int(digits)
    except ValueError:  # the interpreter's limit on digits
        return None


def _cut_off(error: json.JSONDecodeError) -> bool:
    """Tell whether a value failed to parse only because the text ends inside it."""
    if error.msg.startswith("Unterminated"):
        return True
    rest = error.doc[error.pos : error.pos + 16].rstrip()
    if error.msg.startswith("Invalid \\u"):
        return len(error.doc) - error.pos < 8
    return _BEGUN.fullmatch(rest) is not None


@dataclass(slots=True)
class _Size:
    """What a record has come to so far."""

    length: int = 0
    values: int = 0

    @property
    def excess(self) -> str:
        """Which bound is exceeded, as a reason; empty if none is."""
        if self.length > MAX_LENGTH:
            return TOO_LARGE
        return TOO_MANY if self.values > MAX_VALUES else ""


class Parser:
    """Reads the records of one file; raises `Stop` where it cannot go on."""

    def __init__(self, stream: Readable, encoding: str = "utf-8-sig") -> None:
        self._stream = stream
        self._decoding = codecs.getincrementaldecoder(encoding)(errors="replace")
        self._decoder = json.JSONDecoder(strict=False, parse_int=_integer)
        self._text = ""
        self._at = 0
        self._ended = False

    def records(self, wrappers: Collection[str]) -> Iterator[object]:
        """Everything from the file's beginning on, as `json_records` gives it."""
        if self._peek() == "[":
            yield from self._elements()
        elif self._peek() == "{":
            yield from self._members(wrappers)
        else:
            raise Stop(NOT_JSON if self._peek() else ENDS_EARLY)
        if self._peek():
            raise Stop(GOES_ON)

    def records_behind(self) -> Iterator[object]:
        """The elements of the file's array that follow one that was read."""
        while self._take(",]") == ",":
            yield self.element()
        if self._peek():
            raise Stop(GOES_ON)

    def rest(self) -> bytes:
        """What was taken from the stream and is no part of what was read."""
        undecoded, _ = self._decoding.getstate()
        return self._text[self._at :].encode() + undecoded

    def _elements(self) -> Iterator[object]:
        self._take("[")
        if self._peek() == "]":
            self._take("]")
            return
        while True:
            yield self.element()
            if self._take(",]") == "]":
                return

    def _members(self, wrappers: Collection[str]) -> Iterator[object]:
        members: dict[str, object] = {}
        size = _Size()
        broken: Broken | None = None
        wrapped = False
        self._take("{")
        following = "," if self._peek() != "}" else self._take("}")
        while following == ",":
            if self._peek() != '"':
                raise Stop(NOT_JSON if self._peek() else ENDS_EARLY)
            key = str(self.element())
            size.length += len(key)
            self._take(":")
            if key in wrappers and self._peek() == "[":
                wrapped = True
                yield from self._elements()
            elif key in wrappers and self._peek() == "{":
                wrapped = True
                yield self.element()
            else:
                value = self._measured(size)
                if isinstance(value, Broken):
                    broken = value
                    members.clear()
                elif broken is None:
                    members[key] = value
            following = self._take(",}")
        if not wrapped:
            yield broken or members

    def _peek(self) -> str:
        """The next character that is no space, or "" at the end of the file."""
        while True:
            if space := _SPACE.match(self._text, self._at):
                self._at = space.end()
            if self._at < len(self._text):
                return self._text[self._at]
            if self._ended:
                return ""
            self._more(CHUNK)

    def _take(self, allowed: str) -> str:
        found = self._peek()
        if not found:
            raise Stop(ENDS_EARLY)
        if found not in allowed:
            raise Stop(NOT_JSON)
        self._at += 1
        return found

    def element(self) -> object:
        """The next value; a `Broken` for one that is over the bounds, which is passed over."""
        self._peek()
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self._at)
            except json.JSONDecodeError as error:
                if not _cut_off(error):
                    raise Stop(NOT_JSON) from None
                if self._ended:
                    raise Stop(ENDS_EARLY) from None
            except RecursionError:
                break
            else:
                # A number near the buffer's end may go on behind it: "1" before ".5".
                if self._ended or not _BEGUN.fullmatch(self._text, end):
                    self._at = end
                    return value
            if len(self._text) - self._at > CHUNK:
                break
            self._more(CHUNK)
        return self._measured(_Size())

    def _measured(self, size: _Size) -> object:
        """The next value as `element` gives it, which adds to the size of a record."""
        self._peek()
        text = self._text_of_value(size)
        if isinstance(text, Broken):
            return text
        try:
            value, end = self._decoder.raw_decode(text)
        except json.JSONDecodeError as error:
            raise Stop(ENDS_EARLY if self._ended and _cut_off(error) else NOT_JSON) from None
        except RecursionError:
            if not self._peek():
                raise Stop(TOO_DEEP) from None
            return Broken(TOO_DEEP)
        if not _SPACE.fullmatch(text, end):
            raise Stop(NOT_JSON)
        return value

    def _text_of_value(self, size: _Size) -> str | Broken:
        extent = Extent()
        values = size.values
        parts: list[str] = []
        while True:
            begin = self._at
            self._at = extent.feed(self._text, begin)
            size.length += self._at - begin
            size.values = values + extent.values
            if size.excess:
                extent.counting = False
                parts.clear()
            else:
                parts.append(self._text[begin : self._at])
            if extent.depth > MAX_DEPTH:
                raise Stop(TOO_DEEP)
            if extent.ended or self._ended:
                break
            self._more(CHUNK)
        if not size.excess:
            return "".join(parts)
        if not extent.ended:
            raise Stop(size.excess)
        return Broken(size.excess)

    def _more(self, size: int) -> None:
        data = self._stream.read(size)
        self._ended = not data
        self._text = self._text[self._at :] + self._decoding.decode(data, self._ended)
        self._at = 0
