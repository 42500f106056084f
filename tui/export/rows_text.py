"""What stands around the rows of a package: where one is, and what there is to know."""

from collections.abc import Sequence

from textual.content import Content

from selfaudit.core.export.leaving import Leaving
from selfaudit.core.export.replaced import Replaced
from selfaudit.core.export.withholding import Decision, Reason
from selfaudit.tui.drawable import drawable, one_line
from selfaudit.tui.export.filters import Filter
from selfaudit.tui.export.row_text import MUTED
from selfaudit.tui.export.table_words import TABLE_WORDS
from selfaudit.tui.lines import Line, rows
from selfaudit.tui.words import count

_SPOT_SHOWN = 120
_OTHER_PERSON = (
    "This mentions someone else, so it is held back. w withhold it for good · d keep without "
    "text · k keep all of it"
)
_AT_FIRST = (
    "Go through the rows with ↑ ↓, from table to table with ← →. f lists only rows with a text: "
    "they say the most about you."
)
_NOT_JUDGED = "You never judged this one, so its text stays here. k lets it leave as well."


def where(
    table: str, place: tuple[int, int], cursor: int, listed: Sequence[Leaving], chosen: Filter
) -> Content:
    """Which table of how many, which row of how many, and which rows are listed."""
    number, tables = place
    parts = [
        (f"{table}", "bold $primary"),
        (f"  table {number} of {tables} · row {cursor + 1:,} of {len(listed):,}", ""),
    ]
    if chosen is not Filter.ALL:
        parts.append((f" · only {chosen.value}", "$text-accent"))
    return Content.assemble(*parts)


def what(table: str) -> str:
    """What the rows of a table are."""
    words = TABLE_WORDS[table]
    return f"{words[0].upper()}{words[1:]}."


def card_title(one: Leaving) -> str:
    """What the box below the list shows."""
    return "Does not leave" if one.row is None else "Leaves, exactly so"


def hint(one: Leaving, found: Sequence[Replaced], *, is_first: bool = False) -> Content:
    """What there is to know of a row where no key was answered; how to go on from the first."""
    ruling = one.ruling
    if ruling.decision is not Decision.KEEP and ruling.by is None:
        if ruling.reason is Reason.OTHER_PERSON:
            return Content(_OTHER_PERSON)
        if ruling.reason is Reason.NOT_JUDGED:
            return Content(_NOT_JUDGED)
    if ruling.by is not None:
        return Content("It goes along with what it belongs to. k keeps that, and this with it.")
    if found:
        return Content(
            f"{count(len(found), 'thing')} in this text {'is' if len(found) == 1 else 'are'} "
            "replaced or could be. p shows what."
        )
    return Content(_AT_FIRST if is_first else "")


def spot(found: Sequence[Replaced], number: int) -> Content:
    """What a pseudonym stands for, and what can be done about it."""
    one = found[number]
    value = Content(f"“{one_line(one.original, _SPOT_SHOWN)}”")
    place = (f"{number + 1} of {len(found)}  ", MUTED)
    if one.replacement.is_kept:
        return Content.assemble(
            place, value, " is left as it is. l replaces it again, wherever it stands."
        )
    return Content.assemble(
        place,
        (one.replacement.pseudonym, "bold"),
        " stands for ",
        value,
        ". l leaves it as it is, wherever it stands.",
    )


def rows_above(lines: Sequence[Line], one: Replaced, width: int) -> int:
    """How many rows of a card stand above a thing that is replaced."""
    shown = drawable(one.replacement.pseudonym if not one.replacement.is_kept else one.original)
    for number, row in enumerate(rows(lines, max(1, width))):
        if shown and shown[:24] in row.plain:
            return number
    return 0
