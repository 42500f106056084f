"""Putting the records of conversations together that lie scattered through a file.

A log has one record to a row, and the rows of a conversation between those of others. They are put
aside until the end of the file: in memory while there are few, then in an unnamed temporary
file, so that only one conversation is ever built.
"""

import tempfile
from array import array
from collections.abc import Iterator
from contextlib import suppress
from types import TracebackType
from typing import Self

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.files import SPOOL

MAX_CONVERSATIONS = 200_000
"""Conversations in one file. Each takes some 250 bytes of memory, each record 8 more."""

MAX_BYTES = 64 << 20
"""Bytes of the records of one conversation, as for the record of any other format."""

TOO_MANY_CONVERSATIONS = "too many conversations in one file"

_LENGTH = 8


class Scattered:
    """Records by the key of their conversation; a context manager, gone when it is closed."""

    def __init__(self) -> None:
        self._file = tempfile.SpooledTemporaryFile(max_size=SPOOL)  # noqa: SIM115 - closed below
        self._places: dict[str, array[int]] = {}
        self._end = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with suppress(OSError):  # what could not be written was told before
            self._file.close()

    def add(self, key: str, record: bytes) -> bool:
        """Put a record aside; False if it begins a conversation too many.

        Raises `ExportError` where the disk has no room for it.
        """
        places = self._places.get(key)
        if places is None:
            if len(self._places) >= MAX_CONVERSATIONS:
                return False
            places = self._places[key] = array("q")
        try:
            self._file.write(len(record).to_bytes(_LENGTH, "big") + record)
        except OSError as error:
            raise _no_room(error) from None
        places.append(self._end)
        self._end += _LENGTH + len(record)
        return True

    def conversations(self) -> Iterator[tuple[str, list[bytes] | None]]:
        """Every key, in the order of their first records, with the records as they were added.

        None stands for records that are more than `MAX_BYTES` together. Nothing is added
        once this is begun. Raises `ExportError` as `add` does.
        """
        for key, places in self._places.items():
            yield key, self._records(places)

    def _records(self, places: "array[int]") -> list[bytes] | None:
        records: list[bytes] = []
        size = 0
        try:
            for place in places:
                self._file.seek(place)
                length = int.from_bytes(self._file.read(_LENGTH), "big")
                size += length
                if size > MAX_BYTES:
                    return None
                records.append(self._file.read(length))
        except OSError as error:
            raise _no_room(error) from None
        return records


def _no_room(error: OSError) -> ExportError:
    return ExportError(
        f"A temporary copy of the chats could not be kept: {error.strerror or 'unknown reason'}.",
        hint="Make room in the folder for temporary files, and import again.",
    )
