"""Rows as they leave: ruled on, redacted, cut to the level, under ids of the package's own."""

import base64
import hashlib
import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

import msgspec

from selfaudit.core.export.fields import Column, Id, Pseudonym, Ref, Row, Text
from selfaudit.core.export.levels import Level
from selfaudit.core.export.tables.registry import TABLES, Table
from selfaudit.core.export.tables.relevance import PromptRow
from selfaudit.core.export.withholding import KEPT, Decision, Key, Rows, Ruling, key_of
from selfaudit.core.models.relevance import PromptSource

OPAQUE_CHARACTERS = 16
"""Of an id in a package: 80 bits of an HMAC in base 32, so that two never meet by chance."""

Redact = Callable[[Table, Column, str], str]
"""Takes what a rule finds out of a text of one field."""

_Row = TypeVar("_Row", bound=Row)


@dataclass(frozen=True, slots=True)
class Leaving:
    """One row, as it is stored and as it leaves (None: it does not), and why."""

    key: Key
    stored: Row
    row: Row | None
    ruling: Ruling


def opaque(secret: bytes, of: str, id: str) -> str:
    """The package's own id of something: an HMAC-SHA256 under the package's secret.

    Without the secret nobody can find out the id in the store, nor that an id of another package
    is of the same thing.
    """
    digest = hmac.new(secret, f"{of}:{id}".encode(), hashlib.sha256).digest()
    return base64.b32encode(digest).decode()[:OPAQUE_CHARACTERS].lower()


def is_public(row: Row) -> bool:
    """Whether a row's text comes with the program and is nobody's: it leaves at every level."""
    return isinstance(row, PromptRow) and row.source is PromptSource.BUNDLED


def leave(
    rows: Rows,
    rulings: Mapping[Key, Ruling],
    level: Level,
    secret: bytes,
    redact: Redact,
    coarser: Callable[[str], str],
) -> Mapping[str, Sequence[Leaving]]:
    """Every row as it would leave, table by table."""
    there = {
        (table.name, key_of(table, row)[1].partition("/")[0])
        for table in TABLES
        if "id" in table.key
        for row in rows.get(table.name, ())
        if rulings.get(key_of(table, row), KEPT).decision is not Decision.WITHHOLD
    }
    return {
        table.name: [
            _leave(table, row, rulings, there, level, secret, redact, coarser)
            for row in rows.get(table.name, ())
        ]
        for table in TABLES
    }


def _leave(
    table: Table,
    row: _Row,
    rulings: Mapping[Key, Ruling],
    there: set[Key],
    level: Level,
    secret: bytes,
    redact: Redact,
    coarser: Callable[[str], str],
) -> Leaving:
    key = key_of(table, row)
    ruling = rulings.get(key, KEPT)
    if ruling.decision is Decision.WITHHOLD:
        return Leaving(key, row, None, ruling)
    public = is_public(row)
    changed: dict[str, object] = {}
    for column in table.columns:
        value = getattr(row, column.name)
        if value is None:
            continue
        if isinstance(column.kind, Text) and not public:
            if not level.holds(column.since) or ruling.decision is Decision.WITHOUT_TEXT:
                changed[column.name] = None
            elif ruling.decision is Decision.COARSER:
                changed[column.name] = coarser(value)
            else:
                changed[column.name] = redact(table, column, value)
        elif not level.holds(column.since) and not public:
            changed[column.name] = None
        elif column.kind is not None:
            new = _reference(column, table, value, there, secret)
            if new != value:
                changed[column.name] = new
    return Leaving(key, row, msgspec.structs.replace(row, **changed), ruling)


def _reference(
    column: Column, table: Table, value: str, there: set[Key], secret: bytes
) -> str | None:
    match column.kind:
        case Id():
            return opaque(secret, table.name, value)
        case Ref(of):
            return opaque(secret, of, value) if (of, value) in there else None
        case Pseudonym(of):
            return opaque(secret, of, value)
        case _:
            return value
