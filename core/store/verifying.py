"""Is a file a whole store of ours? Nothing is taken over that was not asked this."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from selfaudit.core.errors import StoreError
from selfaudit.core.store.migrations import migrations
from selfaudit.core.store.sqlite import Database as SqliteDatabase

MAGIC = b"SQLite format 3\0"
"""What every SQLite file begins with."""

_DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)

_SCHEMA = (
    "SELECT type, name, tbl_name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite\\_%' ESCAPE"
    " '\\' AND tbl_name != '_sqlite_migrations' AND tbl_name NOT LIKE 'content\\_index\\_%'"
    " ESCAPE '\\'"
)
"""All that a store is made of, but for what SQLite and sqlite-utils make in their own words."""


@dataclass(frozen=True, slots=True)
class Contents:
    """How much a store holds."""

    conversations: int
    messages: int
    attributes: int
    judgments: int
    marks: int
    votes: int


def contents_of(connection: sqlite3.Connection) -> Contents:
    """How much a store holds."""
    return Contents(
        *(
            int(connection.execute(f"SELECT count(*) FROM {table}").fetchone()[0])
            for table in ("conversation", "message", "attribute", "judgment", "mark", "vote")
        )
    )


def is_damaged(path: Path) -> bool:
    """Whether SQLite cannot make sense of a file, or finds it damaged.

    Raises StoreError when another process holds it, or it cannot be read at all.
    """
    try:
        # Writing nothing: what a damaged file's log still holds may be worth something.
        uri = f"{path.as_uri()}?mode=ro"
        with closing(sqlite3.connect(uri, uri=True, timeout=2.0)) as connection:
            return bool(connection.execute("PRAGMA quick_check(1)").fetchone()[0] != "ok")
    except sqlite3.DatabaseError as error:
        if _code(error) in _DAMAGED:
            return True
        raise StoreError(
            f"The file {path} cannot be opened: {error}.",
            hint="Close the other selfaudit, and check the file's permissions.",
        ) from error


def check_whole(connection: sqlite3.Connection, name: str) -> None:
    """Raise StoreError when a database is damaged or its references lead nowhere."""
    with _readable(name):
        finding = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
        if finding != "ok":
            raise _refused(name, f"SQLite finds it damaged ({finding})", _OTHER_COPY)
        if connection.execute("PRAGMA foreign_key_check").fetchone() is not None:
            raise _refused(name, "some of its rows refer to others that are missing", _OTHER_COPY)


def make_current(connection: sqlite3.Connection, name: str) -> None:
    """Bring a store's schema up to date. Raises StoreError for one that is not ours, or newer."""
    database = SqliteDatabase(connection, execute_plugins=False)
    with _readable(name):
        applied = {one.name for one in migrations.applied(database)}
        known = {one.name for one in migrations.pending(_empty())}
        if not applied:
            raise _refused(name, "it is a database of another program", _OTHER_COPY)
        if applied - known:
            raise _refused(
                name,
                "a newer selfaudit made it",
                "Install the newest selfaudit (`pip install --upgrade selfaudit`) and try again.",
            )
        connection.execute("BEGIN IMMEDIATE")
        migrations.apply(database)
        connection.execute("COMMIT")
        made = _empty()
        migrations.apply(made)
        wanted = set(made.conn.execute(_SCHEMA))
        if set(connection.execute(_SCHEMA)) != wanted:
            raise _refused(name, "its tables are not those of selfaudit", _OTHER_COPY)
        _check_index(connection)


def _check_index(connection: sqlite3.Connection) -> None:
    """Raise sqlite3.DatabaseError where the index is not of the texts; nothing is changed.

    For the check, what waits to be indexed is: the index is compared with all that is stored.
    """
    connection.execute("BEGIN")
    connection.execute(
        "INSERT INTO content_index (rowid, body) SELECT id, body FROM content WHERE waits"
    )
    connection.execute(
        "INSERT INTO content_index (content_index, rank) VALUES ('integrity-check', 1)"
    )
    connection.execute("ROLLBACK")


_OTHER_COPY = "Use another copy, one that `selfaudit backup` made."


def _empty() -> SqliteDatabase:
    return SqliteDatabase(sqlite3.connect(":memory:", isolation_level=None), execute_plugins=False)


@contextmanager
def _readable(name: str) -> Iterator[None]:
    try:
        yield
    except sqlite3.DatabaseError as error:
        if _code(error) in (*_DAMAGED, sqlite3.SQLITE_ERROR, sqlite3.SQLITE_CONSTRAINT):
            raise _refused(name, f"SQLite cannot read it whole ({error})", _OTHER_COPY) from error
        raise StoreError(
            f"{name} could not be checked: {error}.", hint="Free some disk space and try again."
        ) from error


def _refused(name: str, why: str, hint: str) -> StoreError:
    return StoreError(f"{name} is not taken over: {why}.", title="Not a copy to go by", hint=hint)


def _code(error: sqlite3.Error) -> int:
    """SQLite's primary code of an error; that of a plain error where Python has none."""
    return int(getattr(error, "sqlite_errorcode", sqlite3.SQLITE_ERROR)) & 0xFF
