"""Rows of a SQLite database by what they belong to, whatever columns and damage it has."""

import sqlite3
from array import array
from collections.abc import Callable, Iterable, Iterator
from typing import TypeVar

from selfaudit.core.importers import json_records as bounds
from selfaudit.core.importers.assembling import Content, Item
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.json_records import TOO_LARGE, TOO_MANY
from selfaudit.core.importers.sources import unreadable_zips
from selfaudit.core.importers.sqlite_files import (
    BROKEN,
    DAMAGED,
    Tables,
    UnreadableError,
    damage,
    open_database,
    tables,
)
from selfaudit.core.models.history import Conversation, RecordKind, Skipped

MAX_ROWS = 100_000
"""Rows of one conversation, which are in memory together."""

MAX_COUNTED = 10_000_000
"""Rows of one table that are counted. In a damaged table they may never end."""

MAX_KEY = 1000
"""Characters or bytes of an id. Those of all rows are in memory together."""

DAMAGED_ROW = "damaged in the database"

T = TypeVar("T")
Row = dict[str, object]


class Rows:
    """The rows of one table, by what a column says that they belong to.

    Only their numbers are kept in memory. `damaged` tells whether some could not be counted;
    `there` whether the database has the table.
    """

    def __init__(
        self,
        connection: sqlite3.Connection,
        known: Tables,
        table: str,
        key: str,
        columns: tuple[str, ...],
    ) -> None:
        """Count the rows. `key` is a column or an SQL expression; absent columns are left out."""
        self.there = table in known
        self.damaged = False
        self._connection = connection
        self._columns = [name for name in columns if name in known.get(table, ())]
        named = "".join(f', "{name}"' for name in self._columns)
        self._query = f'SELECT rowid{named} FROM "{table}" WHERE rowid = ?'  # noqa: S608
        self._numbers: dict[object, array[int]] = {}
        if self.there:
            self._count(f'SELECT {key}, rowid FROM "{table}" ORDER BY rowid')  # noqa: S608

    def _count(self, query: str) -> None:
        try:
            for count, (key, number) in enumerate(self._connection.execute(query)):
                if count == MAX_COUNTED:
                    self.damaged = True
                    break
                if isinstance(key, str | bytes) and len(key) > MAX_KEY:
                    self.damaged = True
                    continue
                self._numbers.setdefault(key, array("q")).append(number)
        except BROKEN:
            self.damaged = True

    def keys(self) -> Iterator[object]:
        """What rows belong to, in the order of their first rows."""
        yield from self._numbers

    def of(self, key: object) -> list[Row | str]:
        """The rows that belong to a key, and for one that cannot be read the reason instead.

        Raises `UnreadableError` if they are too many or too long together.
        """
        numbers = self._numbers.get(key, array("q"))
        if len(numbers) > MAX_ROWS:
            raise UnreadableError(TOO_MANY)
        rows: list[Row | str] = []
        length = 0
        for number in numbers:
            row = self._row(number)
            if isinstance(row, dict):
                length += sum(len(value) for value in row.values() if isinstance(value, str))
            if length > bounds.MAX_LENGTH:
                raise UnreadableError(TOO_LARGE)
            rows.append(row)
        return rows

    def good(self, key: object) -> list[Row]:
        """The rows of a key that can be read."""
        return [row for row in self.of(key) if isinstance(row, dict)]

    def _row(self, number: int) -> Row | str:
        try:
            row = self._connection.execute(self._query, [number]).fetchone()
        except sqlite3.DataError:
            return TOO_LARGE
        except BROKEN:
            return DAMAGED_ROW
        return dict(zip(self._columns, row[1:], strict=True)) if row else DAMAGED_ROW


def bounded(values: Iterable[T], length_of: Callable[[T], int]) -> Iterator[T]:
    """The same values. Raises `UnreadableError` if they are too long together.

    Rows may name one text many times, which then is in memory as often.
    """
    length = 0
    for value in values:
        length += length_of(value)
        if length > bounds.MAX_LENGTH:
            raise UnreadableError(TOO_LARGE)
        yield value


def bounded_items(items: Iterable[Item]) -> list[Item]:
    """The messages of a conversation. Raises `UnreadableError` if they are too long together."""
    return list(bounded(items, _length))


def _length(item: Item) -> int:
    return len(item.content.text) if isinstance(item.content, Content) else 0


def read_databases(
    export: ExportFiles,
    wanted: Callable[[Tables], bool],
    read: Callable[[sqlite3.Connection, Tables, str], Iterator[Conversation | Skipped]],
) -> Iterator[Conversation | Skipped]:
    """Yield what `read` finds in each database whose tables are wanted, by name.

    A database that cannot be opened, and the rest of one that is damaged, is one `Skipped`.
    """
    yield from unreadable_zips(export)
    for member in export.members:
        known = tables(export, member)
        if not wanted(known):
            if reason := damage(export, member):
                yield Skipped(RecordKind.CONVERSATION, reason, member.name)
            continue
        try:
            with open_database(export, member) as connection:
                yield from read(connection, known, member.name)
        except UnreadableError as error:
            yield Skipped(RecordKind.CONVERSATION, error.reason, member.name)
        except BROKEN:
            yield Skipped(RecordKind.CONVERSATION, DAMAGED, member.name)
