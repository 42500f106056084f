"""The files of an export, whatever it lies in: a folder, a zip, a zip of zips, or one file.

A zip that lies in a folder, or in a zip, is opened as well: what lies in it are files of the
export. One that lies still deeper is a file like any other.

Nothing is ever written under a name that an export gives, so a name like "../x" is only a name.
"""

import io
import os
import tempfile
import zipfile
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from copy import copy
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Self, cast

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.json_access import clean_text
from selfaudit.core.importers.members import AGAIN, DAMAGE, GuardedFile, Member

__all__ = ["ExportFiles", "Member"]

MAX_FILES = 200_000
"""Files in one export. More are a sign of the wrong folder, or of an attack."""

MAX_DEPTH = 16
"""Levels of folders below the one that was named."""

MAX_TOTAL = 64 << 30
"""Bytes that the files of all zips of one export may claim to unpack to."""

MAX_ZIPS = 100
"""Zips in one folder that are opened: each holds a file open, of which systems allow some 250."""

MAX_RATIO = 500
"""How many times its packed size a large file in a zip may unpack to. JSON comes to 5 to 50."""

RATIO_FROM = 64 << 20
"""Unpacked bytes from which `MAX_RATIO` applies; reading less harms nobody."""

MAX_INNER = 4 << 30
"""Bytes of zips inside the zip, which are copied to unnamed temporary files to be read."""

SPOOL = 32 << 20
"""Bytes of an inner zip that stay in memory before a temporary file is used."""

HEAD = 512
"""Bytes from the beginning of a file by which importers tell whether to look closer."""

KEPT_HEADS = 4096
"""Beginnings of files that are kept, since each importer in turn asks for them."""

_ENCRYPTED = 0x1


class ExportFiles:
    """The files of one export, opened from a path; close it, or use it as a context manager.

    `members` are sorted by name; files inside an inner zip are named "inner.zip/file".
    `unreadable` names zips inside the folder or zip that could not be opened.
    """

    def __init__(self, path: Path) -> None:
        """Open the path; an `ExportError` says why it cannot be read."""
        self.path = path
        self._stack = ExitStack()
        self._unreadable: list[str] = []
        self._inner_bytes = 0
        self._files = 0
        self._total = 0
        self._heads: dict[Member, bytes] = {}
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
        return cast(BinaryIO, io.BufferedReader(GuardedFile(member)))

    def head(self, member: Member, size: int = HEAD) -> bytes:
        """The member's first bytes, at most `size`."""
        found = self._heads.get(member, b"")
        if size > HEAD or not found:
            with self.open(member) as stream:
                found = stream.read(max(size, HEAD))
            if len(self._heads) == KEPT_HEADS:
                self._heads.clear()
            self._heads[member] = found[:HEAD]
        return found[:size]

    def part(self, members: Collection[Member], unreadable: Collection[str]) -> "ExportFiles":
        """The same export with only some of its files. It is open for as long as the whole is."""
        part = copy(self)
        part._stack = ExitStack()
        part.members, part.unreadable = tuple(members), tuple(unreadable)
        return part

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
                yield from self._in_folder(path)
                return
            if not path.is_file():
                raise ExportError(f"{name} is neither a file nor a folder.")
            if path.stat().st_size == 0:
                raise ExportError(f"{name} is empty.", hint=AGAIN)
            if _begins_as_zip(path):
                yield from self._in_zip(path.open("rb"), name, "", archive=name)
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

    def _in_folder(self, root: Path) -> Iterator[Member]:
        """Every file below a folder, those inside its zips too."""
        zips = 0
        for label, path in _paths_below(root):
            self._files += 1
            if self._files > MAX_FILES:
                raise ExportError(
                    f"{clean_text(root.name)} holds more than {MAX_FILES:,} files.",
                    hint="Give the folder of the export itself.",
                )
            if not label.lower().endswith(".zip") or not _begins_as_zip(path):
                yield Member(label, path.stat().st_size, _opener(path))
                continue
            zips += 1
            try:
                if zips > MAX_ZIPS:
                    raise ExportError(f"There are more than {MAX_ZIPS} zips.")
                yield from list(self._in_zip(path.open("rb"), label, f"{label}/", archive=label))
            except (ExportError, OSError):
                self._unreadable.append(label)

    def _in_zip(
        self, file: IO[bytes], name: str, prefix: str, archive: str, *, is_inner: bool = False
    ) -> Iterator[Member]:
        self._stack.callback(file.close)
        try:
            opened = self._stack.enter_context(zipfile.ZipFile(file))
        except DAMAGE:
            raise ExportError(f"{name} is a damaged or incomplete zip.", hint=AGAIN) from None
        entries = [entry for entry in opened.infolist() if not entry.is_dir()]
        self._check_bounds(entries, name)
        for entry in entries:
            label = prefix + clean_text(entry.filename)
            member = Member(label, entry.file_size, partial(opened.open, entry), archive)
            if not is_inner and entry.filename.lower().endswith(".zip"):
                yield from self._in_inner_zip(member)
            else:
                yield member

    def _in_inner_zip(self, member: Member) -> Iterator[Member]:
        self._inner_bytes += member.size
        if self._inner_bytes > MAX_INNER:
            self._unreadable.append(member.name)
            return
        spooled = tempfile.SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 - the stack closes it
        try:
            with self.open(member) as stream:
                while block := stream.read(1 << 20):
                    spooled.write(block)
            spooled.seek(0)
            inner = cast(IO[bytes], spooled)
            yield from list(
                self._in_zip(inner, member.name, f"{member.name}/", member.archive, is_inner=True)
            )
        except ExportError:
            spooled.close()
            self._unreadable.append(member.name)

    def _check_bounds(self, entries: list[zipfile.ZipInfo], name: str) -> None:
        if not entries:
            raise ExportError(f"{name} holds no files.", hint=AGAIN)
        self._files += len(entries)
        if self._files > MAX_FILES:
            raise ExportError(f"{name} holds more than {MAX_FILES:,} files.")
        if any(entry.flag_bits & _ENCRYPTED for entry in entries):
            raise ExportError(
                f"{name} is protected by a password.",
                hint="Unpack it, and give the folder instead.",
            )
        bomb = any(
            entry.file_size > max(RATIO_FROM, MAX_RATIO * entry.compress_size) for entry in entries
        )
        self._total += sum(entry.file_size for entry in entries)
        if bomb or self._total > MAX_TOTAL:
            raise ExportError(
                f"{name} would unpack to far more than a chat export holds, so it was not opened."
            )


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _raise(error: OSError) -> None:
    raise error


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _paths_below(root: Path) -> Iterator[tuple[str, Path]]:
    """Every regular file below a folder with its name; links that lead out are left out."""
    inside = root.resolve()
    for folder, folders, names in os.walk(root, onerror=_raise):
        if len(Path(folder).relative_to(root).parts) >= MAX_DEPTH:
            folders.clear()
        for name in names:
            path = Path(folder, name)
            if path.is_file() and path.resolve().is_relative_to(inside):
                yield clean_text(path.relative_to(root).as_posix()), path
