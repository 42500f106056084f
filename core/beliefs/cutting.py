"""Cutting a vendor's memory into statements, so that no stretch of it is lost in silence.

A text is cut into parts that follow each other without a gap: statements, and the headings, marks,
blanks and left-out stretches between them, which can be counted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from selfaudit.core.beliefs.lines import INSTRUCTIONS, entry_of, has_words, heading_of

LONGEST_STATEMENT = 1_000
"""Code points of a statement. What is longer is no single statement: it is left out, counted."""

MOST_STATEMENTS = 2_000
"""Statements of one text. What comes after them is left out, counted."""


class PartKind(StrEnum):
    """What a stretch of a memory's text is."""

    STATEMENT = "statement"
    HEADING = "heading"
    MARK = "mark"
    """A bullet, a number, a date, a label: what stands before a statement."""
    BLANK = "blank"
    INSTRUCTION = "instruction"
    """A rule for answering, which says nothing about the person."""
    RUNNING = "running text"
    """What an assistant wrote around a list that it was asked for."""
    TOO_LONG = "too long"
    TOO_MANY = "too many"


LEFT_OUT = (PartKind.INSTRUCTION, PartKind.RUNNING, PartKind.TOO_LONG, PartKind.TOO_MANY)
"""Stretches with words that are not asked about."""


class Running(StrEnum):
    """What a line is that is neither a heading nor an entry of a list."""

    SENTENCES = "sentences"
    """Each of its sentences is a statement."""
    LINES = "lines"
    """It is one statement."""
    LEFT_OUT = "left out"
    """It is not of the memory."""


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a text, `end` exclusive, in code points.

    `heading` is the one that it stands under, "" for none; `noted_at` the date before it, in
    seconds since 1970 UTC. Both are of statements alone.
    """

    kind: PartKind
    start: int
    end: int
    heading: str = ""
    noted_at: float | None = None


def cut(text: str, start: int, end: int, running: Running) -> tuple[Part, ...]:
    """Cut `text[start:end]` into parts that cover it in order.

    Every entry of a list is a statement without its marks; `running` says what other lines are
    that are no headings.
    """
    parts: list[Part] = []
    heading, statements, at = "", 0, start
    for line in text[start:end].splitlines(keepends=True):
        found = heading_of(line)
        if not line.strip():
            parts.append(Part(PartKind.BLANK, at, at + len(line)))
        elif found is not None:
            heading = found or heading
            parts.append(Part(PartKind.HEADING, at, at + len(line)))
        else:
            for part in _line(line, at, heading, running):
                statements += part.kind is PartKind.STATEMENT
                beyond = part.kind is PartKind.STATEMENT and statements > MOST_STATEMENTS
                parts.append(Part(PartKind.TOO_MANY, part.start, part.end) if beyond else part)
        at += len(line)
    return tuple(parts)


def _line(line: str, at: int, heading: str, running: Running) -> Iterator[Part]:
    entry = entry_of(line)
    words = line[entry.begins :].rstrip()
    if entry.begins:
        kind = PartKind.MARK if line[: entry.begins].strip() else PartKind.BLANK
        yield Part(kind, at, at + entry.begins)
    end = entry.begins + len(words)
    is_cut = running is Running.SENTENCES and not entry.listed
    ends = _sentence_ends(words) if is_cut else [len(words)]
    is_outside = running is Running.LEFT_OUT and not entry.listed
    place = 0
    for stop in ends:
        stretch = words[place:stop]
        lead = len(stretch) - len(stretch.lstrip())
        first, last = entry.begins + place + lead, entry.begins + stop
        if lead:
            yield Part(PartKind.BLANK, at + first - lead, at + first)
        if last > first:
            kind = PartKind.RUNNING if is_outside else _kind(stretch.strip(), heading)
            noted_at = entry.noted_at if kind is PartKind.STATEMENT else None
            under = heading if kind is PartKind.STATEMENT else ""
            yield Part(kind, at + first, at + last, under, noted_at)
        place = stop
    if end < len(line):
        yield Part(PartKind.BLANK, at + end, at + len(line))


def _kind(words: str, heading: str) -> PartKind:
    if not has_words(words):
        return PartKind.MARK
    if heading.casefold() == INSTRUCTIONS:
        return PartKind.INSTRUCTION
    return PartKind.TOO_LONG if len(words) > LONGEST_STATEMENT else PartKind.STATEMENT


_END = re.compile(r"[.!?…]+[\"'”’)\]]*(?=\s)|[。！？]+[」』”’）]*")
_LAST_WORD = re.compile(r"[\w.]+\Z")
_SHORT = frozenset(
    "dr mr mrs ms prof st jr sr inc ltd co vs approx ca no nr e.g i.e etc cf z.b d.h u.a usw bzw "
    "p.ej sra srta av aprox".split()
)
"""Words that end with a full stop inside a sentence."""


def _sentence_ends(words: str) -> list[int]:
    """Where sentences end, the last at the end of the text. Shy: what is in doubt is no end."""
    ends = []
    for found in _END.finditer(words):
        rest = words[found.end() :].lstrip()
        if not rest or rest[0].islower():
            continue
        before = _LAST_WORD.search(words[max(0, found.start() - 20) : found.start()])
        last = before.group().casefold() if before else ""
        is_short = found.group().startswith(".") and (last in _SHORT or _is_initial(last))
        if not is_short:
            ends.append(found.end())
    if not ends or ends[-1] < len(words):
        ends.append(len(words))
    return ends


def _is_initial(word: str) -> bool:
    return len(word) == 1 and word.isalpha()
