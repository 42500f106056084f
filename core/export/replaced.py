"""What was replaced in the rows that leave, one by one, to be looked at and undone."""

import dataclasses
from collections.abc import Iterator
from dataclasses import dataclass

from selfaudit.core.export.fields import Text
from selfaudit.core.export.leaving import Leaving, is_public
from selfaudit.core.export.levels import Level
from selfaudit.core.export.redacting import Redacting
from selfaudit.core.export.redaction.redactor import Replacement
from selfaudit.core.export.tables.registry import BY_NAME
from selfaudit.core.export.withholding import Decision


@dataclass(frozen=True, slots=True)
class Replaced:
    """One thing that a rule found in a field. `original` is what stands there in the store."""

    field: str
    replacement: Replacement
    original: str = dataclasses.field(repr=False)


def replaced_in(one: Leaving, level: Level, redacting: Redacting) -> Iterator[Replaced]:
    """What was found in the texts of a row that leave with it, those left as they are among it."""
    if one.ruling.decision is not Decision.KEEP or is_public(one.stored):
        return
    for column in BY_NAME[one.key[0]].columns:
        if isinstance(column.kind, Text) and level.holds(column.since):
            text = getattr(one.stored, column.name) or ""
            for found in redacting.field(one.stored, column).findings:
                yield Replaced(column.name, found, text[found.start : found.end])
