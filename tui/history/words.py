"""Words and days of the screens that show the chats."""

import re
from datetime import datetime, timedelta, tzinfo

from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.judgment import Question
from selfaudit.core.review.wordings import ASKED
from selfaudit.core.store.browsing import Finding
from selfaudit.core.store.searching import Order, Search
from selfaudit.tui.words import count, day

FORMATS = {
    "chatgpt": "ChatGPT",
    "claude": "Claude",
    "gemini": "Gemini",
    "aistudio": "AI Studio",
    "copilot": "Copilot",
}
"""What the formats of exports are called; another one is called by its own name."""

_DATE = re.compile(r"(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?")


def verdict_words(verdict: str | None) -> str:
    """A verdict as the person gave it."""
    if verdict is None:
        return "not judged yet"
    for choice in ASKED[Question.TRUE].choices:
        if choice.answer == verdict:
            return f"you said: {choice.words}"
    return f"you said: {verdict}"


def days_of(text: str, zone: tzinfo | None = None) -> tuple[float, float]:
    """A year, month, day, or two of them, as seconds since 1970: from the first to after the last.

    They are days of the person's own time zone. Raises SelfauditError for anything else.
    """
    found = _DATE.findall(text)
    rest = _DATE.sub("", text).replace("to", "").replace("–", "").strip(" -,.")
    try:
        if rest or not 1 <= len(found) <= 2:
            raise ValueError
        start, first_end = _span(found[0])
        last_start, end = _span(found[-1])
        if last_start < start:
            raise ValueError
        _ = first_end
        return start.astimezone(zone).timestamp(), end.astimezone(zone).timestamp()
    except (ValueError, OverflowError, OSError) as error:
        raise SelfauditError(
            "These are no days that can be understood.",
            title="Which days?",
            hint="Write a year, a month or a day, or two of them: 2024, 2024-03, 2024-03-05, "
            "2024-03 2024-05.",
        ) from error


def _span(parts: tuple[str, str, str]) -> tuple[datetime, datetime]:
    year, month, date = (int(part) if part else 0 for part in parts)
    start = datetime(year, month or 1, date or 1)
    if date:
        return start, start + timedelta(days=1)
    if month:
        return start, datetime(year + month // 12, month % 12 + 1, 1)
    return start, datetime(year + 1, 1, 1)


def days_words(start: float | None, end: float | None) -> str:
    """A stretch of time by its first and its last day."""
    if start is None or end is None:
        return ""
    first, last = day(start), day(end - 1)
    return first if first == last else f"{first} to {last}"


def search_words(search: Search) -> list[str]:
    """What is looked for, in words."""
    parts = []
    if search.words.strip():
        parts.append(f"“{' '.join(search.words.split())}”")
    if search.source is not None:
        parts.append(f"import {search.source}")
    if search.start is not None:
        parts.append(days_words(search.start, search.end))
    if search.own:
        parts.append("your own words")
    if search.with_attributes:
        parts.append("with attributes")
    return parts


def found_words(finding: Finding, search: Search, order: Order) -> str:
    """How much was found, and in which order it stands."""
    number = len(finding.conversations)
    said = count(number, "conversation")
    if search.query:
        said += f", {count(sum(one.hits for one in finding.conversations), 'message')} with it"
    if finding.is_cut:
        return said + ", among the texts stored last; more words find less"
    return said + (", best first" if order is Order.BEST and search.query else ", newest first")
