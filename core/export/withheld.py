"""How many rows were withheld, and why, as far as it may be told."""

from collections import Counter
from collections.abc import Mapping, Sequence

from selfaudit.core.export.fields import Text
from selfaudit.core.export.leaving import Leaving
from selfaudit.core.export.levels import Level
from selfaudit.core.export.small_counts import merge_small
from selfaudit.core.export.tables.record import WithheldRow
from selfaudit.core.export.tables.registry import BY_NAME, TABLES, Part, Table
from selfaudit.core.export.withholding import Decision, Reason

COUNTED = tuple(table.name for table in TABLES if table.part is not Part.RECORD)
"""The tables of the three stages: rows of the record are never withheld."""


def withheld_rows(leaving: Mapping[str, Sequence[Leaving]], level: Level) -> list[WithheldRow]:
    """Counts by table and reason, those below five merged (`small_counts`).

    A text that a package of this level would not hold anyway is not counted as withheld.
    """
    gone: Counter[tuple[str, str]] = Counter()
    without_text: Counter[tuple[str, str]] = Counter()
    for name, rows in leaving.items():
        has_text = _has_text(BY_NAME[name], level)
        for one in rows:
            key = (name, str(one.ruling.reason))
            if one.ruling.decision is Decision.WITHHOLD:
                gone[key] += 1
            elif one.ruling.decision is not Decision.KEEP and has_text:
                without_text[key] += 1
    texts = [name for name in COUNTED if _has_text(BY_NAME[name], level)]
    return [
        *_rows(gone, COUNTED, kept_labels=False),
        *_rows(without_text, texts, kept_labels=True),
    ]


def _has_text(table: Table, level: Level) -> bool:
    return any(
        isinstance(column.kind, Text) and level.holds(column.since) for column in table.columns
    )


def _rows(
    counts: Mapping[tuple[str, str], int], tables: Sequence[str], *, kept_labels: bool
) -> list[WithheldRow]:
    rows: list[WithheldRow] = []
    for one in merge_small(counts, tables):
        merged = {**one.listed, Reason.SEVERAL: one.other}
        rows += [
            WithheldRow(table=one.table, reason=reason, kept_labels=kept_labels, rows=count)
            for reason, count in merged.items()
        ]
    return rows
