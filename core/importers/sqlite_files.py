"""SQLite databases in an export, opened as private copies that nothing is ever written beside.

The person's own file is only read as bytes. Its copy, with the write-ahead log or the rollback
journal that lies beside it, goes into a folder for this user alone, is brought up to date there,
opened for reading as a file that cannot change, and unlinked as soon as it is open.
"""

import os
import shutil
import sqlite3
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

from selfaudit.core.errors import ExportError
from selfaudit.core.importers import json_records as bounds
from selfaudit.core.importers.files import ExportFiles, Member

MAX_DATABASE = 4 << 30
"""Bytes of a database, which is copied to be read."""

DAMAGED = "database is damaged from here on"
UNOPENED = "database is damaged"
NOT_COPIED = "database could not be copied to a temporary file"
TOO_LARGE_DATABASE = "database too large"

BROKEN = (sqlite3.DatabaseError, UnicodeDecodeError)
"""What a damaged database raises; the second where the damage is in SQLite's own message."""

Tables = Mapping[str, frozenset[str]]
"""The names of a database's tables, with those of their columns."""

_MAGIC = b"SQLite format 3\0"
_LOGS = ("-wal", "-journal")


class UnreadableError(Exception):
    """A database that cannot be opened; `reason` is a short phrase."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


def is_database(export: ExportFiles, member: Member) -> bool:
    """Tell whether a file begins as a SQLite database does."""
    try:
        return export.head(member, len(_MAGIC)) == _MAGIC
    except ExportError:
        return False


def damage(export: ExportFiles, member: Member) -> str:
    """Why a SQLite database cannot be opened, as a short phrase; empty if it can, or is none."""
    return _schema(export, member)[1]


def tables(export: ExportFiles, member: Member) -> Tables:
    """The tables of a SQLite database; none if the file is no database or cannot be opened."""
    return _schema(export, member)[0]


@contextmanager
def open_database(export: ExportFiles, member: Member) -> Iterator[sqlite3.Connection]:
    """Open a private copy for reading; it is gone when the context ends.

    Text that is no UTF-8 is read with U+FFFD. A text or blob of more than
    `MAX_LENGTH` bytes raises sqlite3.DataError, damage one of `BROKEN`.
    Raises `UnreadableError`.
    """
    if member.size > MAX_DATABASE:
        raise UnreadableError(TOO_LARGE_DATABASE)
    try:
        folder = Path(tempfile.mkdtemp(prefix="selfaudit-"))  # for this user alone
    except OSError:
        raise UnreadableError(NOT_COPIED) from None
    try:
        connection = _opened(export, member, folder / "copy.db")
    except (OSError, ExportError):
        raise UnreadableError(NOT_COPIED) from None
    except BROKEN:
        raise UnreadableError(UNOPENED) from None
    finally:
        shutil.rmtree(folder, ignore_errors=True)  # some systems keep what is open
    try:
        yield connection
    finally:
        connection.close()
        shutil.rmtree(folder, ignore_errors=True)


def _opened(export: ExportFiles, member: Member, path: Path) -> sqlite3.Connection:
    _copy(export, member, path)
    _fill(path)
    for suffix in _LOGS:
        if beside := _beside(export, member, suffix):
            _copy(export, beside, path.with_name(path.name + suffix))
    _settle(path)
    connection = sqlite3.connect(f"file:{quote(str(path))}?mode=ro&immutable=1", uri=True)
    try:
        connection.text_factory = lambda data: data.decode("utf-8", "replace")
        connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, bounds.MAX_LENGTH)
        connection.execute("PRAGMA trusted_schema = OFF")
        connection.execute("PRAGMA cell_size_check = ON")
        connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
    except BaseException:
        connection.close()
        raise
    return connection


def _copy(export: ExportFiles, member: Member, path: Path) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as copy, export.open(member) as stream:
        shutil.copyfileobj(stream, copy, 1 << 20)


def _fill(path: Path) -> None:
    """Give a file that was cut off the size that its header tells.

    SQLite refuses a file that is too short as a whole, but one with empty pages only in these.
    """
    with path.open("r+b") as copy:
        header = copy.read(100)
        page = int.from_bytes(header[16:18], "big")
        size = (65536 if page == 1 else page) * int.from_bytes(header[28:32], "big")
        if copy.seek(0, os.SEEK_END) < size <= MAX_DATABASE:
            copy.truncate(size)


def _beside(export: ExportFiles, member: Member, suffix: str) -> Member | None:
    """The log beside a database: in the export, or on disk where the export is that one file."""
    for other in export.members:
        if other.name == member.name + suffix:
            return other
    path = Path(f"{export.path}{suffix}")
    with suppress(OSError), export.path.open("rb") as stream:
        if stream.read(len(_MAGIC)) == _MAGIC and path.is_file():
            return Member(f"{member.name}{suffix}", path.stat().st_size, lambda: path.open("rb"))
    return None


def _settle(path: Path) -> None:
    """Take what the log holds into the copy, so that it is one file."""
    connection = sqlite3.connect(path, isolation_level=None)
    try:
        connection.execute("PRAGMA journal_mode = DELETE")
    finally:
        connection.close()


@lru_cache(maxsize=64)
def _schema(export: ExportFiles, member: Member) -> tuple[Tables, str]:
    """The tables and the damage of a member, which several importers ask for in turn."""
    if not is_database(export, member):
        return {}, ""
    try:
        with open_database(export, member) as connection:
            rows = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            names = [name for (name,) in rows if isinstance(name, str)]
            return {name: _columns(connection, name) for name in names}, ""
    except UnreadableError as error:
        return {}, error.reason
    except BROKEN:
        return {}, UNOPENED


def _columns(connection: sqlite3.Connection, table: str) -> frozenset[str]:
    rows = connection.execute("SELECT name FROM pragma_table_info(?)", [table])
    return frozenset(name for (name,) in rows if isinstance(name, str))
