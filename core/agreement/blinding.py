"""Could the person tell which answer used facts about them?"""

from collections.abc import Sequence
from dataclasses import dataclass

from selfaudit.core.agreement.proportions import proportion
from selfaudit.core.agreement.results import LEVEL, Estimate
from selfaudit.core.models.comparison import AboutYou


@dataclass(frozen=True, slots=True)
class TellRow:
    """One answer, and where the personalised answer stood."""

    told: AboutYou
    personal_right: bool


@dataclass(frozen=True, slots=True)
class Telling:
    """How often each answer was given, and how often a named side was the right one.

    `right_side` is among answers that name one side, so that guessing gives one half; `told`
    is the share of all answers that name the right side.
    """

    counts: dict[AboutYou, int]
    told: Estimate | None
    right_side: Estimate | None


def telling(rows: Sequence[TellRow], level: float = LEVEL) -> Telling:
    """Whether sides could be told; shares with Wilson's interval, None where nothing counts."""
    sides = [row for row in rows if row.told in (AboutYou.LEFT, AboutYou.RIGHT)]
    right = sum((row.told is AboutYou.RIGHT) == row.personal_right for row in sides)
    return Telling(
        {told: sum(row.told is told for row in rows) for told in AboutYou},
        proportion(right, len(rows), level=level),
        proportion(right, len(sides), level=level),
    )
