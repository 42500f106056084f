"""The redactor over the fields of a package's tables, with its log."""

from functools import cache

from selfaudit.core.export.fields import Column
from selfaudit.core.export.redaction.finding import Rule
from selfaudit.core.export.redaction.names import ListedName
from selfaudit.core.export.redaction.redactor import Redacted, Redactor
from selfaudit.core.export.tables.record import RedactionRow
from selfaudit.core.export.tables.registry import Table
from selfaudit.core.store.packages import StoredName


class Redacting:
    """Redacts the fields of rows and counts what was replaced, by table, field and rule."""

    def __init__(self, secret: bytes, names: tuple[StoredName, ...], kept: frozenset[str]) -> None:
        listed = [ListedName(one.name, Rule(one.kind)) for one in names]
        self._redactor = Redactor(secret, listed, kept)
        self._counts: dict[tuple[str, str, Rule], list[int]] = {}
        # The same statement stands in several tables.
        self.redact = cache(self._redactor.redact)

    def begin(self) -> None:
        """Count from nothing; texts that were redacted before are not read again."""
        self._counts = {}

    def __call__(self, table: Table, column: Column, text: str) -> str:
        """Redact one field, and count it."""
        redacted: Redacted = self.redact(text)
        for one in redacted.replaced:
            counts = self._counts.setdefault((table.name, column.name, one.rule), [0, 0])
            counts[0] += 1
            counts[1] += one.end - one.start
        return redacted.text

    def rows(self) -> list[RedactionRow]:
        """The log, which never says what was replaced."""
        return [
            RedactionRow(table=table, field=field, rule=rule.value, count=count, characters=length)
            for (table, field, rule), (count, length) in sorted(self._counts.items())
        ]
