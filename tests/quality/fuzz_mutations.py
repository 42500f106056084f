"""Damage for `fuzz_importers.py`: to bytes, to JSON by its structure, to zips, to databases."""

import io
import json
import sqlite3
import tempfile
import zipfile
from contextlib import closing, suppress
from pathlib import Path
from random import Random

Files = dict[str, bytes]
"""An export's files by name."""

DEEP = "[" * 3000 + "]" * 3000
HUGE = "9" * 5000

TOKENS = (
    b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3", b"\xed\xa0\x80", b"\\ud800", b"\\u0000", b'"',
    b"[", b"]", b"{", b"}", b",", b":", b"\n", b"\r\n", b"9" * 5000, b"-1e999", b"NaN", b"Infinity",
    b"[" * 3000, b'{"a":' * 3000, b"<div", b"</div>", b'<div class="outer-cell', b"&#xd800;",
    b"&#99999999999;", "\u202e\u2066".encode(), b"\x1b]52;c;\x07", b" " * 5000, b"null", b"true",
)  # fmt: skip
"""What is put in somewhere."""

VALUES: tuple[object, ...] = (
    None, True, False, 0, -1, 1e308, float("nan"), float("inf"), 10**400, -(10**18), 1 << 63,
    1 << 64, 253402300800, -62135596800.0, 1e-320, "", "\0", "\ud800", "\udfff\ud800", "a" * 5000,
    "0001-01-01T00:00:00+23:59", "9999-12-31T23:59:59-23:59", "2024-13-45", "\u202eevil", [], {},
    [[]], {"": None}, [None], "user", "assistant", "system", "tool", "text",
    "HUGE", "HUGE",
    ["a", 1, None, {"text": "b"}], {"type": "text", "text": "c"}, {"text": {"value": "d"}},
)  # fmt: skip
"""What a JSON value is exchanged for."""


def damaged(files: Files, random: Random, others: list[Files]) -> Files:
    """The same files with some damage to one or several of them."""
    made = dict(files)
    for _ in range(random.choice((1, 1, 1, 2))):
        if not made:
            break
        name = random.choice(sorted(made))
        roll = random.random()
        if roll < 0.02:
            del made[name]
        elif roll < 0.04:
            made[_odd_name(name, random)] = made.pop(name)
        elif roll < 0.06:
            made[f"copy/{name}"] = made[name]
        else:
            made[name] = _damaged_file(made[name], random, others)
    return made


def _odd_name(name: str, random: Random) -> str:
    return random.choice(
        (f"../{name}", f"/{name}", f"C:\\{name}", f"a\x1b[2J\u202e{name}", f"{name}.zip", "x" * 120)
    )


def _damaged_file(data: bytes, random: Random, others: list[Files]) -> bytes:
    if data.startswith(b"SQLite format 3\0"):
        return random.choice((damaged_pages, damaged_rows, damaged_bytes))(data, random)
    if random.random() < 0.6:
        with suppress(ValueError, RecursionError):
            return damaged_json(data, random, others)
    return damaged_bytes(data, random)


def damaged_bytes(data: bytes, random: Random) -> bytes:
    """Some bytes changed, taken away, doubled or put in; or the end cut off."""
    made = bytearray(data)
    for _ in range(random.choice((1, 1, 1, 2, 5))):
        at = random.randrange(len(made) + 1)
        match random.randrange(6):
            case 0 if at < len(made):
                made[at] = random.randrange(256)
            case 1:
                del made[at : at + random.choice((1, 2, 8, 100))]
            case 2:
                made[at:at] = made[at : at + random.choice((1, 30, 300))]
            case 3 if random.random() < 0.2:
                del made[at:]
            case _:
                made[at:at] = random.choice(TOKENS)
    return bytes(made)


def damaged_json(data: bytes, random: Random, others: list[Files]) -> bytes:
    """JSON, or lines of it, with values exchanged, taken away, doubled or put elsewhere."""
    lines = data.split(b"\n") if data.count(b"\n") and data.lstrip().startswith(b"{") else [data]
    at = random.randrange(len(lines))
    value = json.loads(lines[at])
    for _ in range(random.choice((1, 1, 2, 3, 6))):
        _change(value, random, others)
    text = json.dumps(value, ensure_ascii=random.random() < 0.7)
    text = text.replace('"DEEP"', DEEP).replace('"HUGE"', HUGE)
    if random.random() < 0.1:  # a key twice
        key = random.choice(sorted(_keys(value)) or [""])
        named = f"{json.dumps(key)}: "
        text = text.replace(named, f"{named}{json.dumps(random.choice(VALUES))}, {named}", 1)
    lines[at] = text.encode("utf-8", "surrogatepass")
    return b"\n".join(lines)


