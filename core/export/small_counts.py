"""Counts of withheld rows, so that no number below five is said or follows from what is said."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

SMALLEST = 5
"""The smallest count that is published."""

FEW = "not said: none, fewer than 5, or so that a number below 5 would follow"
"""What a null stands for, in words."""


@dataclass(frozen=True, slots=True)
class Withheld:
    """How many rows of a table were withheld, by reason.

    `listed` holds the reasons of five rows or more, by name. A reason that is not listed was given
    for four rows at most, perhaps for none. `other` counts the rows of all reasons that are not
    listed, and `total` all rows; both are null, always together, where `other` cannot be said.
    """

    table: str
    listed: Mapping[str, int]
    other: int | None
    total: int | None


def merge_small(
    counts: Mapping[tuple[str, str], int], tables: Iterable[str]
) -> tuple[Withheld, ...]:
    """Merge the counts by (table, reason) that are below five, for each of `tables`.

    What is known of how it is done must not help to undo it:

    - The rows of the merged reasons are counted together, and the sum is published from five on.
      Below, 0 included, it is null: nobody learns whether nothing or a little was withheld.
    - A sum that is four times the number of its reasons is null too, for each of them would then
      be known to be four.
    - Where the sum is null the total is null: it would follow by subtraction. No rounding helps, as
      a rounded total beside exact counts may leave one number possible.

    Every table must be named, whether rows of it were withheld or not: a table left out would say
    none. Nor may how many rows a table has, or had before the withholding, be published beside
    these figures where the total is null.

    Raises ValueError for a count below 0 and for a table that is not named.
    """
    names = tuple(tables)
    for (table, reason), count in counts.items():
        if count < 0:
            raise ValueError(f"{count} rows of {table} withheld for {reason}")
        if table not in names:
            raise ValueError(f"{table} is not among the tables")
    return tuple(
        _merged(table, {reason: n for (of, reason), n in counts.items() if of == table})
        for table in names
    )


def _merged(table: str, reasons: Mapping[str, int]) -> Withheld:
    listed = {reason: reasons[reason] for reason in sorted(reasons) if reasons[reason] >= SMALLEST}
    merged = [count for count in reasons.values() if 0 < count < SMALLEST]
    other = sum(merged)
    if other < SMALLEST or other == (SMALLEST - 1) * len(merged):
        return Withheld(table, listed, None, None)
    return Withheld(table, listed, other, other + sum(listed.values()))
