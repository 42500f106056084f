"""The files of an export, whatever it lies in: a folder, a zip, a zip of zips, or one file.

Nothing is ever written under a name that an export gives, so a name like "../x" is only a name.
"""

import io
import lzma
import os
import struct
import tempfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Self, cast

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.json_access import clean_text

MAX_FILES = 200_000
"""Files in one export. More are a sign of the wrong folder, or of an attack."""

MAX_DEPTH = 16
"""Levels of folders below the one that was named."""

MAX_TOTAL = 64 << 30
"""Bytes that the files of one zip may claim to unpack to."""

MAX_RATIO = 500
"""How many times its packed size a large file in a zip may unpack to. JSON comes to 5 to 50."""

RATIO_FROM = 64 << 20
"""Unpacked bytes from which `MAX_RATIO` applies; reading less harms nobody."""

MAX_INNER = 4 << 30
"""Bytes of zips inside the zip, which are copied to unnamed temporary files to be read."""

KEPT_HEADS = 4096
"""Beginnings of files that are kept, since each importer in turn asks for them."""

SPOOL = 32 << 20
"""Bytes of an inner zip that stay in memory before a temporary file is used."""

_ENCRYPTED = 0x1
_DAMAGE = (
    zipfile.BadZipFile,
    zlib.error,
    lzma.LZMAError,
    struct.error,
    EOFError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    OSError,
)
"""What zipfile and its decompressors raise for a file that is damaged or protected."""
_AGAIN = "Download the export again, and give selfaudit the file as it was downloaded."


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One file of an export: its name with "/" between folders, and its size in bytes.

    Equal only to itself: a zip may hold two files of one name.
    """

    name: str
    size: int
    opener: Callable[[], IO[bytes]] = field(repr=False)


class ExportFiles:
    """The files of one export, opened from a path; close it, or use it as a context manager.

    `members` are sorted by name; files inside an inner zip are named "inner.zip/file".
    `unreadable` names inner zips that could not be opened.
    """

    def __init__(self, path: Path) -> None:
        """Open the path; an `ExportError` says why it cannot be read."""
        self.path = path
        self._stack = ExitStack()
        self._unreadable: list[str] = []
        self._inner_bytes = 0
        self._heads: dict[tuple[Member, int], bytes] = {}
        try:
            found = list(self._find())
        except BaseException:
            self._stack.close()
            raise
        self.members: tuple[Member, ...] = tuple(sorted(found, key=lambda m: m.name))
        self.unreadable: tuple[str, ...] = tuple(self._unreadable)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close every file that is open, and forget the temporary ones."""
        self._stack.close()

    def open(self, member: Member) -> BinaryIO:
        """Open a member for reading bytes. Reading raises `ExportError` where it is damaged."""
        return cast(BinaryIO, io.BufferedReader(_Guarded(member)))

    def head(self, member: Member, size: int = 512) -> bytes:
        """The member's first bytes, at most `size`."""
        key = (member, size)
        if key not in self._heads:
            with self.open(member) as stream:
                found = stream.read(size)
            if len(self._heads) == KEPT_HEADS:
                self._heads.clear()
            self._heads[key] = found
        return self._heads[key]

    def _find(self) -> Iterator[Member]:
        path = self.path
        name = clean_text(path.name)
        try:
            if not path.exists():
                raise ExportError(
                    f"There is no file or folder {name}.",
                    hint="Check the path; a file that was just downloaded may have another name.",
                )
            if path.is_dir():
                yield from _in_folder(path)
                return
            if not path.is_file():
                raise ExportError(f"{name} is neither a file nor a folder.")
            if path.stat().st_size == 0:
                raise ExportError(f"{name} is empty.", hint=_AGAIN)
            with path.open("rb") as stream:
                magic = stream.read(4)
            if magic in (b"PK\x03\x04", b"PK\x05\x06"):
                yield from self._in_zip(path.open("rb"), name, "")
            else:
                yield Member(name, path.stat().st_size, _opener(path))
        except PermissionError:
            raise ExportError(
                f"selfaudit is not allowed to read {name}.", hint="Check the file's permissions."
            ) from None
        except OSError as error:
            raise ExportError(
                f"{name} could not be read: {error.strerror or 'unknown reason'}."
            ) from None

    def _in_zip(self, file: IO[bytes], name: str, prefix: str) -> Iterator[Member]:
        self._stack.callback(file.close)
        try:
            archive = self._stack.enter_context(zipfile.ZipFile(file))
        except _DAMAGE:
            raise ExportError(f"{name} is a damaged or incomplete zip.", hint=_AGAIN) from None
        entries = [entry for entry in archive.infolist() if not entry.is_dir()]
        _check_bounds(entries, name)
        for entry in entries:
            member = Member(
                prefix + clean_text(entry.filename), entry.file_size, partial(archive.open, entry)
            )
            if not prefix and entry.filename.lower().endswith(".zip"):
                yield from self._in_inner_zip(member)
            else:
                yield member

    def _in_inner_zip(self, member: Member) -> Iterator[Member]:
        self._inner_bytes += member.size
        if self._inner_bytes > MAX_INNER:
            self._unreadable.append(member.name)
            return
        copy = tempfile.SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 - the stack closes it
        try:
            with self.open(member) as stream:
                while block := stream.read(1 << 20):
                    copy.write(block)
            copy.seek(0)
            yield from list(self._in_zip(cast(IO[bytes], copy), member.name, f"{member.name}/"))
        except ExportError:
            copy.close()
            self._unreadable.append(member.name)


