"""A package that was made, written where the person wants it."""

import hashlib
import os
from dataclasses import dataclass
from pathlib import Path

from selfaudit.core.errors import PackageError, SelfauditError
from selfaudit.core.export.consenting import Consenting
from selfaudit.core.export.making import Remade
from selfaudit.core.export.package_files import package_files, parquet_available
from selfaudit.core.export.writing import write_folder, write_zip
from selfaudit.tui.export.consent_text import is_zip
from selfaudit.tui.export.desk import ExportDesk
from selfaudit.tui.export.preview import Preview

TITLE = "Nothing was written"


@dataclass(frozen=True, slots=True)
class Written:
    """A package on disk. `sha256` is that of the zip; None for a folder."""

    remade: Remade
    place: Path
    files: int
    bytes: int
    sha256: str | None


@dataclass(frozen=True, slots=True)
class Outcome:
    """A package that is written; or one that was made and is not, with the error; or an error."""

    written: Written | None = None
    remade: Remade | None = None
    error: SelfauditError | None = None


def make_and_write(
    desk: ExportDesk, seen: Preview, consenting: Consenting, remade: Remade | None, place: Path
) -> Outcome:
    """Make the package that was seen, unless that was done before, and write it."""
    try:
        if remade is None:
            consent = consenting.record(desk.session.clock.now())
            remade = desk.make(seen, consent, consenting.template)
        return Outcome(written=write(remade, place))
    except SelfauditError as error:
        return Outcome(remade=remade, error=error)


def check_place(place: Path) -> None:
    """Raise PackageError where nothing can be written, before anything is made."""
    if os.path.lexists(place):
        raise PackageError(
            f"{place} is there already, and nothing is written over.",
            title=TITLE,
            hint="e names another place.",
        )
    if not place.parent.is_dir():
        raise PackageError(
            f"There is no folder {place.parent}.", title=TITLE, hint="e names another place."
        )
    if not os.access(place.parent, os.W_OK | os.X_OK):
        raise PackageError(
            f"You may not write to the folder {place.parent}.",
            title=TITLE,
            hint="e names another place.",
        )


def write(remade: Remade, place: Path) -> Written:
    """Write a package as a zip or as a folder, by the name. Raises SelfauditError."""
    files = package_files(remade.contents, parquet=parquet_available())
    size = sum(map(len, files.values()))
    if not is_zip(place):
        write_folder(files, place)
        return Written(remade, place, len(files), size, None)
    write_zip(files, place)
    data = place.read_bytes()
    return Written(remade, place, len(files), len(data), hashlib.sha256(data).hexdigest())
