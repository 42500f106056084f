"""The files of an export, whatever it lies in: a folder, a zip, a zip of zips, or one file.

A zip that lies in a folder, or in a zip, is opened as well: what lies in it are files of the
export. One that lies still deeper is a file like any other.

Nothing is ever written under a name that an export gives, so a name like "../x" is only a name.
"""

import io
import os
import shutil
import tempfile
from collections.abc import Callable, Collection, Iterator
from contextlib import ExitStack
from copy import copy
from functools import partial
from pathlib import Path
from types import TracebackType
from typing import IO, BinaryIO, Self, cast

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.json_access import clean_text
from selfaudit.core.importers.members import AGAIN, GuardedFile, Member, shown_name
from selfaudit.core.importers.zips import MAX_FILES, files_in, open_zip, too_many, too_much

__all__ = ["ExportFiles", "Member"]

MAX_DEPTH = 16
"""Levels of folders below the one that was named."""

MAX_TOTAL = 64 << 30
"""Bytes that the files of all zips of one export may claim to unpack to."""

MAX_ZIPS = 100
"""Zips of one export that hold a file open: systems allow some 250."""

MAX_INNER = 4 << 30
"""Bytes of zips inside the zip, which are copied to unnamed temporary files to be read."""

SPOOL = 32 << 20
"""Bytes of inner zips that stay in memory together before temporary files are used."""

HEAD = 512
"""Bytes from the beginning of a file by which importers tell whether to look closer."""

KEPT_HEADS = 4096
"""Beginnings of files that are kept, since each importer in turn asks for them."""


class ExportFiles:
    """The files of one export, opened from a path; close it, or use it as a context manager.

    `members` are sorted by name; files inside an inner zip are named "inner.zip/file".
    `unreadable` names zips inside the folder or zip, and folders, that could not be opened; the
    name of a folder ends with "/". `without_records` is kept by `json_records`: the members that
    hold no JSON record, by where records are looked for, with what is broken in them.
    """

    def __init__(self, path: Path) -> None:
        """Open the path; an `ExportError` says why it cannot be read."""
        self.path = path
        self._stack = ExitStack()
        self._unreadable: list[str] = []
        self._inner_bytes = 0
        self._zips = 0
        self._spool = SPOOL
        self._files = 0
        self._total = 0
        self._heads: dict[Member, bytes] = {}
        self.without_records: dict[tuple[Member, frozenset[str]], str] = {}
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
        name = shown_name(path.name)
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
        for label, path in _paths_below(root, self._unreadable):
            self._files += 1
            if self._files > MAX_FILES:
                raise too_many(shown_name(root.name), "Give the folder of the export itself.")
            try:
                if label.lower().endswith(".zip") and _begins_as_zip(path):
                    self._count_zip()
                    inside = self._in_zip(path.open("rb"), label, f"{label}/", archive=label)
                    yield from list(inside)
                else:
                    yield Member(label, path.stat().st_size, _opener(path))
            except (ExportError, OSError):
                self._unreadable.append(label)

    def _count_zip(self) -> None:
        self._zips += 1
        if self._zips > MAX_ZIPS:
            raise ExportError(f"There are more than {MAX_ZIPS} zips.")

    def _in_zip(
        self, file: IO[bytes], name: str, prefix: str, archive: str, *, is_inner: bool = False
    ) -> Iterator[Member]:
        self._stack.callback(file.close)
        opened = open_zip(file, shown_name(name))
        entries = files_in(opened)
        self._files += len(entries)
        if self._files > MAX_FILES:
            raise too_many(shown_name(name))
        self._total += sum(entry.file_size for entry in entries)
        if self._total > MAX_TOTAL:
            raise too_much(shown_name(name))
        for entry in entries:
            label = prefix + clean_text(entry.filename or "(a file without a name)")
            member = Member(label, entry.file_size, partial(opened.open, entry), archive)
            if not is_inner and entry.filename.lower().endswith(".zip"):
                yield from self._in_inner_zip(member)
            else:
                yield member

    def _in_inner_zip(self, member: Member) -> Iterator[Member]:
        spool = self._spool if member.size <= self._spool else 1
        try:
            self._inner_bytes += member.size
            if self._inner_bytes > MAX_INNER:
                raise ExportError("The zips inside hold too much.")
            if spool == 1:
                self._count_zip()
            else:
                self._spool -= member.size
            spooled = tempfile.SpooledTemporaryFile(max_size=spool)  # noqa: SIM115 - closed below
            with self.open(member) as stream:
                shutil.copyfileobj(stream, spooled, 1 << 20)
            inner = cast(IO[bytes], spooled)
            yield from list(
                self._in_zip(inner, member.name, f"{member.name}/", member.archive, is_inner=True)
            )
        except ExportError:
            self._unreadable.append(member.name)


def _opener(path: Path) -> Callable[[], IO[bytes]]:
    return lambda: path.open("rb")


def _begins_as_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _paths_below(root: Path, unreadable: list[str]) -> Iterator[tuple[str, Path]]:
    """Every regular file below a folder with its name; links that lead out are left out.

    The names of folders that may not be read are added to `unreadable`. Raises OSError where the
    folder itself may not.
    """
    inside = root.resolve()

    def note(error: OSError) -> None:
        folder = Path(error.filename).relative_to(root)
        if not folder.parts:
            raise error
        unreadable.append(f"{clean_text(folder.as_posix())}/")

    for folder, folders, names in os.walk(root, onerror=note):
        if len(Path(folder).relative_to(root).parts) >= MAX_DEPTH:
            folders.clear()
        for name in names:
            path = Path(folder, name)
            if path.is_file() and path.resolve().is_relative_to(inside):
                yield clean_text(path.relative_to(root).as_posix()), path
