"""The redactor over the fields of a package's tables, with its log."""

from collections.abc import Mapping
from functools import cache

from selfaudit.core.export.fields import Column, Row
from selfaudit.core.export.redaction.finding import Rule
from selfaudit.core.export.redaction.names import ListedName
from selfaudit.core.export.redaction.redactor import Context, Redacted, Redactor
from selfaudit.core.export.tables.record import RedactionRow
from selfaudit.core.export.tables.registry import Table
from selfaudit.core.export.tables.review import EvidenceRow
from selfaudit.core.store.packages import StoredName, StoredPackage
from selfaudit.core.store.store import Store


class Redacting:
    """Redacts the fields of rows and counts what was replaced, by table, field and rule.

    `contexts` holds the message of each piece of evidence: a quote is redacted as a part of it,
    since alone it may lack the words by which a number or a password is known.
    """

    def __init__(
        self,
        secret: bytes,
        names: tuple[StoredName, ...],
        kept: frozenset[str],
        contexts: Mapping[str, Context],
    ) -> None:
        listed = [ListedName(one.name, Rule(one.kind)) for one in names]
        self._contexts = contexts
        self._counts: dict[tuple[str, str, Rule], list[int]] = {}
        # The same statement stands in several tables, a message behind several quotes.
        self._redact = cache(Redactor(secret, listed, kept).redact)

    def begin(self) -> None:
        """Count from nothing; texts that were redacted before are not read again."""
        self._counts = {}

    def field(self, row: Row, column: Column) -> Redacted:
        """The text of one field, redacted; an empty one where there is none."""
        text = getattr(row, column.name) or ""
        if isinstance(row, EvidenceRow) and column.name == "quote":
            context = self._contexts.get(row.id)
            if context is not None and context.text[context.start : context.end] == text:
                return self._redact(context.text).cut(context.start, context.end)
        return self._redact(text)

    def __call__(self, table: Table, column: Column, row: Row) -> str:
        """Redact one field, and count it."""
        redacted = self.field(row, column)
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


def redacting_for(
    store: Store, package: StoredPackage, contexts: Mapping[str, Context]
) -> Redacting:
    """What redacts the texts of a package: its secret, the names listed, what is left as it is."""
    names, kept = store.packages.names(package.id), store.packages.kept(package.id)
    return Redacting(package.secret, tuple(names), kept, contexts)
