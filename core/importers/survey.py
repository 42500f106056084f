"""What a look through exports found: sources, and the conversations to choose from."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass

from selfaudit.core.events import Counts, ImportFailed, ImportProgress, SourceReport
from selfaudit.core.importers.tally import LEFT_OUT, OF_LEFT_OUT, Copy
from selfaudit.core.languages.shares import Shares

MOST_TITLE = 200
"""Characters of a title that are kept to choose by."""


@dataclass(frozen=True, slots=True)
class Listed:
    """One conversation of one source, without any of its text but the beginning of its title.

    `first` and `last` are the times of its messages, or those that it states itself, in seconds
    since 1970 UTC. `copies` are how often it is there, `messages` those of all copies together,
    `new_messages` those among them that the store will get. `own` is of the copy that counts.
    `was_left_out` tells that the person left it out of an import before.
    """

    id: str
    title: str
    first: float | None
    last: float | None
    copies: int
    messages: int
    is_new: bool
    new_messages: int
    own: Copy
    was_left_out: bool

    def is_within(self, start: float | None, end: float | None) -> bool:
        """Whether it begins in a stretch of time, `end` exclusive; without a date, in none."""
        if start is None and end is None:
            return True
        if self.first is None:
            return False
        return (start is None or self.first >= start) and (end is None or self.first < end)


@dataclass(frozen=True, slots=True)
class SurveyedSource:
    """What one path holds in one format.

    `skipped` counts the records that cannot be stored by reason: so many conversations, and so
    many messages of the others.
    """

    path: str
    format: str
    listed: tuple[Listed, ...]
    skipped: dict[str, int]
    skipped_conversations: int
    skipped_messages: int
    languages: Shares

    def first(self, left_out: Collection[str] = ()) -> float | None:
        """The earliest time in what is taken."""
        times = (one.first for one in self.listed if one.id not in left_out)
        return min((time for time in times if time is not None), default=None)

    def last(self, left_out: Collection[str] = ()) -> float | None:
        """The latest time in what is taken."""
        times = (one.last for one in self.listed if one.id not in left_out)
        return max((time for time in times if time is not None), default=None)

    def own_words(self, left_out: Collection[str] = ()) -> int:
        """How many words, between white space, are the person's own."""
        return sum(one.own.words for one in self.listed if one.id not in left_out)

    def report(self, left_out: Collection[str]) -> SourceReport:
        """What importing it comes to when these conversations are left out."""
        taken = [one for one in self.listed if one.id not in left_out]
        left = [one for one in self.listed if one.id in left_out]
        conversations, messages = (
            sum(one.copies for one in taken),
            sum(one.messages for one in taken),
        )
        new, new_messages = sum(one.is_new for one in taken), sum(one.new_messages for one in taken)
        left_conversations = sum(one.copies for one in left)
        left_messages = sum(one.messages for one in left)
        reasons = {LEFT_OUT: left_conversations, OF_LEFT_OUT: left_messages}
        return SourceReport(
            self.path,
            self.format,
            _counts(conversations, new, self.skipped_conversations + left_conversations),
            _counts(messages, new_messages, self.skipped_messages + left_messages),
            sum(one.own.messages for one in taken),
            self.skipped | {reason: count for reason, count in reasons.items() if count},
        )


@dataclass(frozen=True, slots=True)
class Survey:
    """Everything that was found, and the paths that could not be read."""

    sources: tuple[SurveyedSource, ...]
    failed: tuple[ImportFailed, ...]

    def listed(self) -> Iterator[tuple[SurveyedSource, Listed]]:
        """Each conversation once, with the first source that holds it."""
        seen: set[str] = set()
        for source in self.sources:
            for one in source.listed:
                if one.id not in seen:
                    seen.add(one.id)
                    yield source, one

    def left_out_before(self) -> frozenset[str]:
        """The ids of what is here and was left out of an import before."""
        return frozenset(
            one.id for source in self.sources for one in source.listed if one.was_left_out
        )

    def reports(self, left_out: Collection[str]) -> tuple[SourceReport, ...]:
        """What importing all of it comes to when these conversations are left out."""
        return tuple(source.report(left_out) for source in self.sources)


@dataclass(frozen=True, slots=True)
class SurveyDone:
    """Every path was looked through or failed, or the person stopped it."""

    survey: Survey
    cancelled: bool


SurveyEvent = ImportProgress | ImportFailed | SurveyDone


def _counts(taken: int, new: int, skipped: int) -> Counts:
    return Counts(taken + skipped, new, taken - new, skipped)
