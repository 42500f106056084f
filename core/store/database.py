"""The connection: pragmas, permissions, one writer, transactions that are durable."""

import os
import re
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path

from selfaudit.core.errors import StoreError
from selfaudit.core.store.migrations import migrations
from selfaudit.core.store.sqlite import Database as SqliteDatabase

Value = str | int | float | bytes | None

_NOT_STORABLE = re.compile("[\0\ud800-\udfff]")

BUSY_SECONDS = 20.0
"""How long a writer waits for another process's transaction before giving up."""

INDEXED = "INSERT INTO content_index (rowid, body) VALUES (?, ?)"
"""Makes a text searchable. A trigger takes six times as long: it writes the index at each row."""

CACHED_KILOBYTES = 16_000
"""Pages of the file that stay in memory: keys come in no order, so many pages are written to."""

LOGGED_PAGES = 8_000
"""Pages (of 4 KB) in the log from which they are copied to the file; fewer copies, one of each."""

ALONE_SECONDS = 2.0
"""How long is waited for another process to close the file."""


class Database:
    """One connection, shared by the threads of a process behind a lock.

    A transaction that `write` has left without an error is on disk: WAL with synchronous=FULL.
    """

    def __init__(self, path: Path) -> None:
        """Open or make the file and bring its schema up to date.

        Raises StoreError when the file is not ours, damaged, locked or cannot be written.
        """
        self.path = path
        self.rewritten = 0
        """How often rows that were read may have gone: taken back, or all of them replaced."""
        self._lock = threading.RLock()
        try:
            _make_private(path)
            self._connection = sqlite3.connect(
                path, isolation_level=None, check_same_thread=False, timeout=BUSY_SECONDS
            )
            self._connection.row_factory = sqlite3.Row
            self._prepare()
        except (sqlite3.Error, OSError) as error:
            raise StoreError(
                f"The file {path} cannot be opened: {error}.",
                hint="Check the disk and the file's permissions, or choose another folder "
                "with --home DIR.",
            ) from error

    def _prepare(self) -> None:
        for pragma in (
            "journal_mode = WAL",
            "synchronous = FULL",
            "foreign_keys = ON",
            "secure_delete = ON",
            "temp_store = MEMORY",
            f"cache_size = -{CACHED_KILOBYTES}",
            f"wal_autocheckpoint = {LOGGED_PAGES}",
        ):
            self._connection.execute(f"PRAGMA {pragma}")
        database = SqliteDatabase(self._connection, execute_plugins=False)
        if not migrations.pending(database):
            return
        # Two processes may start at once: the second waits here and finds nothing to do.
        with self.write():
            migrations.apply(database)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Keep the connection from other threads, so that what is read belongs together."""
        with self._lock:
            yield

    @contextmanager
    def write(self) -> Iterator[None]:
        """A transaction: all of it is stored, or none. Nested uses join the outer one.

        Raises StoreError when the disk is full or another process holds the file too long.
        """
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            try:
                self._connection.execute("BEGIN IMMEDIATE")
                try:
                    yield
                except BaseException:
                    self._roll_back()
                    raise
                self._connection.execute("COMMIT")
            except sqlite3.IntegrityError:
                raise
            except sqlite3.Error as error:
                if self._connection.in_transaction:
                    self._roll_back()
                raise self._not_written(error) from error

    def _roll_back(self) -> None:
        self.rewritten += 1
        self._connection.rollback()

    @contextmanager
    def write_in_bulk(self) -> Iterator[None]:
        """A transaction as `write`, in which SQLite does not look for what new rows refer to.

        For many rows that refer to each other and to what was found inside the transaction: the
        looking takes a third of the time of storing them. Nothing may be deleted in it.
        """
        with self._lock:
            if self._connection.in_transaction:
                yield
                return
            self._connection.execute("PRAGMA foreign_keys = OFF")
            try:
                with self.write():
                    yield
            finally:
                self._connection.execute("PRAGMA foreign_keys = ON")

    @contextmanager
    def attached(self, data: bytes) -> Iterator[None]:
        """Have another database, which is given as it is in memory, beside this one as `staged`.

        Only outside of `write`. Raises StoreError.
        """
        with self._lock:
            assert not self._connection.in_transaction, "it could not be taken away again"
            try:
                self._connection.execute("ATTACH ':memory:' AS staged")
                self._connection.deserialize(data, name="staged")
            except sqlite3.Error as error:
                raise self._not_written(error) from error
            try:
                yield
            finally:
                self._connection.execute("DETACH staged")

    @contextmanager
    def alone(self) -> Iterator[None]:
        """Hold the file against every other process that would read or write it.

        Raises StoreError when another process has it open.
        """
        with self._lock:
            try:
                self._set_exclusive(True)
                self._connection.execute("BEGIN IMMEDIATE")
                self._connection.execute("COMMIT")
            except sqlite3.Error as error:
                self._set_exclusive(False)
                if getattr(error, "sqlite_errorcode", None) != sqlite3.SQLITE_BUSY:
                    raise self._not_written(error) from error
                raise StoreError(
                    f"Another selfaudit has the file {self.path} open.",
                    title="Nothing was changed",
                    hint="Close it and try again.",
                ) from error
            try:
                yield
            finally:
                self._set_exclusive(False)

    def _set_exclusive(self, exclusive: bool) -> None:
        mode = "EXCLUSIVE" if exclusive else "NORMAL"
        self._connection.execute(f"PRAGMA locking_mode = {mode}")
        if not exclusive:
            # The mode changes with the next use of the file.
            with suppress(sqlite3.Error):
                self._connection.execute("SELECT 1 FROM sqlite_master").fetchone()
        seconds = ALONE_SECONDS if exclusive else BUSY_SECONDS
        self._connection.execute(f"PRAGMA busy_timeout = {seconds * 1000:.0f}")

    def compact(self) -> None:
        """Write the file anew without what was deleted, its log emptied; inside `alone`.

        Raises StoreError when the disk is full.
        """
        with self._lock:
            try:
                self._connection.execute("VACUUM")
                busy = self._connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()[0]
            except sqlite3.Error as error:
                raise self._not_written(error) from error
            if busy:
                raise self._not_written("it is in use")

    def take_from(self, other: sqlite3.Connection) -> None:
        """Take over all of another database in one transaction; inside `alone`.

        Raises StoreError, and is as it was, when that cannot be done.
        """
        with self._lock:
            self.rewritten += 1
            try:
                other.backup(self._connection)
            except sqlite3.Error as error:
                raise self._not_written(error) from error

    def copy_to(self, other: sqlite3.Connection) -> None:
        """Copy all of it as it is at one moment, whatever other connections write meanwhile.

        Raises sqlite3.Error.
        """
        with self._lock:
            self._connection.backup(other)

    def _not_written(self, why: object) -> StoreError:
        return StoreError(
            f"The file {self.path} could not be written: {why}.",
            hint="Free some disk space, or close the other selfaudit, and try again.",
        )

    def execute(self, sql: str, parameters: Sequence[Value] | Mapping[str, Value] = ()) -> int:
        """Run one statement inside `write` and return the id of the row that it inserted."""
        with self._lock:
            return self._connection.execute(sql, parameters).lastrowid or 0

    def execute_many(self, sql: str, rows: Iterable[Sequence[Value]]) -> None:
        """Run one statement for many rows inside `write`."""
        with self._lock:
            self._connection.executemany(sql, rows)

    def rows(
        self, sql: str, parameters: Sequence[Value] | Mapping[str, Value] = ()
    ) -> list[sqlite3.Row]:
        """Every row of a query. Raises StoreError when the file cannot be read."""
        with self._lock:
            try:
                return self._connection.execute(sql, parameters).fetchall()
            except sqlite3.DatabaseError as error:
                raise StoreError(
                    f"The file {self.path} could not be read: {error}.",
                    hint="`selfaudit doctor` checks it. A copy of the folder may help to rescue "
                    "what is in it.",
                ) from error

    def row(self, sql: str, parameters: Sequence[Value] = ()) -> sqlite3.Row | None:
        """The first row of a query, if there is one."""
        found = self.rows(sql, parameters)
        return found[0] if found else None

    def number(self, sql: str, parameters: Sequence[Value] = ()) -> int:
        """The one whole number that a query gives (0 for NULL)."""
        row = self.row(sql, parameters)
        return int(row[0] or 0) if row is not None else 0

    def add_content(self, body: str) -> int:
        """Store personal text behind an opaque id, and index it, inside `write`."""
        text = storable(body)
        id = self.execute("INSERT INTO content (body) VALUES (?)", [text])
        self.execute(INDEXED, [id, text])
        return id

    def integrity_problems(self) -> list[str]:
        """What SQLite finds wrong with the file; empty when it is whole."""
        findings = [str(row[0]) for row in self.rows("PRAGMA quick_check")]
        broken = len(self.rows("PRAGMA foreign_key_check"))
        problems = [finding for finding in findings if finding != "ok"]
        return [*problems, f"{broken} broken references"] if broken else problems

    def close(self) -> None:
        """Close the connection. Everything that `write` finished is already on disk."""
        with self._lock:
            self._connection.close()


def storable(text: str) -> str:
    """Text that SQLite takes and gives back whole, as many code points as it had.

    Surrogates cannot be encoded, and SQL functions read up to the first NUL.
    """
    if text.isascii() and "\0" not in text:  # ten times as fast as looking for each
        return text
    return _NOT_STORABLE.sub("\ufffd", text)


def _make_private(path: Path) -> None:
    """Make the file 0600 before SQLite does; its WAL and shared memory take that mode over."""
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT, 0o600)
    os.close(descriptor)
    path.chmod(0o600)
