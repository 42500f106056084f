"""One file of an export, and reading it so that damage is said in a sentence."""

import io
import lzma
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import IO

from selfaudit.core.errors import ExportError

DAMAGE = (
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
AGAIN = "Download the export again, and give selfaudit the file as it was downloaded."


@dataclass(frozen=True, slots=True, eq=False)
class Member:
    """One file of an export: its name with "/" between folders, and its size in bytes.

    `archive` names the zip that it came in, the outermost one; "" for a file that lies open.
    Equal only to itself: a zip may hold two files of one name.
    """

    name: str
    size: int
    opener: Callable[[], IO[bytes]] = field(repr=False)
    archive: str = ""


class GuardedFile(io.RawIOBase):
    """A member's bytes, with everything that a damaged file can raise made an `ExportError`."""

    def __init__(self, member: Member) -> None:
        self._name = member.name
        try:
            self._file = member.opener()
        except DAMAGE:
            raise self._damaged() from None

    def _damaged(self) -> ExportError:
        return ExportError(f"{self._name} is damaged or cannot be read.", hint=AGAIN)

    def readable(self) -> bool:
        """Always."""
        return True

    def readinto(self, buffer: "memoryview[int]") -> int:  # type: ignore[override]
        """Read what fits. Raises `ExportError` where the file is damaged."""
        try:
            data = self._file.read(len(buffer))
        except DAMAGE:
            raise self._damaged() from None
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        """Close the member."""
        if not self.closed and hasattr(self, "_file"):
            self._file.close()
        super().close()
