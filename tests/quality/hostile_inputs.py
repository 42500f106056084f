"""Made-up exports that do harm, or are damaged, for `hostile_imports.py`. No text is anyone's.

Each function writes one input into a folder and returns the path that is given to the program.
"""

import io
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Callable
from pathlib import Path

Maker = Callable[[Path], Path]

MAKERS: dict[str, Maker] = {}
"""Every input by what it is."""


def named(name: str) -> Callable[[Maker], Maker]:
    """Enter a maker into the table."""

    def enter(maker: Maker) -> Maker:
        MAKERS[name] = maker
        return maker

    return enter


def chat(id: str, *texts: str, **fields: object) -> dict[str, object]:
    """A conversation of ChatGPT's export; the first of the texts is the person's."""
    mapping: dict[str, object] = {}
    for place, text in enumerate(texts):
        mapping[f"{id}-{place}"] = {
            "parent": f"{id}-{place - 1}" if place else None,
            "children": [f"{id}-{place + 1}"] if place + 1 < len(texts) else [],
            "message": {
                "id": f"{id}-{place}",
                "author": {"role": "assistant" if place % 2 else "user"},
                "create_time": 1.7e9 + place,
                "content": {"content_type": "text", "parts": [text]},
            },
        }
    return {"id": id, "title": f"About {id}", "create_time": 1.7e9, "mapping": mapping} | fields


GOOD = [chat("bees", "I keep bees.", "How many hives?"), chat("rye", "I bake rye bread.")]


def file_of(name: str, make: Callable[[], bytes]) -> None:
    """Enter an input that is one file."""

    def maker(folder: Path) -> Path:
        path = folder / "conversations.json"
        path.write_bytes(make())
        return path

    MAKERS[name] = maker


def zip_of(name: str, files: Callable[[], dict[str, bytes]], method: int = 8) -> None:
    """Enter an input that is one zip."""
    MAKERS[name] = lambda folder: write_zip(folder / "export.zip", files(), method)


