"""Which rows are listed: all, or those that the person wants to go through."""

from collections.abc import Mapping, Sequence
from enum import Enum

from selfaudit.core.export.fields import Text
from selfaudit.core.export.leaving import Leaving
from selfaudit.core.export.tables.registry import BY_NAME
from selfaudit.core.export.withholding import Decision
from selfaudit.tui.export.preview import Preview


class Filter(Enum):
    """What is listed, in words."""

    ALL = "all rows"
    TEXT = "rows with a text that leaves"
    WITHHELD = "rows that are withheld or leave less"
    OTHERS = "rows that mention someone else"
    IDENTIFY = "notes that could identify you together"
    NEW = "rows that are new since your last package"


def filtered(preview: Preview, chosen: Filter) -> Mapping[str, Sequence[Leaving]]:
    """The tables that have such rows, and these rows."""
    if chosen is Filter.ALL:
        return preview.tables
    found = {
        name: [one for one in rows if _has(preview, one, chosen)]
        for name, rows in preview.tables.items()
    }
    return {name: rows for name, rows in found.items() if rows}


def filters_with_rows(preview: Preview) -> list[Filter]:
    """The filters that list anything."""
    return [one for one in Filter if _any(preview, one)]


def _any(preview: Preview, chosen: Filter) -> bool:
    return any(_has(preview, one, chosen) for rows in preview.tables.values() for one in rows)


def _has(preview: Preview, one: Leaving, chosen: Filter) -> bool:
    match chosen:
        case Filter.ALL:
            return True
        case Filter.TEXT:
            return one.row is not None and any(
                isinstance(column.kind, Text) and getattr(one.row, column.name)
                for column in BY_NAME[one.key[0]].columns
            )
        case Filter.WITHHELD:
            return one.ruling.decision is not Decision.KEEP
        case Filter.OTHERS:
            return one.key in preview.of_others
        case Filter.IDENTIFY:
            return one.key in preview.identifying
        case Filter.NEW:
            return one.key in preview.new
