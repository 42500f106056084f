"""What exports hold and what importing them came to, in words. Nothing here is drawable yet."""

from collections.abc import Collection, Iterator

from selfaudit.core.events import Counts, ImportDone, ImportFailed, SourceReport
from selfaudit.core.importers.survey import Listed, Survey, SurveyedSource
from selfaudit.core.languages.names import language_name
from selfaudit.core.languages.shares import Shares
from selfaudit.tui.words import count, day

_MOST_LANGUAGES = 4

EXPORTS = (
    ("ChatGPT", "Settings › Data controls › Export data"),
    ("Claude", "Settings › Privacy › Export data"),
)
"""Where vendors let people export their chats."""


def counts_words(counts: Counts, noun: str) -> str:
    """How many records were read, and what becomes of them: read = new + known + skipped."""
    parts = [f"{counts.stored:,} new", f"{counts.known:,} known", f"{counts.skipped:,} skipped"]
    return f"{count(counts.read, noun)} = {' + '.join(parts)}"


def dates_words(first: float | None, last: float | None) -> str:
    """From the first day to the last; empty where there is none."""
    days = [said for said in (day(first), day(last)) if said]
    return " to ".join(dict.fromkeys(days))


def language_words(shares: Shares) -> str:
    """Languages with their shares; empty where none could be told."""
    shown = [
        f"{language_name(code)} {_percent(shares.share(code))}"
        for code in list(shares.counts)[:_MOST_LANGUAGES]
    ]
    more = len(shares.counts) - len(shown)
    return ", ".join(shown) + (f" and {count(more, 'other')}" if more > 0 else "")


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.01 else "under 1%"


def reason_words(skipped: dict[str, int]) -> str:
    """What was skipped, by reason."""
    return "; ".join(f"{reason} ({number:,})" for reason, number in skipped.items())


def source_lines(source: SurveyedSource, left_out: Collection[str]) -> Iterator[tuple[str, str]]:
    """What one source holds and what would be done with it, each line with what it is about."""
    report = source.report(left_out)
    words = source.own_words(left_out)
    yield "Conversations", counts_words(report.conversations, "conversation")
    yield "Messages", counts_words(report.messages, "message")
    own = f"{count(words, 'word')} in {count(report.own_words_messages, 'message')}"
    yield "Your own words", own if words else "none"
    if said := dates_words(source.first(left_out), source.last(left_out)):
        yield "Dates", said
    if said := language_words(source.languages):
        yield "Languages", said
    if report.skipped:
        yield "Skipped", reason_words(report.skipped)


def done_lines(report: SourceReport) -> Iterator[tuple[str, str]]:
    """What importing one source came to, each line with what it is about."""
    yield "Conversations", counts_words(report.conversations, "conversation")
    yield "Messages", counts_words(report.messages, "message")
    yield "Your own words", f"in {count(report.own_words_messages, 'message')}"
    if report.skipped:
        yield "Skipped", reason_words(report.skipped)


def failed_words(failure: ImportFailed) -> str:
    """Why a path could not be read."""
    return f"{failure.path}: {failure.title}. {failure.message} {failure.hint}".rstrip()


def left_words(survey: Survey, left_out: Collection[str]) -> str:
    """How many conversations are left out, and how many of them were before; empty for none."""
    if not left_out:
        return ""
    before = len(survey.left_out_before() & set(left_out))
    said = f"{count(len(left_out), 'conversation')} left out"
    return f"{said}, {before:,} of them already in an earlier import" if before else said


def total_new(reports: Collection[SourceReport]) -> tuple[int, int]:
    """New conversations and new messages of all sources."""
    return (
        sum(report.conversations.stored for report in reports),
        sum(report.messages.stored for report in reports),
    )


def listed_words(one: Listed) -> str:
    """A conversation's day and size."""
    parts = [
        day(one.first) or "no date",
        count(one.new_messages if one.is_new else one.messages, "message"),
        f"{one.own.words:,} own words",
    ]
    if not one.is_new:
        parts.append(f"known, {one.new_messages:,} new messages" if one.new_messages else "known")
    return " · ".join(parts)


def import_lines(done: ImportDone) -> list[str]:
    """What an import came to, in sentences."""
    lines = []
    for source in done.sources:
        conversations, messages = source.conversations, source.messages
        lines.append(
            f"{source.path} ({source.format}): {count(conversations.read, 'conversation')}, of "
            f"which {conversations.stored:,} new, {conversations.known:,} known and "
            f"{conversations.skipped:,} skipped; {count(messages.read, 'message')}, of which "
            f"{messages.stored:,} new, {messages.known:,} known and {messages.skipped:,} skipped; "
            f"your own words are in {count(source.own_words_messages, 'message')}."
        )
        if source.skipped:
            lines.append(f"Skipped: {reason_words(source.skipped)}.")
    lines.extend(map(failed_words, done.failed))
    if done.cancelled:
        lines.append("Stopped. What was read by then is stored; import again to go on.")
    return lines
