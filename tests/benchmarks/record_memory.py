"""The memory that one record of an export takes, for the shapes that take the most.

    python tests/benchmarks/record_memory.py

Reads made-up files whose one large record comes as near to the bounds of `json_records` as it can
or exceeds them, each in a process of its own. Prints the file's size, what became of the record,
the seconds, and by how much the process grew at most, in MB.
"""

import io
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator

from selfaudit.core.importers.json_records import MAX_LENGTH, MAX_VALUES, Broken, json_records

BLOCK = 1 << 20
TEXT = "I live by the sea and keep bees. "


def repeated(item: str, count: int) -> Iterator[bytes]:
    """An array of the item, so many times."""
    block = max(1, BLOCK // len(item))
    yield b"["
    while count > 0:
        yield (item * min(block, count)).encode()
        count -= block
    yield b"0]"


def numbered(item: str, count: int) -> Iterator[bytes]:
    """An object whose keys all differ."""
    yield b"{"
    for start in range(0, count, 10_000):
        yield "".join(item % n for n in range(start, min(start + 10_000, count))).encode()
    yield b'"":0}'


def shape(item: str, values: int) -> Callable[[], Iterator[bytes]]:
    """An array of as many items as the bounds allow, of so many values each as they count them."""
    return lambda: repeated(item, min((MAX_VALUES - 2) // values, MAX_LENGTH // len(item) - 1))


def text(words: str) -> Callable[[], Iterator[bytes]]:
    """One string as long as the bounds allow."""
    count = (MAX_LENGTH - 100) // len(words)

    def data() -> Iterator[bytes]:
        yield b'"'
        for _ in range(count // 10_000):
            yield (words * 10_000).encode()
        yield b'"'

    return data


def conversation() -> Iterator[bytes]:
    """A conversation of ordinary messages, as long as the bounds allow."""
    node = (
        '"%08d":{"id":"%08d","parent":"x","children":[],"message":{"author":{"role":"user",'
        '"metadata":{}},"create_time":1700000000.5,"content":{"content_type":"text","parts":["'
        + TEXT * 12
        + '"]},"status":"finished","weight":1.0,"metadata":{"a":[],"b":{}},"recipient":"all"}},'
    )
    count = (MAX_LENGTH - 100) // len(node % (0, 0))
    yield b'{"mapping":{'
    for start in range(0, count, 1000):
        yield "".join(node % (n, n) for n in range(start, min(start + 1000, count))).encode()
    yield b'"":0}}'


SHAPES: dict[str, Callable[[], Iterator[bytes]]] = {
    "nothing": lambda: iter([b"0"]),
    "ordinary conversation": conversation,
    "one text": text(TEXT),
    "one text with emoji": text(TEXT + "🐝"),
    "empty objects": shape("{},", 2),
    "empty arrays": shape("[],", 2),
    "arrays of one": shape("[0],", 2),
    "objects of one": shape('{"":0},', 2),
    "objects of an object": shape('{"":{"":0}},', 3),
    "strings": shape('"aaa",', 1),
    "strings with emoji": shape('"\\ud83d\\udc1d..",', 1),
    "numbers": shape("1e9,", 1),
    "keys that differ": lambda: numbered('"%d":0,', MAX_VALUES - 3),
    "keys that differ, with texts": lambda: numbered('"%d":"\\u20acabc",', MAX_VALUES - 3),
    "too many empty objects": lambda: repeated("{},", MAX_LENGTH // 3 - 1),
    "too long": lambda: repeated(f'"{TEXT * 30}",', 3 * MAX_LENGTH // len(TEXT * 30)),
}


class _Stream(io.RawIOBase):
    """The pieces as a file, so that the file itself takes no memory."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._left = b""
        self.size = 0

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        self._left = self._left or next(self._pieces, b"")
        size = min(len(buffer), len(self._left))
        buffer[:size], self._left = self._left[:size], self._left[size:]
        self.size += size
        return size


def _pieces(name: str) -> Iterator[bytes]:
    yield b"[1,"
    yield from SHAPES[name]()
    yield b",2]"


def measure(name: str) -> None:
    """Read one shape in this process, and print what it took."""
    stream = _Stream(_pieces(name))
    before, begun = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, time.monotonic()
    fates = []
    for record in json_records(io.BufferedReader(stream), ()):
        fates.append(record.reason if isinstance(record, Broken) else "read")
    seconds = time.monotonic() - begun
    grown = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    print(f"{name:30} {stream.size / 1e6:7.1f} MB  {fates[1]:26} {seconds:5.1f} s {grown:6.0f} MB")


if __name__ == "__main__":
    if len(sys.argv) > 1:
        measure(sys.argv[1])
    else:
        for name in SHAPES:
            subprocess.run([sys.executable, __file__, name], check=True)
