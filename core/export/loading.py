"""A package for research: its tables as rows, as Arrow, or as dataframes.

    import selfaudit
    package = selfaudit.load("package.zip")
    package.effective("judgments")

What each table and field means is in the package's codebook.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

from selfaudit.core.errors import PackageError
from selfaudit.core.export.contents import Contents, Manifest
from selfaudit.core.export.fields import Column, Row
from selfaudit.core.export.files.parquet import arrow_of
from selfaudit.core.export.reading import read_package
from selfaudit.core.export.tables.comparison import VoteRow
from selfaudit.core.export.tables.registry import BY_NAME, Table
from selfaudit.core.export.tables.relevance import MarkRow
from selfaudit.core.export.tables.review import JudgmentRow, ResponseRow

if TYPE_CHECKING:
    import pandas
    import pyarrow

ACTS = (JudgmentRow, ResponseRow, MarkRow, VoteRow)
"""Rows of what the person said, of which some count."""

_DTYPES = {int: "Int64", float: "Float64", bool: "boolean"}


@dataclass(frozen=True, slots=True)
class Package:
    """A package that was read. Tables are given by name; `names` are all that there are."""

    contents: Contents

    @property
    def manifest(self) -> Manifest:
        """Its id, level, versions and counts."""
        return self.contents.manifest

    @property
    def consent(self) -> str:
        """The text that the person agreed to."""
        return self.contents.consent_text

    @property
    def report(self) -> Mapping[str, object]:
        """The report's figures, as `report.json` holds them."""
        return self.contents.report

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the tables."""
        return tuple(BY_NAME)

    def table(self, name: str) -> Sequence[Row]:
        """The rows of a table, with a field each as an attribute. Raises PackageError."""
        return self.contents.rows[_named(name).name]

    def effective(self, name: str) -> list[Row]:
        """The answers that count: rows of the person's acts with `counts` true.

        These are the last answers before a reveal that were not taken back. Marks and votes that
        were asked again after 14 days are left out. Raises PackageError for a table without
        `counts`.
        """
        table = _named(name)
        if not issubclass(table.row, ACTS):
            raise PackageError(
                f"The rows of `{name}` are no answers of the person's.",
                title="Not every table has that",
                hint="`judgments`, `responses`, `marks` and `votes` have answers that count.",
            )
        return [
            row
            for row in self.table(name)
            if isinstance(row, ACTS)
            and row.counts
            and not (isinstance(row, MarkRow | VoteRow) and row.again)
        ]

    def arrow(self, name: str) -> "pyarrow.Table":
        """A table for Arrow, DuckDB or Polars. Raises PackageError, without pyarrow too."""
        return arrow_of(_named(name), self.table(name))

    def frame(self, name: str) -> "pandas.DataFrame":
        """A table as a dataframe, with types that keep nulls apart. Raises PackageError.

        pandas must be installed.
        """
        table = _named(name)
        if find_spec("pandas") is None:
            raise PackageError(
                "Dataframes take the package pandas, which is not installed.",
                title="Something is missing",
                hint="`pip install pandas` installs it. `table` gives the same rows without.",
            )
        import pandas

        rows = self.table(name)
        values = {
            column.name: [getattr(row, column.name) for row in rows] for column in table.columns
        }
        dtypes = {column.name: _dtype(column) for column in table.columns}
        return pandas.DataFrame(values, dtype=object).astype(dtypes)


def load_package(path: str | Path) -> Package:
    """Read a package, a folder or a zip, all at once.

    Raises PackageError, naming what and where, when it is not as a package has to be. Whether it
    is the package that was exported, `selfaudit verify` tells.
    """
    return Package(read_package(Path(path)))


def _named(name: str) -> Table:
    if name not in BY_NAME:
        raise PackageError(
            "There is no table of that name.",
            title="Nothing by that name",
            hint="There are: " + ", ".join(BY_NAME) + ".",
        )
    return BY_NAME[name]


def _dtype(column: Column) -> str:
    return _DTYPES.get(column.type, "string")
