"""What a line of a vendor's memory is: a heading, an entry of a list, or running text."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

SECTIONS = ("instructions", "identity", "career", "projects", "preferences")
"""The headings of the text by which memories move from one vendor to another."""

INSTRUCTIONS = SECTIONS[0]
"""The section of rules for answering, which say nothing about the person."""

LONGEST_HEADING = 80
"""Code points of a line that may be a heading."""

_MARKED_HEADING = re.compile(
    r"\s*(?:#{1,6}\s+(?P<hash>.*?)[#\s]*|(?:\*\*|__)(?P<bold>[^*]+?)(?:\*\*|__):?)\s*\Z"
)
_PLAIN_HEADING = re.compile(r"\s*(?P<plain>[^\W\d_][^.!?;:\[\]]*):\s*\Z")
_BULLET = re.compile(r"\s*(?:[-*+•‣◦–—]|\d{1,4}[.)])(?:\s+|(?=\[))")
_DATE = re.compile(r"\s*\[(\d{4}-\d\d-\d\d)\]")
_LABEL = re.compile(r"\s*\[[^\W\d_][\w -]{0,23}\]")
_JOINT = re.compile(r"\s*[.:–—-]?\s*")
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Entry:
    """Where the words of a line begin, whether it is an entry of a list, and its date.

    `numbered` and `dated` tell of its marks; `noted_at` is in seconds since 1970 UTC, None for a
    line without a date or with one that is none.
    """

    begins: int
    listed: bool
    numbered: bool
    dated: bool
    noted_at: float | None


def heading_of(line: str) -> str | None:
    """The words of a heading, "" for a rule or a heading without words; None for any other line."""
    bare = line.strip()
    if bare and not _LETTER.search(bare) and not any(letter.isdigit() for letter in bare):
        return ""
    if not bare or len(bare) > LONGEST_HEADING:
        return None
    if bare.rstrip(":").casefold() in SECTIONS:
        return bare.rstrip(":")
    if found := _MARKED_HEADING.match(line):
        return (found["hash"] or found["bold"] or "").strip().rstrip(":")
    if _BULLET.match(line):
        return None
    found = _PLAIN_HEADING.match(line)
    return found["plain"].strip() if found else None


def entry_of(line: str) -> Entry:
    """Read the marks at the beginning of a line: a bullet or number, a date, a label."""
    at = 0
    numbered = dated = False
    noted_at = None
    bullet = _BULLET.match(line)
    if bullet:
        at = bullet.end()
        numbered = any(letter.isdigit() for letter in bullet.group())
    marked = False
    if date := _DATE.match(line, at):
        at, marked, dated = date.end(), True, True
        noted_at = _seconds(date[1])
    if label := _LABEL.match(line, at):
        at, marked = label.end(), True
    joint = _JOINT.match(line, at) if marked else None
    at = joint.end() if joint else at + len(line[at:]) - len(line[at:].lstrip())
    return Entry(at, bullet is not None or marked, numbered, dated, noted_at)


def has_words(text: str) -> bool:
    """Whether a text holds a letter of any script."""
    return any(letter.isalpha() for letter in text)  # a fraction is no letter, though \w has it


def _seconds(day: str) -> float | None:
    try:
        seconds = datetime.strptime(day, "%Y-%m-%d").replace(tzinfo=UTC).timestamp()
    except ValueError:
        return None
    return seconds if seconds > 0 else None
