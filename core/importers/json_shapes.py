"""Records of an expected shape out of a JSON file, read in a third of the time.

msgspec passes over what a shape does not name, and finds out where a record ends on the way. It
is stricter than `json_records`; every record that it refuses is given to that parser, and so is
all that is no array of objects, so that the same records are found in any file.
"""

import codecs
import io
import re
from collections.abc import Collection, Iterator
from typing import Generic, TypeVar

import msgspec

from selfaudit.core.importers import json_records
from selfaudit.core.importers.json_records import Parser, Readable, until_stopped

MOST_REFUSED = 50
"""Records without a known end, each of which costs some milliseconds, before all is read slowly."""

_OPENING = re.compile(rb"[ \t\n\r]*\[[ \t\n\r]*(?=\{)")
_NEXT = re.compile(rb"[ \t\n\r]*,[ \t\n\r]*(?=\{)")
_TRAILING = re.compile(r".*trailing characters \(byte (\d+)\)$")
_TRUNCATED = "Input data was truncated"

Shape = TypeVar("Shape", bound=msgspec.Struct)


class _Nothing(msgspec.Struct):
    """Any object, none of whose members matters."""


_PASS_OVER = msgspec.json.Decoder(_Nothing)


class ShapedRecords(Generic[Shape]):
    """Reads files whose records are mostly of one shape."""

    def __init__(self, shape: type[Shape]) -> None:
        self._decoder = msgspec.json.Decoder(shape)

    def __call__(self, stream: Readable, wrappers: Collection[str]) -> Iterator[object]:
        """As `json_records`; records of the shape are instances of it, others as they are there."""
        yield from until_stopped(_Reader(stream, self._decoder).records(wrappers))


class _Reader(Generic[Shape]):
    def __init__(self, stream: Readable, decoder: msgspec.json.Decoder[Shape]) -> None:
        self._stream = stream
        self._decoder = decoder
        self._data = b""
        self._at = 0
        self._ended = False
        self._refused = 0

    def records(self, wrappers: Collection[str]) -> Iterator[object]:
        self._more(json_records.CHUNK)
        self._data = self._data.removeprefix(codecs.BOM_UTF8)
        opening = _OPENING.match(self._data)
        if opening is None:
            yield from Parser(self._rest()).records(wrappers)
            return
        self._at = opening.end()
        yield self._element()
        while self._finds_next():
            yield self._element()
        yield from Parser(self._rest(), "utf-8").records_behind()

    def _finds_next(self) -> bool:
        """Go to the next element, if this reader is to read it and it begins soon."""
        while self._refused < MOST_REFUSED:
            if found := _NEXT.match(self._data, self._at):
                self._at = found.end()
                return True
            if self._ended or len(self._data) - self._at > json_records.CHUNK:
                break
            self._more(json_records.CHUNK)
        return False

    def _element(self) -> object:
        length = self._length()
        if not length:
            return self._refused_element()
        with memoryview(self._data)[self._at : self._at + length] as record:
            self._at += length
            try:
                return self._decoder.decode(record)
            except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
                # Something follows, as in the file: what is too deep there is no end of it.
                return Parser(io.BytesIO(bytes(record) + b","), "utf-8").element()

    def _length(self) -> int:
        """Bytes of the next element; 0 where that cannot be told, or they are too many.

        A value takes at least one byte: what has no more bytes is within the bounds of a record.
        """
        most = min(json_records.MAX_VALUES, json_records.MAX_LENGTH)
        while True:
            with memoryview(self._data)[self._at :] as rest:
                length = _length(rest)
                if length is not None:
                    return length if length <= most else 0
                if self._ended or len(rest) >= most:
                    return 0
            self._more(len(self._data) - self._at)

    def _refused_element(self) -> object:
        self._refused += 1
        stream = self._rest()
        parser = Parser(stream, "utf-8")
        value = parser.element()
        self._data, self._at = parser.rest() + stream.unread(), 0
        return value

    def _rest(self) -> "_Rest":
        return _Rest(self._data[self._at :], self._stream)

    def _more(self, size: int) -> None:
        data = self._stream.read(max(size, json_records.CHUNK))
        self._ended = not data
        self._data = self._data[self._at :] + data
        self._at = 0


class _Rest:
    """Bytes that were taken from a stream already, and behind them what is still in it."""

    def __init__(self, data: bytes, stream: Readable) -> None:
        self._data = io.BytesIO(data)
        self._stream = stream

    def read(self, size: int, /) -> bytes:
        return self._data.read(size) or self._stream.read(size)

    def unread(self) -> bytes:
        return self._data.read()


def _length(data: memoryview) -> int | None:
    """Bytes of the object that the data begin with; None if it goes on behind them, 0 if unknown.

    msgspec says where it ends only by the message of the error that something follows, and counts
    the bytes that it has read: those up to what follows, and that one.
    """
    try:
        _PASS_OVER.decode(data)
    except RecursionError:
        return 0
    except msgspec.DecodeError as error:
        message = str(error)
        if found := _TRAILING.match(message):
            length = int(found[1]) - 1
            return length if data[length] in b",]" else 0
        return None if message == _TRUNCATED else 0
    return len(data)
