"""Files that the person asks for: written whole, readable by them alone, never by surprise."""

import os
from pathlib import Path

from selfaudit.core.errors import SelfauditError


def write_private(file: Path, text: str, *, force: bool = False) -> None:
    """Write a text file, 0600. With `force` it takes the place of what is there.

    Raises SelfauditError where a file is there already, or it cannot be written.
    """
    place = file.with_name(f".{file.name}.{os.getpid()}") if force else file
    try:
        descriptor = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w", encoding="utf-8", newline="\n") as stream:
            stream.write(text)
        if force:
            place.replace(file)
    except FileExistsError:
        raise already_there(file) from None
    except OSError as error:
        if force:
            place.unlink(missing_ok=True)
        raise SelfauditError(
            f"{file} could not be written: {error.strerror}.",
            title="Nothing was written",
            hint="Choose another file.",
        ) from error


def already_there(file: Path) -> SelfauditError:
    """The error for a file that would be overwritten."""
    return SelfauditError(
        f"{file} is there already.",
        title="Nothing was written",
        hint="Choose another file, or overwrite it with --force.",
    )
