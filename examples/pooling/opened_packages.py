"""Find packages, leave out what cannot be pooled and say why, and open them as SQL tables."""

import json
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb
from pyarrow.parquet import read_schema

from selfaudit.core.export.contents import FORMAT, FORMAT_VERSION
from selfaudit.core.export.files.jsonl import rows_from
from selfaudit.core.export.files.parquet import parquet_of
from selfaudit.core.export.files.places import MANIFEST, jsonl_file, parquet_file
from selfaudit.core.export.tables.registry import BY_NAME, Table

TABLES = tuple(
    BY_NAME[name]
    for name in (
        "attributes", "revisions", "cards", "judgments", "prompts", "entries", "marks",
        "selections", "selector_scores", "answers", "pairs", "votes", "judge_verdicts", "runs",
        "participant_flow",
    )
)  # fmt: skip
"""The tables that views.sql reads. Each is in every package, if only with no rows."""

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Package:
    """A package that can be pooled. `folder` holds data/*.parquet; its name is the donor's id."""

    folder: Path
    id: str
    level: str


@dataclass(frozen=True, slots=True)
class Opened:
    """Packages as one database, and a sentence for each that was left out."""

    database: duckdb.DuckDBPyConnection
    packages: tuple[Package, ...]
    left_out: tuple[str, ...]


@contextmanager
def opened(paths: Sequence[Path]) -> Iterator[Opened]:
    """Packages (folders, zips, or folders of these) under the views of tables.sql and views.sql.

    Of a zip, and of a package without Parquet, the tables that are pooled are copied to a temporary
    folder that is deleted in the end. Nothing is written beside the packages.
    """
    with tempfile.TemporaryDirectory() as scratch, duckdb.connect() as database:
        packages: dict[str, Package] = {}
        left_out = []
        for path in found(paths):
            try:
                package = _read(path, Path(scratch))
            except UnfitPackageError as error:
                left_out.append(f"{path.name} was left out: {error}.")
                continue
            except (OSError, zipfile.BadZipFile, ValueError, KeyError):
                left_out.append(f"{path.name} was left out: it is damaged, or no package.")
                continue
            if package.id in {one.id for one in packages.values()}:
                left_out.append(f"{path.name} was left out: the same package is there twice.")
            elif package.folder.name in packages:
                left_out.append(f"{path.name} was left out: another one has that folder name.")
            else:
                packages[package.folder.name] = package
        if packages:
            folders = [str(one.folder) for one in packages.values()]
            database.execute("SET VARIABLE packages = $folders", {"folders": folders})
            for script in ("tables.sql", "views.sql"):
                database.execute((HERE / script).read_text(encoding="utf-8"))
        yield Opened(database, tuple(packages.values()), tuple(left_out))


def found(paths: Sequence[Path]) -> list[Path]:
    """The packages at these paths, a folder that is none being looked through one level deep."""
    places: list[Path] = []
    for path in paths:
        if path.is_dir() and not (path / MANIFEST).exists():
            places += sorted(
                one for one in path.iterdir() if one.suffix == ".zip" or (one / MANIFEST).exists()
            )
        else:
            places.append(path)
    return places


class UnfitPackageError(Exception):
    """A package that cannot be pooled, and why."""


def _read(path: Path, scratch: Path) -> Package:
    """A package whose tables lie in a folder as Parquet: where it is, or copied to `scratch`."""
    root = _root(path)
    manifest = _checked(json.loads((root / MANIFEST).read_text(encoding="utf-8")))
    id = str(manifest["id"])
    if isinstance(root, Path) and any((root / parquet_file(table)).exists() for table in TABLES):
        folder = root.resolve()
    else:
        folder = scratch / f"selfaudit-{id.replace('/', '_')}"
        for table in TABLES:
            _copy(root, table, folder / parquet_file(table))
    for table in TABLES:
        _check_columns(table, folder / parquet_file(table))
    return Package(folder, id, str(manifest["level"]))


def _root(path: Path) -> Path | zipfile.Path:
    """Where package.json is: in the folder or zip itself, or in the one folder of a zip."""
    root = zipfile.Path(path) if path.suffix == ".zip" else path
    places: list[Path | zipfile.Path] = [root, *root.iterdir()]
    for place in places:
        if place.is_dir() and (place / MANIFEST).exists():
            return place
    raise UnfitPackageError(f"it has no {MANIFEST}")


def _copy(root: Path | zipfile.Path, table: Table, target: Path) -> None:
    """A table as Parquet; from JSON Lines where the package was made without Parquet."""
    parquet, lines = root / parquet_file(table), root / jsonl_file(table)
    if parquet.exists():
        data = parquet.read_bytes()
    elif lines.exists():
        rows, wrong = rows_from(table, lines.read_bytes())
        if wrong:
            raise UnfitPackageError(f"{jsonl_file(table)} is not as a package has it")
        data = parquet_of(table, rows)
    else:
        return
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_bytes(data)


def _check_columns(table: Table, file: Path) -> None:
    if not file.exists():
        raise UnfitPackageError(f"it lacks the table {table.name}")
    lacking = {one.name for one in table.columns} - set(read_schema(file).names)
    if lacking:
        raise UnfitPackageError(f"its table {table.name} lacks the column {min(lacking)}")


def _checked(manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest, if these views know what it describes."""
    if manifest.get("format") != FORMAT:
        raise UnfitPackageError("its package.json is not that of a package of selfaudit")
    if manifest.get("empty"):
        raise UnfitPackageError("it is an empty package, made to show what one looks like")
    versions = [("the package", manifest["format_version"], FORMAT_VERSION)]
    for table in TABLES:
        versions.append((f"its table {table.name}", manifest["tables"][table.name], table.version))
    for what, there, here in versions:
        if _major(there) != _major(here):
            raise UnfitPackageError(
                f"{what} has version {there}, and these views read {_major(here)} only"
            )
    return manifest


def _major(version: str) -> str:
    return version.split(".")[0]
