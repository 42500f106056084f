"""A page of a conversation as one drawable text, with labels that say whose words are whose."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content

from selfaudit.core.models.history import OWN_WORDS, Origin, Role
from selfaudit.core.store.history import StoredMessage
from selfaudit.tui.drawable import drawable
from selfaudit.tui.excerpt import Excerpt, excerpt
from selfaudit.tui.styled import content
from selfaudit.tui.themes import QUOTE_STYLE
from selfaudit.tui.words import SEGMENTS, day, origin_of

PAGE_MESSAGES = 16
"""Messages that are shown at once."""

LONGEST_PART = 4_000
"""Code points of one stretch of words that are shown at once."""


_QUOTE_HERE = "  ◀ the quote is here"
_THIS_MESSAGE = "  ◀ this message"


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of a message with one origin; None where no segment says."""

    origin: Origin | None
    start: int
    end: int


def page_around(position: int, messages: int) -> range:
    """The page of a conversation on which a message stands a third down."""
    first = max(0, min(position - PAGE_MESSAGES // 3, messages - PAGE_MESSAGES))
    return range(first, min(messages, first + PAGE_MESSAGES))


def transcript(
    messages: Sequence[StoredMessage], quoted: str, start: int, end: int
) -> tuple[Content, int]:
    """Messages as Content, and the offset in it at which the quote begins (-1: not here).

    An empty quote is of the whole message, which is marked where it begins.
    """
    blocks: list[Content] = []
    length, quote_at = 0, -1
    for message in messages:
        is_quoted = message.id == quoted
        for part in parts_of(message):
            span = (max(start, part.start), min(end, part.end)) if is_quoted else (0, 0)
            holds_quote = span[0] < span[1]
            begins = is_quoted and start >= end and quote_at < 0
            mark = _QUOTE_HERE if holds_quote else _THIS_MESSAGE if begins else ""
            heading = _heading(message, part, mark)
            piece = _piece(message.text, part, span if holds_quote else None)
            spans = [(piece.start, piece.end, QUOTE_STYLE)] if holds_quote else []
            block = heading + "\n" + content(piece.text, spans) + "\n\n"
            if mark and quote_at < 0:
                quote_at = length + len(heading.plain) + 1 + piece.start
            length += len(block.plain)
            blocks.append(block)
    return Content("").join(blocks), quote_at


def parts_of(message: StoredMessage) -> list[Part]:
    """The segments of a message, neighbours of one origin together."""
    parts: list[Part] = []
    for segment in message.segments:
        if not message.text[segment.start : segment.end].strip():
            continue
        if parts and parts[-1].origin is segment.origin:
            parts[-1] = Part(segment.origin, parts[-1].start, segment.end)
        else:
            parts.append(Part(segment.origin, segment.start, segment.end))
    return parts or [Part(None, 0, len(message.text))]


def _heading(message: StoredMessage, part: Part, mark: str) -> Content:
    whose = SEGMENTS[part.origin] if part.origin is not None else origin_of(message)
    own = part.origin in OWN_WORDS and message.role is Role.USER
    when = day(message.created_at)
    return Content.assemble(
        ("● " if own else "○ ", "$primary" if own else "$foreground 65%"),
        (whose, "bold $primary" if own else "bold $foreground 65%"),
        (f"  {when}" if when else "", "$foreground 65%"),
        (mark, "bold $text-accent"),
    )


def _piece(text: str, part: Part, span: tuple[int, int] | None) -> Excerpt:
    words = text[part.start : part.end].rstrip("\n")
    if span is None:
        return excerpt(words.lstrip("\n"), 0, 0, LONGEST_PART)
    return excerpt(words, span[0] - part.start, span[1] - part.start, LONGEST_PART // 2)


def rows_before(text: Content, offset: int, width: int) -> int:
    """How many rows stand above a place in a text that is wrapped to a width."""
    return len(Content(drawable(text.plain[: offset + 1])).wrap(width)) - 1