def write_zip(path: Path, files: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> Path:
    """A zip of some files."""
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return path


def as_json(value: object) -> bytes:
    """JSON as a file holds it."""
    return json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")


def packed(files: dict[str, bytes]) -> bytes:
    """A zip of some files, as bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return made.getvalue()


class Entry:
    """One entry of a zip that is written by hand, so that it can lie."""

    def __init__(self, name: bytes, data: bytes, method: int = 8, claims: int | None = None):
        squeeze = zlib.compressobj(9, zlib.DEFLATED, -15)
        self.name, self.method = name, method
        self.body = squeeze.compress(data) + squeeze.flush() if method == 8 else data
        self.fields = struct.pack(
            "<HHHHHIII",
            20,
            0x800,
            method,
            0,
            33,
            zlib.crc32(data),
            len(self.body),
            len(data) if claims is None else claims,
        )

    def local(self) -> bytes:
        """The entry with its header, as it lies in the file."""
        return (
            b"PK\3\4" + self.fields + struct.pack("<HH", len(self.name), 0) + self.name + self.body
        )

    def central(self, offset: int) -> bytes:
        """The entry in the directory."""
        sizes = struct.pack("<HHHHHII", len(self.name), 0, 0, 0, 0, 0, offset)
        return b"PK\1\2" + struct.pack("<H", 20) + self.fields + sizes + self.name


def end_record(entries: int, size: int, offset: int) -> bytes:
    """The end of a zip."""
    number = min(entries, 0xFFFF)
    end = b"PK\5\6" + struct.pack("<HHHHIIH", 0, 0, number, number, size, offset, 0)
    if entries < 0xFFFF:
        return end
    large = b"PK\6\6" + struct.pack("<QHHIIQQQQ", 44, 45, 45, 0, 0, entries, entries, size, offset)
    return large + b"PK\6\7" + struct.pack("<IQI", 0, offset + size, 1) + end


def hand_made(path: Path, entries: list[Entry]) -> Path:
    """A zip of such entries, one after the other."""
    body, directory = b"", b""
    for entry in entries:
        directory += entry.central(len(body))
        body += entry.local()
    path.write_bytes(body + directory + end_record(len(entries), len(directory), len(body)))
    return path


# Zips that do harm

zip_of("zip bomb, 2 GB of zeros", lambda: {"conversations.json": bytes(2 << 30)})
zip_of(
    "zip bomb of 16 files of 60 MB of white space",
    lambda: {f"{n}.json": b"[" + b" " * (60 << 20) + b"]" for n in range(16)},
)
zip_of(
    "zip in zip in zip in zip",
    lambda: {
        "a.zip": packed({"b.zip": packed({"c.zip": packed({"conversations.json": as_json(GOOD)})})})
    },
)
zip_of("zip in zip, whole", lambda: {"a.zip": packed({"conversations.json": as_json(GOOD)})})
zip_of(
    "zip with a damaged zip in it",
    lambda: {"a.zip": packed({"c.json": as_json(GOOD)})[:-9], "conversations.json": as_json(GOOD)},
)
zip_of(
    "bzip2 bomb in zip",
    lambda: {"conversations.json": b"[" + b" " * (1 << 30) + b"]"},
    zipfile.ZIP_BZIP2,
)
zip_of("LZMA in zip", lambda: {"conversations.json": as_json(GOOD)}, zipfile.ZIP_LZMA)
zip_of(
    "names that climb, are absolute, or have a drive",
    lambda: {
        n: as_json(GOOD)
        for n in ("../../../tmp/evil.json", "/etc/evil.json", "C:\\evil.json", "..\\..\\x.json")
    },
)
zip_of(
    "names with control and bidi characters",
    lambda: {"\x1b[2J\x07\u202egnp.json": as_json(GOOD), "a\nb\r.json": b"[{"},
)
zip_of("name of 10,000 characters, damaged", lambda: {"x" * 10_000 + ".json": b'[{"mapping":'})
zip_of("200,001 entries", lambda: {str(n): b"" for n in range(200_001)})


@named("bzip2 bomb whose directory lies: 1 GB said to be 1 MB")
def _(folder: Path) -> Path:
    import bz2

    squeeze = bz2.BZ2Compressor(9)
    data = b"".join(squeeze.compress(bytes(1 << 20)) for _ in range(1024)) + squeeze.flush()
    return hand_made(folder / "export.zip", [Entry(b"conversations.json", data, 12, 1 << 20)])


@named("zip bomb of 2,000 overlapping entries (42 GB)")
def _(folder: Path) -> Path:
    chats = [chat(f"c{n}", "I keep bees. " * 80) for n in range(16_000)]
    entry = Entry(b"conversations.json", as_json(chats))
    directory = entry.central(0) * 2000
    body = entry.local()
    path = folder / "export.zip"
    path.write_bytes(body + directory + end_record(2000, len(directory), len(body)))
    return path


@named("zip of 3,000,000 entries, by its directory")
def _(folder: Path) -> Path:
    entry = Entry(b"a", b"")
    path = folder / "export.zip"
    with path.open("wb") as file:
        file.write(entry.local())
        for _ in range(30):
            file.write(entry.central(0) * 100_000)
        size = 3_000_000 * len(entry.central(0))
        file.write(end_record(3_000_000, size, len(entry.local())))
    return path


@named("zip64, whole")
def _(folder: Path) -> Path:
    path = folder / "export.zip"
    with (
        zipfile.ZipFile(path, "w") as archive,
        archive.open("conversations.json", "w", force_zip64=True) as inside,
    ):
        inside.write(as_json(GOOD))
    return path


@named("zip whose directory lies on a size")
def _(folder: Path) -> Path:
    return hand_made(folder / "export.zip", [Entry(b"conversations.json", as_json(GOOD), claims=9)])


@named("two entries of one name")
def _(folder: Path) -> Path:
    return hand_made(
        folder / "export.zip",
        [Entry(b"conversations.json", as_json([one])) for one in GOOD],
    )


@named("Deflate64 in zip")
def _(folder: Path) -> Path:
    return hand_made(folder / "export.zip", [Entry(b"conversations.json", b"\x4b\x04\0", 9, 9)])


@named("encrypted zip")
def _(folder: Path) -> Path:
    data = bytearray(packed({"conversations.json": as_json(GOOD)}))
    data[data.index(b"PK\3\4") + 6] |= 1
    data[data.index(b"PK\1\2") + 8] |= 1
    path = folder / "export.zip"
    path.write_bytes(data)
    return path


@named("zip cut off in the middle")
def _(folder: Path) -> Path:
    path = folder / "export.zip"
    path.write_bytes(packed({"conversations.json": as_json(GOOD * 300)})[:900])
    return path


@named("zip with a damaged byte in its middle")
def _(folder: Path) -> Path:
    chats = [chat(f"c{n}", os.urandom(2000).hex()) for n in range(2000)]
    data = bytearray(packed({"conversations.json": as_json(chats)}))
    data[len(data) // 2] ^= 0xFF
    path = folder / "export.zip"
    path.write_bytes(data)
    return path


@named("symbolic link in zip")
def _(folder: Path) -> Path:
    path = folder / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        link = zipfile.ZipInfo("conversations.json")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
    return path


for _name, _head in {
    "gzip": b"\x1f\x8b\x08\0",
    "7z": b"7z\xbc\xaf\x27\x1c",
    "RAR": b"Rar!\x1a\x07\x01\0",
}.items():
    file_of(f"{_name} file", lambda head=_head: head + os.urandom(500))