class _Guarded(io.RawIOBase):
    """A member's bytes, with everything that a damaged file can raise made an `ExportError`."""

    def __init__(self, member: Member) -> None:
        self._name = member.name
        try:
            self._file = member.opener()
        except _DAMAGE:
            raise self._damaged() from None

    def _damaged(self) -> ExportError:
        return ExportError(f"{self._name} is damaged or cannot be read.", hint=_AGAIN)

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        try:
            data = self._file.read(len(buffer))
        except _DAMAGE:
            raise self._damaged() from None
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed and hasattr(self, "_file"):
            self._file.close()
        super().close()


def _check_bounds(entries: list[zipfile.ZipInfo], name: str) -> None:
    if len(entries) > MAX_FILES:
        raise ExportError(f"{name} holds more than {MAX_FILES:,} files.")
    if not entries:
        raise ExportError(f"{name} holds no files.", hint=_AGAIN)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise ExportError(
            f"{name} is protected by a password.", hint="Unpack it, and give the folder instead."
        )
    bomb = any(
        entry.file_size > max(RATIO_FROM, MAX_RATIO * entry.compress_size) for entry in entries
    )
    if bomb or sum(entry.file_size for entry in entries) > MAX_TOTAL:
        raise ExportError(
            f"{name} would unpack to far more than a chat export holds, so it was not opened."
        )


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _raise(error: OSError) -> None:
    raise error


def _in_folder(root: Path) -> Iterator[Member]:
    """Every regular file below the folder; links that lead out of it are left out."""
    inside = root.resolve()
    count = 0
    for folder, folders, names in os.walk(root, onerror=_raise):
        depth = len(Path(folder).relative_to(root).parts)
        if depth >= MAX_DEPTH:
            folders.clear()
        for name in names:
            path = Path(folder, name)
            if not path.is_file() or not path.resolve().is_relative_to(inside):
                continue
            count += 1
            if count > MAX_FILES:
                raise ExportError(
                    f"{clean_text(root.name)} holds more than {MAX_FILES:,} files.",
                    hint="Give the folder of the export itself.",
                )
            label = clean_text(path.relative_to(root).as_posix())
            yield Member(label, path.stat().st_size, _opener(path))
