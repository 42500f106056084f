"""Hostile and damaged contents, and paths that are no ordinary files. See `hostile_inputs.py`."""

import os
import socket
import sqlite3
import sys
import zipfile
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from app_databases import LLM_RESPONSES
from format_samples import SAMPLES
from hostile_inputs import GOOD, MAKERS, as_json, chat, file_of, named, write_zip

MB = 1 << 20
MANY = 1_000_000
LARGE = 500 * MB
DEEP = b"[" * 200_000 + b"]" * 200_000

# Encodings

_TEXT = as_json([chat("bees", "I keep bees. \u00fc \u20ac \U0001f41d")])
file_of("UTF-16 with a mark", lambda: _TEXT.decode().encode("utf-16"))
file_of("UTF-16 without a mark", lambda: _TEXT.decode().encode("utf-16-le"))
file_of("UTF-32", lambda: _TEXT.decode().encode("utf-32"))
file_of("UTF-8 with a mark", lambda: b"\xef\xbb\xbf" + _TEXT)
file_of("Latin-1 amid UTF-8", lambda: _TEXT.replace(b"bees.", b"b\xfces."))
file_of(
    "lone surrogates, escaped and as bytes",
    lambda: _TEXT.replace(b"bees.", b"\\ud83d \xed\xa0\xbd"),
)
file_of("NUL bytes, escaped and as bytes", lambda: _TEXT.replace(b"bees.", b"\\u0000 \0"))
file_of("only NUL bytes", lambda: bytes(100_000))

# Values


def _with(**fields: object) -> bytes:
    return as_json([*GOOD, chat("odd", "I row.", **fields)])


file_of("integers of 5,000 digits", lambda: _with(create_time=7.5).replace(b"7.5", b"9" * 5000))
file_of("absurd times", lambda: _with(create_time=1e300, update_time="9999-12-31T23:59:59-23:59"))
file_of("nested 200,000 deep, as a record", lambda: as_json(GOOD)[:-1] + b"," + DEEP + b"]")
file_of("nested 200,000 deep, in a message", lambda: _with().replace(b'"I row."', DEEP))
file_of(
    "nested 900 deep, in a message", lambda: _with().replace(b'"I row."', b"[" * 900 + b"]" * 900)
)
file_of("nested 200,000 deep and cut off", lambda: as_json(GOOD)[:-1] + b"," + b'{"a":' * 200_000)
file_of(
    "duplicate ids of conversations and messages",
    lambda: as_json([*GOOD, *GOOD, chat("bees", "I row.")]),
)
file_of(
    "file cut off in the middle",
    lambda: as_json([chat(f"c{n}", "I row.") for n in range(500)])[:60_000],
)
file_of("two files in one", lambda: as_json(GOOD) * 2)
file_of("not JSON after the first record", lambda: as_json(GOOD)[:-1] + b", oops, {}]")
file_of("only opening brackets, 50 MB", lambda: b"[" * (50 * MB))
file_of(
    "conversation of 2,000,000 empty values",
    lambda: _with(odd=[]).replace(b'"odd": []', b'"odd": [' + b"{}," * 1_999_999 + b"{}]"),
)


@named("cycles and orphans")
def _(folder: Path) -> Path:
    one = chat("loop", *(f"I row {n}." for n in range(6)))
    nodes = one["mapping"]
    assert isinstance(nodes, dict)
    nodes["loop-0"]["parent"] = "loop-3"
    nodes["loop-4"]["parent"] = "nobody"
    nodes["loop-5"] |= {"parent": "loop-5", "children": ["loop-5", "loop-0", 7]}
    path = folder / "conversations.json"
    path.write_bytes(as_json([*GOOD, one | {"current_node": "loop-2"}]))
    return path


# Large


def large(name: str, parts: Callable[[], Iterator[bytes]]) -> None:
    """Enter a file that is written piece by piece."""

    def maker(folder: Path) -> Path:
        path = folder / "conversations.json"
        with path.open("wb") as file:
            file.writelines(parts())
        return path

    MAKERS[name] = maker


