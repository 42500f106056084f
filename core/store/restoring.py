"""Going back to a copy: verified first, then put in place whole or not at all."""

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from selfaudit.core.errors import StoreError
from selfaudit.core.paths import Home
from selfaudit.core.store.database import Database, storable
from selfaudit.core.store.files import copy_store, make_private, sync, why
from selfaudit.core.store.verifying import (
    MAGIC,
    Contents,
    check_whole,
    contents_of,
    is_damaged,
    make_current,
)

_CHUNK = 1024 * 1024


@dataclass(frozen=True, slots=True)
class StagedBackup:
    """A copy of a backup inside the home that was verified, and what it holds."""

    home: Home
    file: Path
    contents: Contents

    def put_in_place(self) -> Path | None:
        """Make this the store, all of it or nothing. What was stored until now is gone then.

        A present file that is damaged is kept beside it; where is returned. Raises StoreError
        when another process has the store open, or the disk fails; all is as it was then.
        """
        present = self.home.store
        try:
            if not present.exists():
                self.file.replace(present)
                kept = None
            elif is_damaged(present):
                kept = self._put_damaged_aside()
            else:
                self._take_over()
                return None
            sync(present.parent)
            return kept
        except (OSError, sqlite3.Error) as error:
            raise _not_restored(why(error)) from error

    def _take_over(self) -> None:
        database = Database(self.home.store)
        try:
            self._into(database)
        finally:
            database.close()

    def put_into(self, database: Database) -> None:
        """Make this what a store that is open holds, all of it or nothing.

        Raises StoreError when another process has it open, or the disk fails; all is as it was
        then.
        """
        try:
            self._into(database)
        except (OSError, sqlite3.Error) as error:
            raise _not_restored(why(error)) from error

    def _into(self, database: Database) -> None:
        aside = self.file.with_suffix(".before")
        try:
            with database.alone():
                make_private(aside)
                copy_store(database, aside, "The store")
                self._fit_pages(database.number("PRAGMA page_size"))
                _take(database, self.file)
                if problems := database.integrity_problems():
                    _take(database, aside)
                    raise _not_restored(f"the file was not whole afterwards ({problems[0]})")
                database.compact()
        finally:
            aside.unlink(missing_ok=True)

    def _fit_pages(self, size: int) -> None:
        """SQLite can take a database over only by pages of the same size."""
        with closing(sqlite3.connect(self.file)) as staged:
            if staged.execute("PRAGMA page_size").fetchone()[0] != size:
                staged.execute(f"PRAGMA page_size = {size}")
                staged.execute("VACUUM")

    def _put_damaged_aside(self) -> Path:
        present = self.home.store
        kept = present.with_name(f"{present.name}.damaged")
        number = 1
        while kept.exists():
            number += 1
            kept = present.with_name(f"{present.name}.damaged-{number}")
        moved: list[tuple[Path, Path]] = []
        try:
            for end in ("-wal", "-shm", ""):
                old, new = Path(f"{present}{end}"), Path(f"{kept}{end}")
                if old.exists():
                    old.replace(new)
                    moved.append((old, new))
            self.file.replace(present)
        except OSError:
            for old, new in moved:
                new.replace(old)
            raise
        return kept


@contextmanager
def staged_backup(home: Home, path: Path) -> Iterator[StagedBackup]:
    """Copy a backup into the home and verify it; the copy is gone at the end.

    Raises StoreError, with the reason, for a file that is not a whole store of ours.
    """
    home.prepare()
    file = home.root / f"{home.store.name}.restoring"
    try:
        _copy_file(path, file)
        yield StagedBackup(home, file, _verified(file, storable(path.name)))
    finally:
        for end in ("", "-journal", "-wal", "-shm"):
            Path(f"{file}{end}").unlink(missing_ok=True)


def restore(home: Home, path: Path) -> Path | None:
    """Verify a backup and make it the store, as `StagedBackup.put_in_place` does."""
    with staged_backup(home, path) as staged:
        return staged.put_in_place()


def _verified(file: Path, name: str) -> Contents:
    with closing(sqlite3.connect(file, isolation_level=None)) as connection:
        connection.execute("PRAGMA trusted_schema = OFF")
        check_whole(connection, name)
        make_current(connection, name)
        check_whole(connection, name)
        connection.execute("PRAGMA journal_mode = DELETE")
        contents = contents_of(connection)
    sync(file)
    return contents


def _copy_file(path: Path, file: Path) -> None:
    name = storable(path.name)
    try:
        with path.open("rb") as source:
            start = source.read(len(MAGIC))
            if start != MAGIC:
                raise StoreError(
                    f"{name} is no SQLite file, so no copy that selfaudit made.",
                    title="Not a copy to go by",
                    hint="Name a file that `selfaudit backup` made.",
                )
            log = Path(f"{path}-wal")
            if log.exists() and log.stat().st_size:
                raise StoreError(
                    f"{name} is not complete without {storable(log.name)}, which lies beside it: "
                    "it is a store in use, or a copy that was made by hand.",
                    title="Not a copy to go by",
                    hint="Make a copy with `selfaudit --home DIR backup FILE`.",
                )
            make_private(file)
            with file.open("wb") as target:
                target.write(start)
                while block := source.read(_CHUNK):
                    target.write(block)
    except OSError as error:
        raise _not_restored(
            f"{name} could not be copied into {file.parent}: {why(error)}"
        ) from error


def _take(database: Database, file: Path) -> None:
    with closing(sqlite3.connect(file)) as other:
        database.take_from(other)


def _not_restored(why: str) -> StoreError:
    return StoreError(
        f"Nothing was changed: {why}.",
        title="The copy was not put in place",
        hint="Look at the disk's room and at the permissions, and try again.",
    )
