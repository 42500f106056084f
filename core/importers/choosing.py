"""Which of the conversations that a survey found are left out, by rules."""

import re
from collections.abc import Collection
from dataclasses import dataclass

from selfaudit.core.errors import SelfauditError
from selfaudit.core.importers.survey import Listed, Survey


@dataclass(frozen=True, slots=True)
class Rules:
    """What is left out: by a part of the title, by days, by ids that a search has found.

    A title between slashes is a regular expression; upper and lower case are alike in both. Only
    what begins from `start` on and before `end`, in seconds since 1970 UTC, is taken; None is no
    limit, and with a limit what has no date is left out. `is_bringing_back` tells that what was
    left out of earlier imports is taken again.
    """

    titles: tuple[str, ...] = ()
    start: float | None = None
    end: float | None = None
    with_words: frozenset[str] = frozenset()
    is_bringing_back: bool = False

    def left_out(self, survey: Survey) -> frozenset[str]:
        """The ids of what is left out. Raises SelfauditError for a broken regular expression."""
        patterns = [_pattern(title) for title in self.titles if title.strip()]
        left = {one.id for _, one in survey.listed() if self._leaves(one, patterns)}
        return frozenset(left if self.is_bringing_back else left | survey.left_out_before())

    def _leaves(self, one: Listed, patterns: Collection[re.Pattern[str]]) -> bool:
        return (
            one.id in self.with_words
            or not one.is_within(self.start, self.end)
            or any(pattern.search(one.title) for pattern in patterns)
        )


def _pattern(title: str) -> re.Pattern[str]:
    if len(title) > 2 and title.startswith("/") and title.endswith("/"):
        try:
            return re.compile(title[1:-1], re.IGNORECASE)
        except re.error as error:
            raise SelfauditError(
                f"{title} is no regular expression: {error}.",
                title="Nothing was imported",
                hint="Without slashes around it, it is looked for as it stands.",
            ) from error
    return re.compile(re.escape(" ".join(title.split())), re.IGNORECASE)