def _change(value: object, random: Random, others: list[Files]) -> None:
    """Change one place of a JSON value."""
    places = list(_places(value))
    if not places:
        return
    inside, key = random.choice(places)
    there = inside[key]  # type: ignore[index]
    match random.randrange(9):
        case 0 | 1:
            inside[key] = random.choice(VALUES)  # type: ignore[index]
        case 2 if isinstance(inside, dict):
            del inside[key]
        case 3 if isinstance(inside, list):
            inside[:] = inside * 2 if random.random() < 0.5 else inside[::-1]
        case 4 if isinstance(inside, dict):
            names = sorted(_keys(value))
            inside[random.choice(names)] = inside.pop(key)
        case 5:
            inside[key] = [there] if random.random() < 0.5 else {"content": there}  # type: ignore[index]
        case 6 if isinstance(there, str):  # ids of others: cycles, orphans, duplicates
            texts = [i[k] for i, k in places if isinstance(i[k], str)]  # type: ignore[index]
            inside[key] = random.choice(texts)  # type: ignore[index]
        case 7:
            inside[key] = _borrowed(random, others)  # type: ignore[index]
        case _:
            deep: object = "DEEP" if random.random() < 0.5 else there
            for _ in range(random.choice((1, 40, 400))):
                deep = {"content": deep} if random.random() < 0.5 else [deep]
            inside[key] = deep  # type: ignore[index]


def _borrowed(random: Random, others: list[Files]) -> object:
    """A value out of another export."""
    data = random.choice(list(random.choice(others).values()) or [b""])
    with suppress(ValueError, RecursionError):
        places = list(_places(json.loads(data.split(b"\n")[0])))
        if places:
            inside, key = random.choice(places)
            return inside[key]  # type: ignore[index]
    return None


def _places(value: object) -> "list[tuple[dict[object, object] | list[object], object]]":
    """Every place inside a JSON value; at most so many, as corpora grow."""
    found: list[tuple[dict[object, object] | list[object], object]] = []
    waiting = [value]
    while waiting and len(found) < 5000:
        inside = waiting.pop()
        if isinstance(inside, dict):
            found.extend((inside, key) for key in inside)
            waiting.extend(inside.values())
        elif isinstance(inside, list):
            found.extend((inside, key) for key in range(len(inside)))
            waiting.extend(inside)
    return found


def _keys(value: object) -> set[str]:
    return {str(key) for inside, key in _places(value) if isinstance(inside, dict)}


def damaged_pages(data: bytes, random: Random) -> bytes:
    """A database with some bytes of some pages changed, pages exchanged or cut off."""
    page = int.from_bytes(data[16:18], "big") or 4096
    made = bytearray(data)
    for _ in range(random.choice((1, 2, 4, 12))):
        start = page * random.randrange(max(1, len(made) // page))
        match random.randrange(5):
            case 0:  # the page's header, where its kind and its cells are told
                made[min(start + random.randrange(12), len(made) - 1)] = random.randrange(256)
            case 1:
                made[start : start + page] = made[:page]
            case 2 if random.random() < 0.3:
                del made[start + random.randrange(page) :]
            case _:
                made[min(start + random.randrange(page), len(made) - 1)] = random.randrange(256)
        if len(made) < 100:
            return bytes(made) or b"\0"
    return bytes(made)


def damaged_rows(data: bytes, random: Random) -> bytes:
    """A database that is whole, with values that nobody expects in it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "x.db")
        path.write_bytes(data)
        with (
            suppress(sqlite3.Error, UnicodeError, OverflowError),
            closing(sqlite3.connect(path, isolation_level=None)) as connection,
        ):
            connection.text_factory = bytes
            connection.execute("PRAGMA foreign_keys = OFF")
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            table = random.choice([name.decode("utf-8", "replace") for (name,) in rows])
            rows = connection.execute("SELECT name FROM pragma_table_info(?)", [table])
            column = random.choice([name.decode("utf-8", "replace") for (name,) in rows])
            _change_table(connection, table, column, random)
        return path.read_bytes()


def _change_table(connection: sqlite3.Connection, table: str, column: str, random: Random) -> None:
    value = random.choice(
        (None, 0, -1.5, 1 << 62, "", "a\0b", b"\xff\xfe", b"\xed\xa0\x80", "x" * 5000, "user", DEEP)
    )
    which = random.choice(("", " WHERE rowid % 2", " WHERE rowid = 1"))
    match random.randrange(5):
        case 0:
            connection.execute(f'ALTER TABLE "{table}" DROP COLUMN "{column}"')
        case 1:
            connection.execute(f'INSERT OR IGNORE INTO "{table}" SELECT * FROM "{table}"')
        case 2:
            connection.execute(f'DELETE FROM "{table}"{which}')
        case _:
            connection.execute(f'UPDATE OR IGNORE "{table}" SET "{column}" = ?{which}', [value])


def zipped(files: Files, random: Random) -> bytes:
    """The files as a zip, one time of two with damage to the zip itself."""
    made = io.BytesIO()
    methods = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA)
    method = random.choices(methods, (3, 10, 1, 1))[0]
    with zipfile.ZipFile(made, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name or "x", data)
    data = made.getvalue()
    if random.random() < 0.5:
        return data
    if random.random() < 0.3:
        return damaged_bytes(data, random)
    changed = bytearray(data)
    for _ in range(random.choice((1, 2, 4))):
        mark = random.choice((b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"))
        at = changed.rfind(mark, 0, random.randrange(len(changed)) + 4)
        if at >= 0:  # a field of a header: times, sizes, lengths, offsets
            field = at + 4 + random.randrange(42)
            width = random.choice((1, 2, 4))
            filler = random.choice((b"\0", b"\xff", b"\x7f", bytes([random.randrange(256)])))
            changed[field : field + width] = filler * len(changed[field : field + width])
    return bytes(changed)
