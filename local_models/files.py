"""Files of models: hashing, private writing, and errors as sentences."""

import errno
import hashlib
import os
from pathlib import Path
from typing import BinaryIO

from selfaudit.core.errors import ModelError
from selfaudit.local_models.text import well_formed


def name_of(path: Path) -> str:
    """A file's name to be shown or stored: bytes that are no text become U+FFFD."""
    return well_formed(path.name)


def sha256_of(path: Path) -> str:
    """The sha256 of a file in hexadecimal. Raises ModelError when it cannot be read."""
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as error:
        raise file_error(error, f"{name_of(path)} cannot be read") from error


def write_private(path: Path, data: bytes) -> None:
    """Write a small 0600 file at once, in a 0700 folder. Raises ModelError."""
    part = path.with_name(path.name + ".part")
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        part.unlink(missing_ok=True)
        with open_private(part) as file:
            file.write(data)
        part.replace(path)
    except OSError as error:
        part.unlink(missing_ok=True)
        raise file_error(error, f"{name_of(path)} could not be written") from error


def make_private(folder: Path) -> None:
    """Make a folder that only its owner may read, 0700. Raises ModelError."""
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        folder.chmod(0o700)
    except OSError as error:
        raise file_error(error, "The models folder cannot be used") from error


def open_private(path: Path) -> BinaryIO:
    """Open a file for appending that only its owner may read."""
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def file_error(error: OSError, what: str) -> ModelError:
    """The sentence for an error of the file system; `what` says what could not be done."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return ModelError(f"{what}: the disk is full.", hint="Make room and try again.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return ModelError(f"{what}: permission denied.", hint="Look at the folder's permissions.")
    return ModelError(f"{what}: {error.strerror or type(error).__name__}.")
