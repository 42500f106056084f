"""Is the quote really there? An exact span of own words, or quarantine.

*Quote found* says nothing on whether the statement follows from it: that is the person's to say.
"""

from rapidfuzz import fuzz

from selfaudit.core.extraction.recipe import Recipe
from selfaudit.core.extraction.text import (
    Comparable,
    comparable,
    content_words,
    speaks_of_self,
)
from selfaudit.core.extraction.windows import Piece, Window
from selfaudit.core.models.attribute import Candidate, Draft, QuarantineReason, Span
from selfaudit.core.models.run import Profile

CLOSE_ENOUGH = 92.0
"""Similarity (0 to 100, rapidfuzz's partial ratio) from which a miscopied quote is taken for the
words that it stands for; the stored quote is always the person's own words at that place."""

SHORTEST_QUOTE = 4
"""Letters below which a quote shows nothing ("hi")."""

SHARED_CONTENT = 0.5
"""Share of a flat statement's content words that must stand in its quote."""

SHARED_WITH_MESSAGE = 1 / 3
"""Share of a taught model's statement's content words that must stand in the message or in what it
answers. Low, as it may say in other words what was meant ("my mom's a nurse": "The user's mother is
a nurse."), and as the verifier is asked besides: this holds back what is made up whole."""

SAME_WORD = 80.0
"""Similarity (0 to 100, rapidfuzz's ratio) from which a word of a message stands for one of a
statement: people mistype what a model writes rightly."""


def ground(draft: Draft, window: Window, recipe: Recipe) -> Candidate:
    """Turn a draft into a candidate: with the span of its quote, or with why it is quarantined."""
    # Of a short answer to a question a single letter may be the whole quote ("3").
    shortest = 1 if window.before else SHORTEST_QUOTE
    span = find_quote(draft.quote or "", window, shortest)
    if span is None:
        repeated = draft.statement in recipe.examples
        reason = QuarantineReason.QUOTE_NOT_FOUND
        return Candidate(draft, None, QuarantineReason.REPEATS_EXAMPLE if repeated else reason)
    if recipe.profile is Profile.FLAT:
        quote = quoted(span, window)
        if not speaks_of_self(quote):
            return Candidate(draft, None, QuarantineReason.QUOTE_NOT_OF_SELF)
        if not _shares_content(draft.statement, quote):
            return Candidate(draft, None, QuarantineReason.UNRELATED_TO_QUOTE)
    if recipe.profile is Profile.TAUGHT and not _is_of_message(draft.statement, window):
        return Candidate(draft, None, QuarantineReason.UNRELATED_TO_MESSAGE)
    return Candidate(draft, span, None)


def find_quote(quote: str, window: Window, shortest: int = SHORTEST_QUOTE) -> Span | None:
    """Where the window's own words hold a quote, ends widened to whole words; None if nowhere.

    A quote of fewer than `shortest` letters and digits is found nowhere.
    """
    wanted = comparable(quote.strip(" \t\n\"'“”‘’.,;:")).text
    if sum(character.isalnum() for character in wanted) < shortest:
        return None
    pieces = [(piece, comparable(piece.text)) for piece in window.pieces]
    for piece, text in pieces:
        at = text.text.find(wanted)
        if at >= 0:
            return _span(piece, text, at, at + len(wanted))
    for piece, text in pieces:
        if len(text.text) < len(wanted):
            continue
        aligned = fuzz.partial_ratio_alignment(wanted, text.text, score_cutoff=CLOSE_ENOUGH)
        if aligned is not None and aligned.dest_end > aligned.dest_start:
            return _span(piece, text, aligned.dest_start, aligned.dest_end)
    return None


def _span(piece: Piece, text: Comparable, start: int, end: int) -> Span:
    while start > 0 and text.text[start - 1].isalnum() and text.text[start].isalnum():
        start -= 1
    while end < len(text.text) and text.text[end].isalnum() and text.text[end - 1].isalnum():
        end += 1
    while text.text[start] == " ":
        start += 1
    while text.text[end - 1] == " ":
        end -= 1
    return Span(piece.message, piece.start + text.starts[start], piece.start + text.ends[end - 1])


def quoted(span: Span, window: Window) -> str:
    """The window's own words at a span."""
    for piece in window.pieces:
        start = span.start - piece.start
        if piece.message == span.message and 0 <= start < len(piece.text):
            return piece.text[start : span.end - piece.start]
    return ""


def _shares_content(statement: str, quote: str) -> bool:
    content = set(content_words(statement))
    if not content:
        return False
    return len(content & set(content_words(quote))) / len(content) >= SHARED_CONTENT


def _is_of_message(statement: str, window: Window) -> bool:
    content = set(content_words(statement))
    if not content:
        return False
    there = set(content_words(f"{window.before} {window.text}"))
    missing = content - there
    typed = sum(
        any(fuzz.ratio(word, one, score_cutoff=SAME_WORD) for one in there) for word in missing
    )
    return (len(content) - len(missing) + typed) / len(content) >= SHARED_WITH_MESSAGE
