"""Words before a number or a word that say what it is."""

import re
from collections.abc import Iterator

REACH = 40
"""Code points before a thing in which a word that names it is looked for."""


def cue(words: str) -> re.Pattern[str]:
    """A pattern for any of these alternatives as whole words, whatever their case."""
    return re.compile(rf"(?<![^\W_])(?:{words})(?![^\W\d_])", re.IGNORECASE)


def is_named(text: str, start: int, naming: re.Pattern[str], reach: int = REACH) -> bool:
    """Whether a naming word stands before a place, in the same line and within reach."""
    before = text[max(0, start - reach) : start]
    return naming.search(before, before.rfind("\n") + 1) is not None


def small(text: str) -> str:
    """A text in small letters, code point for code point."""
    lowered = text.lower()
    if len(lowered) == len(text):
        return lowered
    letters = (character.lower() for character in text)
    return "".join(now if len(now) == 1 else was for was, now in zip(text, letters, strict=True))


def begins(text: str, start: int) -> bool:
    """Whether no letter, digit or joining sign goes right before a place."""
    return start == 0 or not (text[start - 1].isalnum() or text[start - 1] == "_")


def ends(text: str, end: int) -> bool:
    """Whether no letter or digit goes on right after a place."""
    return end >= len(text) or not (text[end].isalnum() or text[end] == "_")


def back(text: str, end: int, allowed: frozenset[str], most: int) -> int:
    """Where the run of letters, digits and allowed signs before a place begins."""
    start = end
    least = max(0, end - most)
    while start > least and (text[start - 1].isalnum() or text[start - 1] in allowed):
        start -= 1
    return start


_MANY_DIGITS = re.compile(r"\d(?:[^\d\n]{0,4}\d){5,}")
_PAD = 24
"""Code points around digits that may belong to the same number: its letters, a + or a bracket."""


def zones(text: str) -> Iterator[tuple[int, int]]:
    """Stretches of a text that have at least six digits close together, ends at word ends.

    Everything else can be passed over when looking for numbers.
    """
    begun, reached = 0, -1
    for match in _MANY_DIGITS.finditer(text):
        start, end = max(0, match.start() - _PAD), min(len(text), match.end() + _PAD)
        while end < len(text) and text[end].isalnum():
            end += 1
        if start > reached >= 0:
            yield begun, reached
        if start > reached:
            begun = start
        reached = max(end, reached)
    if reached >= 0:
        yield begun, reached
