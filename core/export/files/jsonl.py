"""Rows as JSON Lines: UTF-8, one object a line, keys in the order of the fields, nulls written."""

import math
from collections.abc import Iterator, Sequence

import msgspec

from selfaudit.core.export.fields import Column, Row
from selfaudit.core.export.files.places import jsonl_file
from selfaudit.core.export.findings import Finding, FindingKind
from selfaudit.core.export.tables.registry import Table

MOST_FINDINGS = 20
"""So many rows of one file are told of; a file that is wrong throughout needs no more."""

LARGEST = 2**63 - 1
"""The largest whole number that Parquet and dataframes hold; the smallest is one below minus it."""


def lines_of(table: Table, rows: Sequence[Row]) -> bytes:
    """A table's rows, one a line. Raises ValueError for a number that JSON or Parquet lacks."""
    for row in rows:
        for column in table.columns:
            if not _fits(getattr(row, column.name)):
                raise ValueError(f"{table.name}.{column.name} is not a number that can be written")
    return b"".join(line_of(row) + b"\n" for row in rows)


def line_of(row: Row) -> bytes:
    """One row as one object, without the line's end."""
    return msgspec.json.encode(row)


def rows_from(table: Table, data: bytes) -> tuple[list[Row], list[Finding]]:
    """The rows of a file that are as the schema has them, and what is wrong with the others."""
    rows: list[Row] = []
    findings: list[Finding] = []
    for number, line in _lines(data):
        found = _row(table, line)
        if isinstance(found, Row):
            rows.append(found)
        elif len(findings) < MOST_FINDINGS:
            findings.append(Finding(FindingKind.SCHEMA, jsonl_file(table), number, found))
    if data and not data.endswith(b"\n"):
        number = data.count(b"\n") + 1
        sentence = "The last line has no end: the file was cut off."
        findings.append(Finding(FindingKind.SCHEMA, jsonl_file(table), number, sentence))
    return rows, findings


def _lines(data: bytes) -> Iterator[tuple[int, bytes]]:
    start, number = 0, 1
    while start < len(data):
        end = data.find(b"\n", start)
        end = len(data) if end < 0 else end
        yield number, data[start:end]
        start, number = end + 1, number + 1


def _row(table: Table, line: bytes) -> Row | str:
    """A row, or what is wrong with it."""
    try:
        row = msgspec.json.decode(line, type=table.row)
    except UnicodeDecodeError:
        return "This is not UTF-8."
    except (msgspec.DecodeError, RecursionError):
        return _wrong(table, line)
    for column in table.columns:
        if not _fits(getattr(row, column.name)):
            return f"`{column.name}` is too large a number."
    if line_of(row) != line:
        return "It is not written as packages are: each field once, in order, without blanks."
    return row


def _wrong(table: Table, line: bytes) -> str:
    """What is wrong with a line that is no row, without quoting it."""
    try:
        found = msgspec.json.decode(line)
    except UnicodeDecodeError:
        return "This is not UTF-8."
    except (msgspec.DecodeError, RecursionError):
        return "This is not JSON."
    if not isinstance(found, dict):
        return "This is not an object."
    for column in table.columns:
        if column.name not in found:
            return f"The field `{column.name}` is missing."
        if not _is_value(column, found[column.name]):
            return f"`{column.name}` should be {said_type(column)}."
    return f"It has a field that `{table.name}` does not have."


def _is_value(column: Column, value: object) -> bool:
    try:
        found = msgspec.convert(value, column.type | None if column.nullable else column.type)
    except msgspec.ValidationError:
        return False
    if not isinstance(found, int) or isinstance(found, bool):
        return True
    least = -LARGEST - 1 if column.least is None else column.least
    return least <= found <= (LARGEST if column.most is None else column.most)


def said_type(column: Column) -> str:
    """The values of a field, in words: "a text or null", "one of `yes`, `no`"."""
    if column.values is not None:
        said = "one of " + ", ".join(f"`{value}`" for value in column.values)
    else:
        names = {str: "a text", int: "a whole number", float: "a number", bool: "true or false"}
        said = names[column.type]
        if column.least is not None and column.most is not None:
            said += f" from {column.least:,} to {column.most:,}"
    return f"{said} or null" if column.nullable else said


def _fits(value: object) -> bool:
    if isinstance(value, float):
        return math.isfinite(value)
    return not isinstance(value, int) or -LARGEST - 1 <= value <= LARGEST
