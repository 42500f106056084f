"""Rows as they leave: ruled on, redacted, cut to the level, under ids of the package's own."""

import hmac
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import msgspec

from selfaudit.core.export.fields import Column, Id, Pseudonym, Ref, Row, Text
from selfaudit.core.export.levels import Level
from selfaudit.core.export.tables.registry import TABLES, Table
from selfaudit.core.export.tables.relevance import PromptRow
from selfaudit.core.export.withholding import KEPT, Decision, Key, Rows, Ruling, id_of, key_of
from selfaudit.core.models.relevance import PromptSource

OPAQUE_DIGITS = 20
"""Of an id in a package, hexadecimal: 80 bits of an HMAC, so that two never meet by chance."""

Redact = Callable[[Table, Column, Row], str]
"""The text of one field without what a rule finds in it."""


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
    return hmac.digest(secret, f"{of}:{id}".encode(), "sha256").hex()[:OPAQUE_DIGITS]


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
        (table.name, id_of(table, row))
        for table in TABLES
        if "id" in table.key
        for row in rows.get(table.name, ())
        if rulings.get(key_of(table, row), KEPT).decision is not Decision.WITHHOLD
    }
    ids = _Ids(secret, there)
    return {
        table.name: _Leaves(table, level, ids, redact, coarser).all(
            rows.get(table.name, ()), rulings
        )
        for table in TABLES
    }


class _Ids:
    """The package's own ids. `there` are the rows that leave, as (table, id)."""

    def __init__(self, secret: bytes, there: set[tuple[str, str]]) -> None:
        self._secret = secret
        self._there = there
        self._known: dict[tuple[str, str], str] = {}

    def of(self, of: str, id: str) -> str:
        """The id of something."""
        key = (of, id)
        if key not in self._known:
            self._known[key] = opaque(self._secret, of, id)
        return self._known[key]

    def reference(self, table: str, id: str) -> str | None:
        """The id of a row, if it leaves."""
        return self.of(table, id) if (table, id) in self._there else None


class _Leaves:
    """How the rows of one table leave at one level."""

    def __init__(
        self,
        table: Table,
        level: Level,
        ids: _Ids,
        redact: Redact,
        coarser: Callable[[str], str],
    ) -> None:
        self._table = table
        self._ids = ids
        self._redact = redact
        self._coarser = coarser
        held = [column for column in table.columns if level.holds(column.since)]
        self._dropped = [column.name for column in table.columns if column not in held]
        self._texts = [column for column in held if isinstance(column.kind, Text)]
        self._references = [
            column for column in held if isinstance(column.kind, Id | Ref | Pseudonym)
        ]

    def all(self, rows: Sequence[Row], rulings: Mapping[Key, Ruling]) -> list[Leaving]:
        """Every row of the table."""
        leaving = []
        for row in rows:
            key = key_of(self._table, row)
            ruling = rulings.get(key, KEPT)
            is_gone = ruling.decision is Decision.WITHHOLD
            leaving.append(
                Leaving(key, row, None if is_gone else self._row(row, ruling.decision), ruling)
            )
        return leaving

    def _row(self, row: Row, decision: Decision) -> Row:
        changed: dict[str, object] = {}
        if not is_public(row):
            changed = dict.fromkeys(self._dropped)
            for column in self._texts:
                changed[column.name] = self._text(column, row, decision)
        for column in self._references:
            value = getattr(row, column.name)
            if value is not None:
                changed[column.name] = self._reference(column, value)
        return msgspec.structs.replace(row, **changed)

    def _text(self, column: Column, row: Row, decision: Decision) -> str | None:
        text = getattr(row, column.name)
        if text is None or decision is Decision.WITHOUT_TEXT:
            return None
        if decision is Decision.COARSER:
            return self._coarser(text)
        return self._redact(self._table, column, row)

    def _reference(self, column: Column, value: str) -> str | None:
        match column.kind:
            case Ref(of):
                return self._ids.reference(of, value)
            case Pseudonym(of):
                return self._ids.of(of, value)
            case _:
                return self._ids.of(self._table.name, value)
