"""The bytes of a package's files, from a folder or a zip that anybody may have made.

Nothing is extracted, no link is followed, and only files that a package has are read.
"""

import os
import stat
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import IO, TypeVar

from selfaudit.core.errors import PackageError
from selfaudit.core.export.files.places import MANIFEST, expected_files, has_parquet
from selfaudit.core.export.findings import Finding, FindingKind
from selfaudit.core.export.writing import ZIP_MODE, ZIP_TIME
from selfaudit.core.private_file import why

MOST_BYTES = 1 << 29
"""A package is larger than this only by mistake or malice; it has to fit into memory."""
MOST_NAMES = 1_000
"""So many names are looked at; a package has about eighty."""

_HEADER, _CENTRAL, _END = 30, 46, 22
"""Bytes that a zip takes beside names and data: a file, its entry in the list, the list's end."""

_Entry = TypeVar("_Entry")


@dataclass(slots=True)
class OpenedFiles:
    """The files of a package by name, and what is wrong with what lies there."""

    files: dict[str, bytes] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def tell(self, name: str, sentence: str) -> None:
        """Add a finding about a file."""
        self.findings.append(Finding(FindingKind.FILES, shown(name), None, sentence))


def open_package(path: Path) -> OpenedFiles:
    """Read the files of a package.

    Raises PackageError where there is no package at all: nothing there, neither folder nor zip,
    no `package.json`, too large, or not to be read.
    """
    path = path.expanduser()
    try:
        if path.is_dir():
            opened = _folder(path)
        elif path.is_file():
            opened = _zip(path)
        else:
            raise PackageError(
                f"{shown(str(path))} is not there.", hint="Name the folder or the zip of a package."
            )
    except OSError as error:
        raise PackageError(f"{shown(str(path))} could not be read: {why(error)}.") from error
    if MANIFEST not in opened.files and not opened.findings:
        raise PackageError(
            f"{shown(str(path))} has no {MANIFEST}, so it is not a package.",
            hint="Name the folder that package.json is in, or the zip as it was exported.",
        )
    for name in sorted(expected_files(parquet=has_parquet(opened.files)) - opened.files.keys()):
        if all(finding.file != name for finding in opened.findings):
            opened.tell(name, "It is missing.")
    return opened


def shown(name: str) -> str:
    """A name of a file as text, whatever bytes it has, not longer than a line."""
    text = name.encode("utf-8", "replace").decode()
    return text if len(text) <= 200 else text[:199] + "…"


def _folder(path: Path) -> OpenedFiles:
    opened = OpenedFiles()
    expected = expected_files(parquet=True)
    room = MOST_BYTES
    for name, entry in _limited(_entries(path)):
        mode = entry.stat(follow_symlinks=False).st_mode
        if name not in expected:
            opened.tell(name, "A package has no such file.")
        elif not stat.S_ISREG(mode):
            opened.tell(name, "It is no plain file.")
        else:
            room = _read(opened, name, partial(_open, entry.path), room)
    return opened


def _entries(path: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Everything in the folder and in those folders that a package has."""
    folders = {Path(name).parent.name for name in expected_files(parquet=True)} - {""}
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.name not in folders or not entry.is_dir(follow_symlinks=False):
                yield entry.name, entry
                continue
            with os.scandir(entry.path) as inner:
                for one in inner:
                    yield f"{entry.name}/{one.name}", one


def _open(path: str) -> IO[bytes]:
    # A pipe or a link that took the file's place meanwhile is refused, not waited for.
    flags = getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)
    return os.fdopen(os.open(path, os.O_RDONLY | flags), "rb")


def _zip(path: Path) -> OpenedFiles:
    opened = OpenedFiles()
    size = path.stat().st_size
    if size > MOST_BYTES:
        raise too_large()
    try:
        with zipfile.ZipFile(path) as archive:
            infos = archive.infolist()
            _check_container(opened, archive, size)
            room = MOST_BYTES
            expected = expected_files(parquet=True)
            for name, info in _limited((info.filename, info) for info in infos):
                if name not in expected:
                    opened.tell(name, "A package has no such file.")
                elif name in opened.files:
                    opened.tell(name, "It is there twice.")
                else:
                    room = _read(opened, name, partial(archive.open, info), room)
    except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeDecodeError) as error:
        raise PackageError(
            f"{shown(str(path))} is neither a folder nor a zip that can be read.",
            hint="Name the folder or the zip of a package.",
        ) from error
    return opened


def _check_container(opened: OpenedFiles, archive: zipfile.ZipFile, size: int) -> None:
    """Tell of anything in a zip beside its files: comments, times, modes, bytes in between."""
    infos = archive.infolist()
    names = sum(len(info.orig_filename.encode()) for info in infos)
    data = sum(info.compress_size for info in infos)
    plain = len(infos) * (_HEADER + _CENTRAL) + 2 * names + data + _END
    odd = [
        info.filename
        for info in infos
        if info.date_time != ZIP_TIME
        or info.external_attr != ZIP_MODE
        or info.extra
        or info.comment
    ]
    if odd:
        opened.tell(odd[0], "The zip says more of it than its name and its bytes.")
    elif archive.comment or size != plain:
        opened.tell("the zip", "It holds bytes that belong to no file.")


def _read(opened: OpenedFiles, name: str, open_file: Callable[[], IO[bytes]], room: int) -> int:
    """Read one file into `opened`; return how many bytes more may be read."""
    try:
        with closing(open_file()) as stream:
            data = stream.read(room + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError) as error:
        opened.tell(name, f"It cannot be read ({type(error).__name__}).")
        return room
    if len(data) > room:
        raise too_large()
    opened.files[name] = data
    return room - len(data)


def _limited(names: Iterable[tuple[str, _Entry]]) -> Iterator[tuple[str, _Entry]]:
    for number, found in enumerate(names):
        if number == MOST_NAMES:
            raise PackageError(f"There are more than {MOST_NAMES:,} files; a package has fewer.")
        yield found


def too_large() -> PackageError:
    """The error for what would not fit into memory."""
    return PackageError(f"It is larger than {MOST_BYTES >> 20} MiB unpacked, which no package is.")
