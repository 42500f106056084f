"""A package on disk: a folder or one zip, private, there whole or not at all."""

import os
import shutil
import zipfile
from collections.abc import Mapping
from io import BytesIO
from pathlib import Path

from selfaudit.core.errors import SelfauditError
from selfaudit.core.export.files.places import MANIFEST, expected_files
from selfaudit.core.private_file import (
    TITLE,
    already_there,
    beside,
    clear_abandoned,
    not_written,
    write_new,
    write_private,
)

ZIP_TIME = (1980, 1, 1, 0, 0, 0)
"""The time of every file in a zip: the earliest that the format has, which tells nothing."""
ZIP_MODE = 0o100600 << 16
"""A plain file that its owner alone may read and write."""
ZIP_SYSTEM = 3
"""Unix, on every system, so that the mode is read."""
ZIP_EFFORT = 9


def write_folder(files: Mapping[str, bytes], path: Path, *, force: bool = False) -> None:
    """Write a package as a folder, 0700, its files 0600, so that it appears whole.

    With `force` it takes the place of a package or of an empty folder, and of nothing else. Raises
    SelfauditError where something is there already, or it cannot be written.
    """
    path = path.expanduser().absolute()
    if os.path.lexists(path):
        if not force:
            raise already_there(path)
        _check_replaceable(path)
    clear_abandoned(path)
    place = beside(path)
    try:
        shutil.rmtree(place, ignore_errors=True)
        place.mkdir(mode=0o700)
        for name, data in files.items():
            (place / name).parent.mkdir(mode=0o700, exist_ok=True)
            write_new(place / name, data)
        _put(place, path)
    except OSError as error:
        raise not_written(path, error) from error
    finally:
        shutil.rmtree(place, ignore_errors=True)


def write_zip(files: Mapping[str, bytes], path: Path, *, force: bool = False) -> None:
    """Write a package as one zip, 0600. With `force` it takes the place of what is there.

    Raises SelfauditError where something is there already, or it cannot be written.
    """
    write_private(path.expanduser().absolute(), zip_bytes(files), force=force)


def zip_bytes(files: Mapping[str, bytes]) -> bytes:
    """The zip of files: sorted, with a fixed time and mode, so that it tells of no machine."""
    sink = BytesIO()
    with zipfile.ZipFile(sink, "w") as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(name, ZIP_TIME)
            info.external_attr = ZIP_MODE
            info.create_system = ZIP_SYSTEM
            archive.writestr(info, data, zipfile.ZIP_DEFLATED, ZIP_EFFORT)
    return sink.getvalue()


def _check_replaceable(path: Path) -> None:
    """Raise SelfauditError unless nothing but a package, or nothing, is in a folder."""
    found: set[str] = set()
    if path.is_dir() and not path.is_symlink():
        found = {
            entry.relative_to(path).as_posix()
            for entry in path.rglob("*")
            if entry.is_symlink() or not entry.is_dir()
        }
        if not found or (MANIFEST in found and found <= expected_files(parquet=True)):
            return
    raise SelfauditError(
        f"{path} is there already, and is not a package alone.",
        title=TITLE,
        hint="Choose another name. Only a package, or an empty folder, is written over.",
    )


def _put(place: Path, path: Path) -> None:
    """Move a folder to its place; what was there before goes when the new one is there."""
    if not path.exists():
        place.rename(path)
        return
    before = path.with_name(f"{place.name}.before")
    path.rename(before)
    try:
        place.rename(path)
    except OSError:
        before.rename(path)
        raise
    shutil.rmtree(before, ignore_errors=True)
