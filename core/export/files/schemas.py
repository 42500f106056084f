"""A JSON Schema (2020-12) for the rows of each table, made from their type."""

from collections.abc import Mapping

from selfaudit.core.export.fields import Column, Id, Pseudonym, Ref, Text
from selfaudit.core.export.files.json_text import json_text
from selfaudit.core.export.tables.registry import Table

DIALECT = "https://json-schema.org/draft/2020-12/schema"

_TYPES = {str: "string", int: "integer", float: "number", bool: "boolean"}


def schema_of(table: Table) -> Mapping[str, object]:
    """The schema of one row.

    Beside what JSON Schema knows: `x-version` and `x-key` of the table; of a field, `x-since` is
    the level from which on it is filled, `x-references` the table whose `id` it holds,
    `x-pseudonym-of` what it stands for that has no table, and `x-redacted` says that it is text
    in which personal things were replaced.
    """
    return {
        "$schema": DIALECT,
        "$id": f"urn:selfaudit:table:{table.name}:{table.version}",
        "title": table.name,
        "description": table.description,
        "x-version": table.version,
        "x-key": list(table.key),
        "type": "object",
        "properties": {column.name: _property(column) for column in table.columns},
        "required": [column.name for column in table.columns],
        "additionalProperties": False,
    }


def schema_text(table: Table) -> bytes:
    """The schema as a file."""
    return json_text(schema_of(table))


def _property(column: Column) -> Mapping[str, object]:
    found: dict[str, object] = {"description": column.description}
    plain = "string" if column.values is not None else _TYPES[column.type]
    found["type"] = [plain, "null"] if column.nullable else plain
    if column.values is not None:
        found["enum"] = [*column.values, None] if column.nullable else list(column.values)
    if column.least is not None:
        found["minimum"] = column.least
    if column.most is not None:
        found["maximum"] = column.most
    found["x-since"] = column.since.value
    match column.kind:
        case Ref(to):
            found["x-references"] = to
        case Pseudonym(of):
            found["x-pseudonym-of"] = of
        case Text():
            found["x-redacted"] = True
        case Id():
            found["x-id"] = True
    return found
