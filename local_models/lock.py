"""One writer of a file at a time, over all processes; a lock ends with its process."""

import errno
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from selfaudit.core.errors import ModelError
from selfaudit.local_models.files import file_error

FETCHING = "Another selfaudit is fetching this model."
"""What the holder of a lock on a download is told to be doing."""

_HELD = (errno.EACCES, errno.EAGAIN, errno.EDEADLK)


@contextmanager
def only_writer(path: Path, busy: str = FETCHING) -> Iterator[None]:
    """Hold the lock file beside `path`. Raises ModelError at once when another holds it.

    `busy` is the sentence that says what the other one does. Where the file system has no
    locks, nothing is held.
    """
    name = path.with_name(path.name + ".lock")
    lock = _acquire(name, busy)
    try:
        yield
    finally:
        # In this order no one else can lock the file that is about to go. Windows keeps it.
        with suppress(OSError):
            name.unlink()
        os.close(lock)


def _acquire(name: Path, busy: str) -> int:
    while True:
        try:
            lock = os.open(name, os.O_RDWR | os.O_CREAT, 0o600)
        except OSError as error:
            raise file_error(error, "The models folder cannot be used") from error
        try:
            _lock(lock)
        except OSError as error:
            if error.errno in _HELD:
                os.close(lock)
                hint = "Wait until it is done, or end it, and try again."
                raise ModelError(busy, hint=hint) from error
        if _is_there(name, lock):
            return lock
        os.close(lock)


def _is_there(name: Path, lock: int) -> bool:
    """Whether the file of that name is still the one that was opened."""
    try:
        return os.path.samestat(name.stat(), os.fstat(lock))
    except OSError:
        return False


def _lock(descriptor: int) -> None:
    if sys.platform == "win32":
        import msvcrt

        msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
    else:
        import fcntl

        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
