"""A stretch of a long text around a quote, cut where words end."""

from dataclasses import dataclass

LONGEST_QUOTE = 1_500
"""Code points of a quote that are shown at once."""

_ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Excerpt:
    """A piece of a text; `text[start:end]` is the quote in it. Not yet drawable."""

    text: str
    start: int
    end: int


def excerpt(text: str, start: int, end: int, around: int) -> Excerpt:
    """The quote at `start` to `end` with about `around` code points on either side.

    What was left out is marked by an ellipsis. Offsets outside the text give an empty quote.
    """
    start = min(max(start, 0), len(text))
    end = min(max(end, start), len(text))
    quote = text[start:end]
    if len(quote) > LONGEST_QUOTE:
        half = LONGEST_QUOTE // 2
        quote = f"{quote[:half]} {_ELLIPSIS} {quote[-half:]}"
    before = text[max(0, start - around) : start]
    if start > around:
        before = f"{_ELLIPSIS} {_from_word(before)}"
    after = text[end : end + around]
    if len(text) - end > around:
        after = f"{_to_word(after)} {_ELLIPSIS}"
    return Excerpt(before + quote + after, len(before), len(before) + len(quote))


def _from_word(text: str) -> str:
    """The text from its first whole word on, where one begins soon."""
    space = next((i for i, character in enumerate(text[:40]) if character.isspace()), -1)
    return text[space + 1 :]


def _to_word(text: str) -> str:
    """The text up to its last whole word, where one ends late."""
    space = next((i for i, character in enumerate(reversed(text[-40:])) if character.isspace()), -1)
    return text[: len(text) - space - 1] if space >= 0 else text
