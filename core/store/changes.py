"""What surprised the person, and what changed since they sat here last."""

from collections.abc import Iterable
from dataclasses import dataclass

from selfaudit.core.store.database import Database

PAUSE_SECONDS = 6 * 3_600.0
"""Without an import, an extraction or an answer for so long, a sitting is over."""


@dataclass(frozen=True, slots=True)
class Changed:
    """A verdict that is another one now than before."""

    attribute: int
    before: str
    now: str


@dataclass(frozen=True, slots=True)
class Since:
    """What the latest sitting brought.

    `start` is when it began, `before` when the one before it ended. `messages` and
    `conversations` were stored by its imports, `attributes` found in it (newest first),
    `verdicts` given in it in place of earlier ones.
    """

    before: float
    start: float
    imports: int
    conversations: int
    messages: int
    attributes: tuple[int, ...]
    verdicts: tuple[Changed, ...]


class Changes:
    """What changed in a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def surprising(self) -> list[int]:
        """The attributes that surprised the person, the latest surprise first."""
        return [
            row["attribute"]
            for row in self._database.rows(
                "SELECT attribute FROM (SELECT id, attribute, answer, row_number() OVER"
                " (PARTITION BY attribute ORDER BY id DESC) AS rank FROM standing_judgment"
                " WHERE question = 'surprise') WHERE rank = 1 AND answer = 'yes' ORDER BY id DESC"
            )
        ]

    def since_last_time(self) -> Since | None:
        """What the latest sitting brought; None where there was no sitting before it."""
        sitting = latest_sitting(self._activity())
        if sitting is None:
            return None
        before, start = sitting
        number = self._database.number
        new = "source IN (SELECT id FROM source WHERE path != '' AND imported_at >= ?)"
        return Since(
            before,
            start,
            number("SELECT count(*) FROM source WHERE path != '' AND imported_at >= ?", [start]),
            number(f"SELECT count(*) FROM conversation WHERE {new}", [start]),
            number(f"SELECT count(*) FROM message WHERE {new}", [start]),
            tuple(
                row["id"]
                for row in self._database.rows(
                    "SELECT id FROM attribute WHERE created_at >= ? ORDER BY id DESC", [start]
                )
            ),
            tuple(self._changed(start)),
        )

    def _activity(self) -> list[float]:
        return [
            row["at"]
            for row in self._database.rows(
                "SELECT imported_at AS at FROM source WHERE path != ''"
                " UNION SELECT started_at FROM run"
                " UNION SELECT done_at FROM work"
                " UNION SELECT decided_at FROM judgment"
                " UNION SELECT decided_at FROM mark UNION SELECT decided_at FROM vote ORDER BY at"
            )
        ]

    def _changed(self, start: float) -> Iterable[Changed]:
        """Attributes whose last answer of this sitting is another one than the last before it."""
        for row in self._database.rows(
            "SELECT attribute, answer AS now, (SELECT answer FROM standing_judgment AS earlier"
            " WHERE earlier.attribute = latest.attribute AND earlier.question = 'true'"
            " AND earlier.decided_at < ?1 ORDER BY earlier.id DESC LIMIT 1) AS before"
            " FROM (SELECT attribute, answer, max(id) FROM standing_judgment"
            " WHERE question = 'true' AND decided_at >= ?1 GROUP BY attribute) AS latest"
            " WHERE before IS NOT NULL AND before != now ORDER BY attribute",
            [start],
        ):
            yield Changed(row["attribute"], row["before"], row["now"])


def latest_sitting(moments: Iterable[float]) -> tuple[float, float] | None:
    """When the sitting before the latest ended and the latest began, from moments in order."""
    found, last = None, None
    for moment in moments:
        if last is not None and moment - last > PAUSE_SECONDS:
            found = (last, moment)
        last = moment
    return found
