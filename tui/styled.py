"""Text from outside as Textual draws it: made drawable, styled, and never parsed as markup."""

from collections.abc import Iterable

from textual.content import Content, Span
from textual.style import Style

from selfaudit.tui.drawable import drawable


def content(text: str, spans: Iterable[tuple[int, int, str | Style]] = ()) -> Content:
    """Text from outside as Content, styled by spans (start, end, style)."""
    return Content(drawable(text), spans=[Span(*span) for span in spans if span[0] < span[1]])
