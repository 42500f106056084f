"""Files of the store: private, on disk before they are relied on, errors in words."""

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from selfaudit.core import private_file
from selfaudit.core.store.database import Database
from selfaudit.core.store.verifying import Contents, check_whole, contents_of


def copy_store(database: Database, file: Path, name: str) -> Contents:
    """Copy a store into an empty file, whole and without a log, and check it.

    Raises sqlite3.Error, and StoreError when the copy is not whole.
    """
    with closing(sqlite3.connect(file, isolation_level=None)) as copy:
        copy.execute("PRAGMA synchronous = OFF")
        copy.execute("PRAGMA journal_mode = MEMORY")
        database.copy_to(copy)
        copy.execute("PRAGMA journal_mode = DELETE")
        check_whole(copy, name)
        return contents_of(copy)


def make_private(file: Path) -> None:
    """Make an empty file that only its owner can read, in the place of one of that name."""
    file.unlink(missing_ok=True)
    os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))


def sync(path: Path) -> None:
    """Wait until a file, or the entries of a folder, are on disk."""
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def why(error: OSError | sqlite3.Error) -> str:
    """Why a file could not be read or written."""
    if isinstance(error, sqlite3.Error):
        return str(error)
    return private_file.why(error)
