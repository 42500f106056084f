"""Whether a package is whole, is what its schemas say, and gives the report that it holds."""

import sqlite3
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from selfaudit import __version__
from selfaudit.core.errors import SelfauditError
from selfaudit.core.export.checks import (
    check_consent,
    check_counts_of_rules,
    check_level,
    check_parquet,
    check_public,
    check_references,
    check_report,
    check_sums,
    check_wordings,
)
from selfaudit.core.export.contents import Contents, Manifest
from selfaudit.core.export.files.parquet import parquet_available
from selfaudit.core.export.files.places import REPORT, SUMS, expected_files, has_parquet
from selfaudit.core.export.findings import Finding, FindingKind
from selfaudit.core.export.opening import open_package
from selfaudit.core.export.package_files import describing_files
from selfaudit.core.export.reading import contents_from, repeated_keys
from selfaudit.core.export.tables.registry import TABLES

Recompute = Callable[[Contents], Mapping[str, object]]
"""Makes the report's figures from the rows alone."""

UNFIT = (ArithmeticError, AssertionError, LookupError, ValueError, sqlite3.Error, SelfauditError)
"""What rows that have the right types, and make no sense together, can do to a computation."""


@dataclass(slots=True)
class Verification:
    """What was checked of a package, what could not be, and what was found wrong.

    `manifest` is null where the package does not say what it is.
    """

    manifest: Manifest | None = None
    checked: list[str] = field(default_factory=list)
    not_checked: list[str] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)

    @property
    def holds(self) -> bool:
        """Whether nothing was found wrong."""
        return not self.findings

    def add(self, what: str, findings: Iterable[Finding]) -> None:
        """Note that something was checked, and what came of it."""
        self.checked.append(what)
        self.findings += findings


def verify(path: Path, recompute: Recompute | None = None) -> Verification:
    """Check a package, a folder or a zip: everything in it that follows from something else.

    `recompute` makes the report's figures; without it, the program's own way is taken. Raises
    PackageError where there is no package to check.
    """
    opened = open_package(path)
    files = opened.files
    done = Verification()
    done.add("files: all there, and no other", opened.findings)
    done.add(f"checksums: {len(files):,} files against {SUMS}", check_sums(files))
    read = contents_from(files)
    done.manifest = read.manifest
    done.add("schemas: every row, and what the package says of itself", read.findings)
    if read.contents is None:
        done.not_checked.append(
            "Keys, references, level, descriptions and the report: a part cannot be read."
        )
        return done
    contents = read.contents
    _check_rows(done, contents)
    _check_files(done, contents, files)
    _check_report(done, contents, recompute or _own_way())
    return done


def _check_rows(done: Verification, contents: Contents) -> None:
    rows = contents.rows
    total = sum(len(rows[table.name]) for table in TABLES)
    done.add(f"keys: {total:,} rows, each told apart", repeated_keys(rows))
    done.add(
        "references: every row that is named is there",
        [*check_references(rows), *check_counts_of_rules(rows), *check_wordings(rows)],
    )
    done.add(
        f"level: nothing that `{contents.manifest.level}` does not hold",
        [*check_level(contents), *check_public(contents)],
    )
    done.add("consent: its text, hash and level", check_consent(contents))


def _check_files(done: Verification, contents: Contents, files: Mapping[str, bytes]) -> None:
    if not has_parquet(files):
        done.not_checked.append("Parquet: this package has none.")
    elif parquet_available():
        done.add("Parquet: the same rows as JSON Lines", check_parquet(contents, files))
    else:
        done.not_checked.append(
            "Parquet: pyarrow is not installed. `pip install 'selfaudit[export]'` installs it."
        )
    if contents.manifest.program_version != __version__:
        done.not_checked.append(
            "Schemas, codebook, card, citation and Croissant as files: selfaudit "
            f"{contents.manifest.program_version} wrote them, this is {__version__}."
        )
        return
    if expected_files(parquet=has_parquet(files)) - files.keys():
        done.not_checked.append("Descriptions: they have to be all there first.")
        return
    done.add(
        "descriptions: schemas, codebook, card, citation and Croissant are of these rows",
        (
            Finding(FindingKind.DESCRIPTION, name, None, "It is not what these rows give.")
            for name, data in describing_files(contents, files).items()
            if files[name] != data
        ),
    )


def _check_report(done: Verification, contents: Contents, recompute: Recompute) -> None:
    if not done.holds:
        done.not_checked.append("The report's numbers: the rows have to be right first.")
        return
    if contents.manifest.empty:
        done.add("report: an empty package has none", check_report(contents.report, {}))
        return
    try:
        computed = recompute(contents)
    except UNFIT as error:
        sentence = f"Its numbers cannot be computed from these rows ({type(error).__name__})."
        done.add("report: computed again", [Finding(FindingKind.REPORT, REPORT, None, sentence)])
        return
    done.add("report: every number computed again", check_report(contents.report, computed))


def _own_way() -> Recompute:
    # Statistics take long to load, and nothing before needs them.
    from selfaudit.core.export.recompute import recompute

    return recompute
