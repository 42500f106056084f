"""Files that the person asks for: written whole, readable by them alone, never by surprise."""

import errno
import os
import shutil
from contextlib import suppress
from pathlib import Path

from selfaudit.core.errors import SelfauditError

TITLE = "Nothing was written"


def write_private(file: Path, content: str | bytes, *, force: bool = False) -> None:
    """Write a file, 0600, whole or not at all. With `force` it takes the place of what is there.

    Raises SelfauditError where a file is there already, or it cannot be written.
    """
    data = content.encode() if isinstance(content, str) else content
    if not force and os.path.lexists(file):
        raise already_there(file)
    clear_abandoned(file)
    place = beside(file)
    try:
        write_new(place, data)
        if force:
            place.replace(file)
        else:
            _put_new(place, file)
    except FileExistsError:
        raise already_there(file) from None
    except OSError as error:
        raise not_written(file, error) from error
    finally:
        with suppress(OSError):
            place.unlink(missing_ok=True)


def _put_new(place: Path, file: Path) -> None:
    """Give a file that is whole its name, unless something has it. Raises FileExistsError.

    A link can neither replace anything nor be half done. Where the disk has none, the name is
    taken first, and is empty until the file takes its place.
    """
    try:
        os.link(place, file)
    except FileExistsError:
        raise
    except OSError:
        os.close(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
        try:
            place.replace(file)
        except OSError:
            file.unlink(missing_ok=True)
            raise


def write_new(file: Path, data: bytes) -> None:
    """Write a file that is not there yet, 0600, and wait until it is on disk. Raises OSError."""
    descriptor = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())


def beside(path: Path) -> Path:
    """A name in the same folder, for what is not whole yet."""
    return path.with_name(f".{path.name}.{os.getpid()}")


def clear_abandoned(path: Path) -> None:
    """Remove what processes that were killed left beside a path: what they had not made whole."""
    begins = f".{path.name}."
    try:
        found = [one for one in path.parent.iterdir() if one.name.startswith(begins)]
    except OSError:
        return
    for one in found:
        process = one.name.removeprefix(begins)
        if not process.isascii() or not process.isdigit() or _is_running(int(process)):
            continue
        if one.is_dir() and not one.is_symlink():
            shutil.rmtree(one, ignore_errors=True)
        else:
            with suppress(OSError):
                one.unlink()


def _is_running(process: int) -> bool:
    if process == os.getpid():
        return False  # whoever asks has nothing unfinished of that name yet
    try:
        os.kill(process, 0)
    except (ProcessLookupError, OverflowError):
        return False
    except OSError:
        return True
    return True


def already_there(file: Path) -> SelfauditError:
    """The error for a file that would be overwritten."""
    return SelfauditError(
        f"{file} is there already.",
        title=TITLE,
        hint="Choose another file, or overwrite it with --force.",
    )


def not_written(path: Path, error: OSError) -> SelfauditError:
    """The sentence for what the file system said."""
    return SelfauditError(
        f"{path} could not be written: {why(error)}.",
        title=TITLE,
        hint="Choose a place that you may write to and that has room.",
    )


def why(error: OSError) -> str:
    """Why a file could not be read or written."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "the disk is full"
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return "permission denied"
    return error.strerror or type(error).__name__
