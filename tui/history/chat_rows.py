"""A message as rows: whose words they are in the margin, and the attributes that rest on them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from textual.content import Content, Span

from selfaudit.core.models.history import OWN_WORDS, Role
from selfaudit.core.store.messages import StoredMessage
from selfaudit.core.store.support import Supported
from selfaudit.tui.drawable import drawable, one_line
from selfaudit.tui.history.words import verdict_words
from selfaudit.tui.themes import QUOTE_STYLE
from selfaudit.tui.transcript import Part, parts_of
from selfaudit.tui.words import SEGMENTS, day, origin_of

LONGEST = 12_000
"""Code points of a message that are shown; the rest is counted."""

WIDE = 104
"""Cells from which on attributes stand beside their message, not below it."""

SIDE = 36
"""Cells of the column beside the messages."""

MUTED = "$foreground 65%"
HIT = "bold reverse"
"""How found words stand out."""

_OWN_MARGIN, _OTHER_MARGIN = Content.styled("┃ ", "bold $primary"), Content.styled("┊ ", MUTED)


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it shows, of which message it is, which attribute can be opened there.

    `is_hit` where found words or the quote that was come for begin.
    """

    shown: Content
    message: str
    attribute: int | None = None
    is_hit: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """A message with what is known of it: attributes, found words, the quote that was come for."""

    message: StoredMessage
    supported: Sequence[Supported] = ()
    places: Sequence[tuple[int, int]] = ()
    quote: tuple[int, int] | None = None


def message_rows(told: Told, width: int, chosen: int | None = None) -> list[Row]:
    """The rows of a message at a width, an attribute of it being chosen."""
    wide = width >= WIDE and bool(told.supported)
    inner = width - (SIDE + 2 if width >= WIDE else 0)
    left = list(_text_rows(told, inner))
    right = list(_attribute_rows(told.supported, SIDE if wide else width - 4, chosen))
    id = told.message.id
    if not wide:
        beneath = [Row(Content("    ") + shown, id, attribute) for shown, attribute in right]
        return [*left, *beneath, Row(Content(), id)]
    rows = []
    for place in range(max(len(left), len(right) + 1)):
        row = left[place] if place < len(left) else Row(Content(), id)
        if 1 <= place <= len(right):
            shown, attribute = right[place - 1]
            padding = " " * max(0, inner + 2 - row.shown.cell_length)
            row = Row(row.shown + padding + shown, id, attribute, row.is_hit)
        rows.append(row)
    return [*rows, Row(Content(), id)]


def _text_rows(told: Told, width: int) -> Iterable[Row]:
    message = told.message
    first, last = _shown(told)
    begins = sorted(
        [*(place[0] for place in told.places), *([told.quote[0]] if told.quote else [])]
    )
    for part in parts_of(message):
        start, end = max(part.start, first), min(part.end, last)
        if start >= end:
            continue
        own = part.origin in OWN_WORDS and message.role is Role.USER
        margin = _OWN_MARGIN if own else _OTHER_MARGIN
        yield Row(_heading(message, part, own), message.id)
        if start > part.start:
            yield _left_out(start - part.start, "before", message.id)
        for row, at, to in _wrapped(told, start, end, max(8, width - 2)):
            hit = any(at <= place < to for place in begins)
            yield Row(margin + row, message.id, None, hit)
        if end < part.end:
            yield _left_out(part.end - end, "after", message.id)


def _shown(told: Told) -> tuple[int, int]:
    """The stretch of a long message that is shown: its beginning, or around what was found."""
    length = len(told.message.text)
    if length <= LONGEST:
        return 0, length
    at = told.quote[0] if told.quote else told.places[0][0] if told.places else 0
    first = max(0, min(at - LONGEST // 3, length - LONGEST))
    return first, first + LONGEST


def _left_out(number: int, where: str, message: str) -> Row:
    said = f"… {number:,} characters {where} (all: selfaudit messages show {message[:10]})"
    return Row(Content.styled(f"  {said}", MUTED), message)


def _wrapped(told: Told, start: int, end: int, width: int) -> Iterable[tuple[Content, int, int]]:
    """The rows of a stretch of the text, each with the offsets that it is from and to."""
    words = drawable(told.message.text[start:end].rstrip("\n"))
    styles: list[tuple[int, int, str]] = [
        (one.start, one.end, "underline") for one in told.supported
    ]
    styles += [(*place, HIT) for place in told.places]
    if told.quote is not None:
        styles.append((*told.quote, QUOTE_STYLE))
    at = start
    for line in words.split("\n"):
        spans = [
            (max(0, first - at), min(len(line), last - at), style)
            for first, last, style in styles
            if first < at + len(line) and last > at
        ]
        drawn = Content(line, spans=[Span(*span) for span in spans])
        row_at = 0
        for row in drawn.wrap(width):
            # Spaces at which a row was broken are in neither of its neighbours.
            found = drawn.plain.find(row.plain.strip(), row_at)
            begins = row_at
            row_at = (found if found >= 0 else row_at) + len(row.plain.strip())
            yield row, at + begins, at + row_at + 1
        at += len(line) + 1


def _heading(message: StoredMessage, part: Part, own: bool) -> Content:
    whose = SEGMENTS[part.origin] if part.origin is not None else origin_of(message)
    when = day(message.created_at)
    return Content.assemble(
        ("● " if own else "○ ", "$primary" if own else MUTED),
        (whose, "bold $primary" if own else f"bold {MUTED}"),
        (f"  {when}" if when else "", MUTED),
    )


def _attribute_rows(
    supported: Sequence[Supported], width: int, chosen: int | None
) -> Iterable[tuple[Content, int]]:
    for one in supported:
        here = one.attribute == chosen
        sign = "▸◆ " if here else " ◆ "
        said = one_line(one.statement, 300) or "(erased)"
        first, *others = Content(said).wrap(max(8, width - 3))
        style = "bold reverse" if here else "bold"
        yield Content.assemble((sign, "bold $primary"), first.stylize(style)), one.attribute
        for other in others:
            yield Content("   ") + other.stylize(style), one.attribute
        yield Content.styled(f"   {verdict_words(one.verdict)}", MUTED), one.attribute
