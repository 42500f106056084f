"""Keeping a copy of everything in one file."""

import os
import sqlite3
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from selfaudit.core.errors import StoreError
from selfaudit.core.private_file import beside, clear_abandoned
from selfaudit.core.store.database import storable
from selfaudit.core.store.files import copy_store, sync, why
from selfaudit.core.store.store import Store
from selfaudit.core.store.verifying import Contents


@dataclass(frozen=True, slots=True)
class Backup:
    """A copy that was made: one whole file."""

    path: Path
    bytes: int
    contents: Contents


def backup(store: Store, path: Path, now: float, *, overwrite: bool = False) -> Backup:
    """Copy the store as it is at this moment into one file that only its owner can read.

    The file is there whole or not at all, whatever is written to the store meanwhile. Raises
    StoreError when something of that name is there and may not be overwritten, or when the file
    cannot be written.
    """
    path = path.expanduser().absolute()
    name = storable(str(path))
    if path.is_dir() or _is_same(path, store.database.path):
        raise StoreError(
            f"{name} is {'a folder' if path.is_dir() else 'the store itself'}.",
            title="No copy was made",
            hint="Name a file that is not there yet.",
        )
    if os.path.lexists(path) and not overwrite:
        raise StoreError(
            f"{name} is there already.",
            title="No copy was made",
            hint="Choose another name, or overwrite it with --force.",
        )
    clear_abandoned(path)
    part = beside(path)
    try:
        os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        contents = copy_store(store.database, part, name)
        sync(part)
        # Before the file is there: a note of a copy that was not made does no harm.
        with store.database.write():
            store.database.execute("INSERT OR REPLACE INTO backup VALUES (?, ?)", [name, now])
        size = part.stat().st_size
        part.replace(path)
        sync(path.parent)
    except (OSError, sqlite3.Error) as error:
        raise StoreError(
            f"{name} could not be written: {why(error)}.",
            title="No copy was made",
            hint="Choose a folder that you may write to and that has room.",
        ) from error
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)
    return Backup(path, size, contents)


def _is_same(path: Path, other: Path) -> bool:
    return path.exists() and other.exists() and path.samefile(other)
