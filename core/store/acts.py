"""What the tables of the person's acts share: when, with which key, how long; by block."""

import sqlite3

from selfaudit.core.models.judgment import Timing
from selfaudit.core.store.database import Value

TIMED = (
    "key, shown_at, decided_at, shown_monotonic, decided_monotonic, active_seconds, idle_seconds"
)
"""The names of the columns, in the order of `timed`."""


WITHIN = "block IN (SELECT value FROM json_each(?))"
"""That a row is of one of some blocks, given as a JSON list."""


def timed(key: str | None, timing: Timing | None, now: float) -> list[Value]:
    """The columns' values; without a timing the act is decided now."""
    if timing is None:
        return [key, None, now, None, None, None, None]
    return [
        key,
        timing.shown_at,
        timing.decided_at,
        timing.shown_monotonic,
        timing.decided_monotonic,
        timing.active,
        timing.idle,
    ]


def timing_of(row: sqlite3.Row) -> Timing | None:
    """The timing in a row; None where the act was not timed."""
    if row["shown_at"] is None:
        return None
    return Timing(
        row["shown_at"],
        row["decided_at"],
        row["shown_monotonic"],
        row["decided_monotonic"],
        row["active_seconds"],
        row["idle_seconds"],
    )