def _one_message() -> Iterator[bytes]:
    head, tail = as_json([chat("huge", "TEXT"), *GOOD]).split(b"TEXT")
    yield head
    for _ in range(LARGE // MB):
        yield b"I keep bees. ".ljust(64, b"x") * (MB // 64)
    yield tail


def _many_messages() -> Iterator[bytes]:
    yield b'[{"id":"huge","mapping":{'
    size = number = 0
    while size < LARGE:
        text = as_json(chat(f"m{number}", "I keep bees. " * 20)["mapping"])[1:-1]
        size += len(text) + 1
        yield (b"," if number else b"") + text
        number += 1
    yield b"}}," + as_json(GOOD)[1:]


def _many_chats() -> Iterator[bytes]:
    for number in range(MANY):
        yield (b"," if number else b"[") + as_json(chat(f"c{number}", f"I keep {number} bees."))
    yield b"]"


def _unknown() -> Iterator[bytes]:
    yield b'{"locations":['
    for number in range(LARGE // 100):
        yield b'{"time":"2024-01-01T00:00:00Z","latitude":521234567,"longitude":%040d},' % number
    yield b"{}]}"


large("one conversation of 500 MB, one message", _one_message)
large("one conversation of 500 MB, many messages", _many_messages)
large("1,000,000 conversations of one message", _many_chats)
large("500 MB of JSON of no known format", _unknown)
large(
    "100,000 conversations without messages that can be read",
    lambda: iter([b"[", b",".join(as_json(chat(f"e{n}", "")) for n in range(100_000)), b"]"]),
)
large(
    "40 conversations of 20 MB",
    lambda: (
        (b"," if n else b"[")
        + as_json(chat(f"c{n}", "I row. " * (20 * MB // 7)))
        + b"]" * (n == 39)
        for n in range(40)
    ),
)

# Other formats, where they are read in another way


def sample(name: str, format: str, change: Callable[[bytes], bytes], file: str = "") -> None:
    """Enter a sample of a format with one of its files changed."""

    def maker(folder: Path) -> Path:
        files = dict(SAMPLES[format].files)
        chosen = file or sorted(files)[0]
        files[chosen] = change(files[chosen])
        return write_zip(folder / "export.zip", files, zipfile.ZIP_STORED)

    MAKERS[name] = maker


_LINE = b'{"messages": [{"role": "user", "content": "%s"}]}\n'
sample(
    "JSON lines: one of 70 MB, one damaged, one deep",
    "openai-messages",
    lambda data: (
        data
        + b"\n"
        + _LINE % (b"x" * (70 * MB))
        + b'{"messages": [\n'
        + DEEP
        + b"\n"
        + _LINE % b"I row."
    ),
)
sample("JSON lines: cut off", "openai-messages", lambda data: data[:-15])
sample(
    "CSV: quote that never closes, then 20 MB",
    "copilot",
    lambda data: data + b'A,2025-01-01T10:00:00,Human,"x' + b"\r\nabc" * (4 * MB),
)
sample(
    "CSV: NUL bytes and too many fields",
    "copilot",
    lambda data: data + b"A,2025-01-01T10:00:00,Human,a\0b\r\nA,B,C,D,E,F\r\n",
)
sample(
    "HTML: a cell of 10 MB and one cut off",
    "gemini",
    lambda data: (
        data[:400_000].replace(b"I bake rye bread.", b"<b>" * (3 * MB))
        + b'<div class="outer-cell mdl-cell"><div'
    ),
    "Takeout/My Activity/Gemini Apps/MyActivity.html",
)
sample("database cut off", "oterm", lambda data: data[: len(data) * 2 // 3])
sample(
    "database of zeros after its header", "llm", lambda data: data[:100] + bytes(len(data) - 100)
)
sample("Claude: memories nested deep", "claude", lambda data: b"[" + DEEP + b"]", "memories.json")


@named("database with a conversation of 200,000 rows and a blob of 80 MB")
def _(folder: Path) -> Path:
    path = folder / "logs.db"
    with closing(sqlite3.connect(path)) as database:
        database.executescript(LLM_RESPONSES)
        named = "(id, model, prompt, response, conversation_id) VALUES (?, ?, ?, ?, ?)"
        insert = f"INSERT INTO responses {named}"
        database.executemany(
            insert, ((f"r{n}", "m", "I row.", "Where?", "long") for n in range(200_000))
        )
        database.execute(insert, ["blob", "m", "x" * (80 * MB), "Oh.", "large"])
        database.execute(insert, ["good", "m", "I keep bees.", "Oh.", "good"])
        database.commit()
    return path


# Paths


@named("FIFO")
def _(folder: Path) -> Path:
    os.mkfifo(folder / "export.zip")
    return folder / "export.zip"


@named("socket")
def _(folder: Path) -> Path:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(folder / "s"))
    return folder / "s"


MAKERS["device"] = lambda _folder: Path("/dev/zero")
MAKERS["nothing there"] = lambda folder: folder / "gone.zip"
MAKERS["name of 300 characters"] = lambda folder: folder / ("x" * 300)
file_of("empty file", lambda: b"")
MAKERS["empty folder"] = lambda folder: folder


@named("folder with links in a circle, links out of it, and a FIFO")
def _(folder: Path) -> Path:
    (folder / "a").mkdir()
    (folder / "a/again").symlink_to(folder)
    (folder / "loop").symlink_to(folder / "loop")
    (folder / "out.json").symlink_to("/etc/passwd")
    os.mkfifo(folder / "pipe.json")
    (folder / "a/conversations.json").write_bytes(as_json(GOOD))
    return folder


@named("folder in which one folder may not be read")
def _(folder: Path) -> Path:
    (folder / "conversations.json").write_bytes(as_json(GOOD))
    (folder / "locked").mkdir(mode=0)
    return folder


@named("folder in which one file may not be read")
def _(folder: Path) -> Path:
    (folder / "conversations.json").write_bytes(as_json(GOOD))
    (folder / "more.json").write_bytes(as_json(GOOD))
    (folder / "more.json").chmod(0)
    return folder


@named("name with control characters")
def _(folder: Path) -> Path:
    path = folder / "a\x1b[2J\u202e\nb.json"
    path.write_bytes(b"[{}")
    return path
