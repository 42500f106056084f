"""Opening a zip that may be damaged, or made to do harm: nothing of it is unpacked for that."""

import zipfile
from collections.abc import Sequence
from itertools import pairwise
from typing import IO, cast

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.members import AGAIN, DAMAGE

MAX_FILES = 200_000
"""Files in one export. More are a sign of the wrong folder, or of an attack."""

MAX_DIRECTORY = 64 << 20
"""Bytes of a zip's list of what is in it, which is read as a whole."""

MAX_RATIO = 500
"""How many times its packed size a large file in a zip may unpack to. JSON comes to 5 to 50."""

RATIO_FROM = 64 << 20
"""Unpacked bytes from which `MAX_RATIO` applies; reading less harms nobody."""

UNPACK = "Unpack it, and give the folder instead."

_ENCRYPTED = 0x1
_HEADER = 30
"""Bytes before each file in a zip, at least."""
_ENTRY = b"PK\x01\x02"
_READ = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How files may be packed. Those of bzip2 and LZMA unpack without a bound on memory."""


class _Bounded:
    """A zip as a file of which not more is read at once than a list of `MAX_FILES` files takes.

    The list is read in one piece, of a size that the zip itself tells, and each entry of it takes
    some ten times as much memory.
    """

    def __init__(self, file: IO[bytes], name: str) -> None:
        self._file = file
        self._name = name
        self.seek, self.tell, self.seekable = file.seek, file.tell, file.seekable

    def read(self, size: int = -1) -> bytes:
        """Read. Raises `ExportError` where that is a list of too many files."""
        if size > MAX_DIRECTORY:
            raise too_many(self._name)
        data = self._file.read(MAX_DIRECTORY if size < 0 else size)
        if data.startswith(_ENTRY) and data.count(_ENTRY) > MAX_FILES:
            raise too_many(self._name)
        return data


def open_zip(file: IO[bytes], name: str) -> zipfile.ZipFile:
    """Open a zip whose `name` stands in what is said of it; the file is the caller's to close.

    Raises `ExportError` for one that is damaged, empty, protected, packed in an unusual way, of too
    many files, or that would unpack to far more than a chat export holds.
    """
    try:
        opened = zipfile.ZipFile(cast(IO[bytes], _Bounded(file, name)))
    except DAMAGE:
        raise ExportError(f"{name} is a damaged or incomplete zip.", hint=AGAIN) from None
    _check(files_in(opened), name)
    return opened


def files_in(opened: zipfile.ZipFile) -> list[zipfile.ZipInfo]:
    """The entries of a zip that are no folders; one that lost its name is a file."""
    # ZipInfo.is_dir fails on an entry without a name before Python 3.12.
    return [entry for entry in opened.infolist() if not entry.filename.endswith("/")]


def too_many(name: str, hint: str = "") -> ExportError:
    """What is said of a zip or a folder of too many files."""
    return ExportError(f"{name} holds more than {MAX_FILES:,} files.", hint=hint)


def too_much(name: str) -> ExportError:
    """What is said of a zip that would unpack to too much."""
    return ExportError(
        f"{name} would unpack to far more than a chat export holds, so it was not opened."
    )


def _check(entries: Sequence[zipfile.ZipInfo], name: str) -> None:
    if not entries:
        raise ExportError(f"{name} holds no files.", hint=AGAIN)
    if any(entry.flag_bits & _ENCRYPTED for entry in entries):
        raise ExportError(f"{name} is protected by a password.", hint=UNPACK)
    if any(entry.compress_type not in _READ for entry in entries):
        raise ExportError(
            f"{name} is packed in a way that selfaudit does not read (not by Deflate).", hint=UNPACK
        )
    if any(entry.file_size > max(RATIO_FROM, MAX_RATIO * entry.compress_size) for entry in entries):
        raise too_much(name)
    places = sorted((entry.header_offset, entry.compress_size) for entry in entries)
    if any(begin + _HEADER + size > after for (begin, size), (after, _) in pairwise(places)):
        # Files that share their bytes: a bomb that no ratio gives away.
        raise ExportError(f"{name} is a damaged or incomplete zip.", hint=AGAIN)
