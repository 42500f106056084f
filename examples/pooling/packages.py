"""Find packages, leave out what cannot be pooled and say why, and open them as SQL tables."""

import json
import shutil
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

import duckdb
from pyarrow.parquet import read_schema

from selfaudit.core.export.contents import FORMAT, FORMAT_VERSION
from selfaudit.core.export.tables.registry import BY_NAME

TABLES = (
    "attributes", "revisions", "cards", "judgments", "prompts", "entries", "marks", "selections",
    "selector_scores", "answers", "pairs", "votes", "judge_verdicts", "runs", "participant_flow",
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

    A zip is unpacked into a temporary folder that is deleted in the end: only the tables that are
    pooled, without those of text such as evidence. Nothing is written beside the packages.
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
        if path.is_dir() and not (path / "package.json").exists():
            places += sorted(
                one
                for one in path.iterdir()
                if one.suffix == ".zip" or (one / "package.json").exists()
            )
        else:
            places.append(path)
    return places


class UnfitPackageError(Exception):
    """A package that cannot be pooled, and why."""


def _read(path: Path, scratch: Path) -> Package:
    if path.suffix == ".zip":
        with zipfile.ZipFile(path) as archive:
            manifest = _checked(json.loads(archive.read(f"{_top(archive)}package.json")))
            folder = scratch / f"selfaudit-{PurePosixPath(str(manifest['id'])).name}"
            _unpack(archive, folder)
    else:
        manifest = _checked(json.loads((path / "package.json").read_text(encoding="utf-8")))
        folder = path.resolve()
    for name in TABLES:
        file = folder / "data" / f"{name}.parquet"
        if not file.exists():
            raise UnfitPackageError(f"it has no data/{name}.parquet; is it whole?")
        lacking = {one.name for one in BY_NAME[name].columns} - set(read_schema(file).names)
        if lacking:
            raise UnfitPackageError(f"its table {name} lacks the column {min(lacking)}")
    return Package(folder, str(manifest["id"]), str(manifest["level"]))


def _checked(manifest: dict[str, Any]) -> dict[str, Any]:
    """The manifest, if these views know what it describes."""
    if manifest.get("format") != FORMAT:
        raise UnfitPackageError("its package.json is not that of a package of selfaudit")
    if manifest.get("empty"):
        raise UnfitPackageError("it is an empty package, made to show what one looks like")
    known = {"the package's layout": FORMAT_VERSION} | {
        f"the table {name}": BY_NAME[name].version for name in TABLES
    }
    has = {"the package's layout": manifest["format_version"]} | {
        f"the table {name}": manifest["tables"][name] for name in TABLES
    }
    for what, version in known.items():
        if _major(has[what]) != _major(version):
            raise UnfitPackageError(
                f"{what} has version {has[what]}, and these views know {_major(version)} only; use "
                "those of a later selfaudit"
            )
    return manifest


def _major(version: str) -> str:
    return version.split(".")[0]


def _top(archive: zipfile.ZipFile) -> str:
    """The folder of a zip in which the package lies, with a slash; empty for none."""
    manifests = [name for name in archive.namelist() if PurePosixPath(name).name == "package.json"]
    if not manifests:
        raise UnfitPackageError("it has no package.json")
    return min(manifests, key=len).removesuffix("package.json")


def _unpack(archive: zipfile.ZipFile, folder: Path) -> None:
    """The tables that are pooled, under names of our own: names in a zip may lead anywhere."""
    (folder / "data").mkdir(parents=True, exist_ok=True)
    top, names = _top(archive), set(archive.namelist())
    for table in TABLES:
        if f"{top}data/{table}.parquet" in names:
            with (
                archive.open(f"{top}data/{table}.parquet") as source,
                (folder / "data" / f"{table}.parquet").open("wb") as target,
            ):
                shutil.copyfileobj(source, target)
