"""Writing a package, and selfaudit export again: one that was made before, once more."""

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import click

from selfaudit.core.errors import SelfauditError, UnknownIdError
from selfaudit.tui.commands.context import home_option, json_option, opened_store
from selfaudit.tui.commands.output import counted, hint, print_json, say

if TYPE_CHECKING:
    from selfaudit.core.export.contents import Contents
    from selfaudit.core.store.packages import StoredPackage
    from selfaudit.core.store.store import Store

PATH = click.Path(path_type=Path)
zip_option = click.option(
    "--zip", "as_zip", is_flag=True, help="Write one zip; a PATH that ends in .zip is one anyway."
)
no_parquet_option = click.option(
    "--no-parquet", is_flag=True, help="Leave the Parquet files out; JSON Lines are always there."
)
force_option = click.option("--force", is_flag=True, help="Overwrite a package at PATH.")

WITHOUT_PARQUET = (
    "It has no Parquet files: they take an extra. `pip install 'selfaudit[export]'` installs it, "
    "then `selfaudit export again ID PATH` writes the package with them. JSON Lines are there."
)


@dataclass(frozen=True, slots=True)
class Written:
    """A package on disk."""

    path: str
    files: int
    bytes: int
    has_parquet: bool
    rows: dict[str, int]
    remarks: tuple[str, ...]


def refuse_taken(path: Path, *, force: bool) -> None:
    """Raise SelfauditError where something is at a path already, before anything is done."""
    import os

    from selfaudit.core.private_file import already_there

    if not force and os.path.lexists(path.expanduser()):
        raise already_there(path)


def write_package(
    contents: "Contents",
    path: Path,
    *,
    as_zip: bool = False,
    parquet: bool = True,
    force: bool,
) -> Written:
    """Write a package as a folder or a zip, with Parquet where it is wanted and can be had.

    Raises SelfauditError where it cannot be written.
    """
    from selfaudit.core.export.package_files import package_files, parquet_available
    from selfaudit.core.export.writing import write_folder, write_zip
    from selfaudit.core.store.database import storable

    can = parquet_available()
    files = package_files(contents, parquet=parquet and can)
    write = write_zip if as_zip or path.suffix.lower() == ".zip" else write_folder
    write(files, path, force=force)
    return Written(
        path=storable(str(path)),
        files=len(files),
        bytes=sum(map(len, files.values())),
        has_parquet=parquet and can,
        rows=dict(contents.manifest.rows),
        remarks=(WITHOUT_PARQUET,) if parquet and not can else (),
    )


def written_json(written: Written) -> dict[str, object]:
    """A package on disk as commands give it in JSON."""
    return {
        "path": written.path,
        "files": written.files,
        "bytes": written.bytes,
        "parquet": written.has_parquet,
        "rows": written.rows,
    }


def say_written(written: Written, id: str) -> None:
    """Where a package is, what it holds and how it is verified."""
    rows = counted(sum(written.rows.values()), "row")
    tables = sum(count > 0 for count in written.rows.values())
    say(
        f"The package {id} is in {written.path}: {rows} in {counted(tables, 'table')}, "
        f"{counted(written.files, 'file')}, {written.bytes / 1e6:.1f} MB, readable by you alone."
    )
    for line in written.remarks:
        say(hint(line))
    say(hint(f"`selfaudit verify {written.path}` checks it, on any machine."))


@click.command("again")
@click.argument("id", metavar="ID")
@click.argument("path", type=PATH)
@click.option("--anyway", is_flag=True, help="Write it although it is not the same any more.")
@zip_option
@no_parquet_option
@force_option
@json_option
@home_option
def again_command(
    id: str,
    path: Path,
    anyway: bool,
    as_zip: bool,
    no_parquet: bool,
    force: bool,
    as_json: bool,
) -> None:
    """Write the package ID once more to PATH: the same bytes, whatever you judged since.

    Where it would not be the same, because something was erased or by another version of
    selfaudit, it says so and writes nothing, unless --anyway.
    """
    from selfaudit.core.export.making import make_again

    refuse_taken(path, force=force)
    with opened_store() as store:
        package = _made(store, id)
        remade = make_again(store, package)
    if not (remade.is_same or anyway):
        raise SelfauditError(
            f"The package {id} would not be the same as when it was made. {_why(package)}",
            title="Nothing was written",
            hint="With --anyway it is written as it can be made now.",
        )
    written = write_package(
        remade.contents, path, as_zip=as_zip, parquet=not no_parquet, force=force
    )
    if as_json:
        print_json(
            {
                "package": id,
                "level": package.level,
                "same": remade.is_same,
                **written_json(written),
            }
        )
        return
    say_written(written, id)
    if remade.is_same:
        say("It holds the same data as when it was made.")
    else:
        say(f"It does NOT hold the same data as when it was made. {_why(package)}")


def _made(store: "Store", id: str) -> "StoredPackage":
    package = store.packages.get(id)
    if package.made_at is None:
        raise UnknownIdError(
            f"The package {id} was not made yet.", hint="`selfaudit export make PATH` makes it."
        )
    return package


def _why(package: "StoredPackage") -> str:
    """What can be the reason why a package is not the same any more."""
    from selfaudit import __version__

    if package.program_version == __version__:
        return (
            "Most likely something that it held was erased since; another version of phonenumbers, "
            "by which telephone numbers are found, can be the reason too."
        )
    return (
        f"It was made by version {package.program_version} of selfaudit, and this is "
        f"{__version__}: it may be written otherwise, or something that it held was erased since."
    )
