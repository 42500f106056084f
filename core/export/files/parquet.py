"""Rows as Parquet, with the types of the fields and what they mean. Needs pyarrow."""

from collections.abc import Sequence
from enum import StrEnum
from importlib.util import find_spec
from io import BytesIO
from typing import TYPE_CHECKING, Any

import msgspec

from selfaudit.core.errors import PackageError
from selfaudit.core.export.fields import Column, Row
from selfaudit.core.export.tables.registry import Table

if TYPE_CHECKING:
    import pyarrow

ROWS_IN_A_GROUP = 65_536


def parquet_available() -> bool:
    """Whether Parquet can be written and read here: it takes the extra `export`."""
    return find_spec("pyarrow") is not None


def parquet_missing() -> PackageError:
    """The error for what cannot be done without pyarrow."""
    return PackageError(
        "Parquet and Arrow take the package pyarrow, which is not installed.",
        title="Something is missing",
        hint="`pip install 'selfaudit[export]'` installs it. JSON Lines work without.",
    )


def parquet_of(table: Table, rows: Sequence[Row]) -> bytes:
    """A table's rows as one file. The same rows and the same pyarrow give the same bytes.

    Statistics and dictionaries are made from these rows alone. Raises PackageError without
    pyarrow.
    """
    found = arrow_of(table, rows)
    from pyarrow import parquet

    sink = BytesIO()
    with parquet.ParquetWriter(sink, found.schema, compression="zstd") as writer:
        # Readers take the first group's size for that of their batches: none is better than empty.
        if rows:
            writer.write_table(found, row_group_size=ROWS_IN_A_GROUP)
    return sink.getvalue()


def arrow_of(table: Table, rows: Sequence[Row]) -> "pyarrow.Table":
    """A table's rows as an Arrow table. Raises PackageError without pyarrow."""
    if not parquet_available():
        raise parquet_missing()
    import pyarrow

    columns = [[_plain(getattr(row, column.name)) for row in rows] for column in table.columns]
    schema = arrow_schema(table)
    return pyarrow.Table.from_arrays(
        [pyarrow.array(values, field.type) for values, field in zip(columns, schema, strict=True)],
        schema=schema,
    )


def arrow_schema(table: Table) -> "pyarrow.Schema":
    """A table's fields in Arrow's types, each with its description."""
    import pyarrow

    fields = [
        pyarrow.field(
            column.name,
            _arrow_type(column),
            nullable=column.nullable,
            metadata={"description": column.description},
        )
        for column in table.columns
    ]
    about = {"description": table.description, "schema_version": table.version}
    return pyarrow.schema(fields, metadata={"table": table.name, **about})


def same_as_parquet(table: Table, rows: Sequence[Row], data: bytes) -> str:
    """What tells a Parquet file from a table's rows, as a sentence; "" where nothing does."""
    import pyarrow
    from pyarrow import parquet

    try:
        file = parquet.ParquetFile(BytesIO(data))
        if not file.schema_arrow.equals(arrow_schema(table), check_metadata=True):
            return "Its fields are not those of the table."
        if file.metadata.num_rows != len(rows):
            return f"It has {file.metadata.num_rows:,} rows; as JSON Lines there are {len(rows):,}."
        found = file.read().to_pylist()
    except (pyarrow.ArrowException, OSError, UnicodeDecodeError) as error:
        return f"It cannot be read as Parquet ({type(error).__name__})."
    for number, (there, row) in enumerate(zip(found, rows, strict=True)):
        if there != msgspec.to_builtins(row):
            return f"Its row {number + 1} is another one than that line as JSON Lines."
    return ""


def _arrow_type(column: Column) -> Any:
    import pyarrow

    types = {int: pyarrow.int64(), float: pyarrow.float64(), bool: pyarrow.bool_()}
    return types.get(column.type, pyarrow.string())


def _plain(value: object) -> object:
    return value.value if isinstance(value, StrEnum) else value
