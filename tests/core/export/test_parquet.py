from io import BytesIO

import duckdb
import msgspec
import pyarrow
import pytest
from hypothesis import HealthCheck, given, settings
from packages import random_contents, small_contents
from pyarrow import parquet

from selfaudit.core.export.files.parquet import (
    arrow_of,
    arrow_schema,
    parquet_of,
    same_as_parquet,
)
from selfaudit.core.export.tables.registry import BY_NAME, TABLES

SOME = settings(max_examples=15, suppress_health_check=list(HealthCheck))


@SOME
@given(random_contents())
def test_the_rows_are_those_of_the_table(contents):
    for table in TABLES:
        rows = contents.rows[table.name]
        data = parquet_of(table, rows)
        found = parquet.read_table(BytesIO(data))
        assert found.to_pylist() == [msgspec.to_builtins(row) for row in rows]
        assert same_as_parquet(table, rows, data) == ""
        assert parquet_of(table, rows) == data


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.name)
def test_types_and_descriptions_are_there_without_rows(table):
    file = parquet.ParquetFile(BytesIO(parquet_of(table, [])))
    schema = file.schema_arrow
    assert (file.metadata.num_rows, file.metadata.num_row_groups) == (0, 0)
    assert schema.names == [column.name for column in table.columns]
    assert schema.metadata[b"schema_version"] == table.version.encode()
    assert b"pandas" not in schema.metadata
    for column, field in zip(table.columns, schema, strict=True):
        assert field.metadata[b"description"] == column.description.encode()
        assert field.nullable == column.nullable


def test_bytes_hold_nothing_but_the_rows():
    """What is left out of the rows is in no dictionary and no statistic."""
    contents = small_contents()
    table = BY_NAME["judgments"]
    all_rows = contents.rows["judgments"]
    marked = [msgspec.structs.replace(row, text=f"CANARY{at}") for at, row in enumerate(all_rows)]
    assert b"CANARY2" in parquet_of(table, marked)
    assert b"CANARY2" not in parquet_of(table, marked[:2])


def test_duckdb_reads_it(tmp_path):
    contents = small_contents()
    for table in TABLES:
        for rows in (contents.rows[table.name], ()):
            file = tmp_path / f"{table.name}.parquet"
            file.write_bytes(parquet_of(table, rows))
            found = duckdb.sql(f"SELECT * FROM '{file}'")
            assert found.columns == [column.name for column in table.columns]
            assert len(found.fetchall()) == len(rows)


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (lambda table, rows: parquet_of(table, rows[:-1]), "It has 2 rows"),
        (lambda table, rows: parquet_of(table, [rows[0], rows[2], rows[1]]), "Its row 2 is"),
        (lambda table, rows: parquet_of(BY_NAME["votes"], []), "Its fields are not"),
        (lambda table, rows: b"PAR1 nothing PAR1", "It cannot be read"),
        (lambda table, rows: b"", "It cannot be read"),
        (lambda table, rows: parquet_of(table, rows)[:-9], "It cannot be read"),
    ],
)
def test_another_file_is_told_apart(data, said):
    table = BY_NAME["judgments"]
    rows = small_contents().rows["judgments"]
    assert same_as_parquet(table, rows, data(table, rows)).startswith(said)


def test_what_another_program_adds_to_the_file_is_told():
    table = BY_NAME["judgments"]
    rows = small_contents().rows["judgments"]
    sink = BytesIO()
    found = arrow_of(table, rows)
    more = found.replace_schema_metadata({**found.schema.metadata, b"note": b"hidden"})
    parquet.write_table(more, sink)
    assert same_as_parquet(table, rows, sink.getvalue()) == "Its fields are not those of the table."


def test_a_flipped_byte_never_ends_the_program():
    table = BY_NAME["consent"]
    rows = small_contents().rows["consent"]
    data = parquet_of(table, rows)
    for at in range(0, len(data), 7):
        damaged = bytearray(data)
        damaged[at] ^= 0x55
        assert isinstance(same_as_parquet(table, rows, bytes(damaged)), str)


def test_enumerations_are_texts():
    assert pyarrow.types.is_string(arrow_schema(BY_NAME["judgments"]).field("policy").type)
