"""What a package would hold more, less or otherwise than another of the same person's."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from selfaudit.core.export.fields import Column, Id, Pseudonym, Ref, Row, Text
from selfaudit.core.export.leaving import Leaving
from selfaudit.core.export.preparing import Prepared
from selfaudit.core.export.redaction.view import PSEUDONYM
from selfaudit.core.export.tables.registry import BY_NAME, Table
from selfaudit.core.export.withholding import Key

_DIGITS = re.compile(r"-[A-Z2-7]+\]$")


@dataclass(frozen=True, slots=True)
class TableDifference:
    """Rows of one table that only the newer package has, only the older one, or both otherwise."""

    table: str
    added: tuple[Key, ...]
    removed: tuple[Key, ...]
    changed: tuple[Key, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """The tables that differ."""

    tables: tuple[TableDifference, ...]

    @property
    def is_none(self) -> bool:
        """Whether the same rows would leave again."""
        return not self.tables


def difference(older: Prepared, newer: Prepared) -> Difference:
    """Compare two packages row by row, but for ids and pseudonyms: those differ in any two."""
    found: list[TableDifference] = []
    for name, rows in newer.tables.items():
        table = BY_NAME[name]
        before, after = _shapes(table, older.tables.get(name, ())), _shapes(table, rows)
        one = TableDifference(
            name,
            tuple(key for key in after if key not in before),
            tuple(key for key in before if key not in after),
            tuple(key for key in after if key in before and before[key] != after[key]),
        )
        if one.added or one.removed or one.changed:
            found.append(one)
    return Difference(tuple(found))


def _shapes(table: Table, rows: Sequence[Leaving]) -> Mapping[Key, tuple[object, ...]]:
    return {one.key: _shape(table, one.row) for one in rows if one.row is not None}


def _shape(table: Table, row: Row) -> tuple[object, ...]:
    return tuple(_value(column, getattr(row, column.name)) for column in table.columns)


def _value(column: Column, value: object) -> object:
    match column.kind:
        case Id() | Ref() | Pseudonym():
            return value is None
        case Text() if isinstance(value, str):
            return PSEUDONYM.sub(lambda found: _DIGITS.sub("]", found.group()), value)
        case _:
            return value
