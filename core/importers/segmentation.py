"""Cutting a message's text into segments by where its words came from.

Every rule here is a detector with a version: a changed rule gets a higher version, so that it
is known which rule assigned a stored origin. The rules for pasted text are conservative: what
they are not sure of stays typed. They are in `pasted`; here is the order in which they are asked.
"""

import re
from collections.abc import Callable, Iterable, Iterator

from msgspec import Struct

from selfaudit.core.importers.pasted.code import mark_code
from selfaudit.core.importers.pasted.data import (
    mark_json,
    mark_settings,
    mark_tables,
)
from selfaudit.core.importers.pasted.lines import DEFAULT, Detector
from selfaudit.core.importers.pasted.machine import mark_logs, mark_terminals
from selfaudit.core.importers.pasted.mail import QUOTE, mark_letters, mark_mail, mark_quotes
from selfaudit.core.importers.pasted.prose import (
    mark_articles,
    mark_legal,
    mark_recipes,
    mark_requested,
)
from selfaudit.core.importers.pasted.talk import mark_transcripts
from selfaudit.core.models.history import Origin, Segment

SEPARATOR = "\n\n"
"""Joins the pieces of one message; it belongs to the piece before it."""

EXPORT = Detector("export-structure", 1)


class Piece(Struct, frozen=True, gc=False):
    """A part of a message whose origin the export's own structure tells.

    `TYPED` means what the person sent as text: it is cut further. `detector` is the rule that told
    the origin of any other.
    """

    text: str
    origin: Origin
    detector: Detector = EXPORT


ABOUT_YOU = Detector("custom-instructions-about-you", 1)
"""What the person told a vendor about themselves, where the export keeps it apart."""
HOW_TO_ANSWER = Detector("custom-instructions-how-to-answer", 1)
FENCE = Detector("code-fence", 1)
TOO_LONG = Detector("longer-than-typed", 1)

MOST_TYPED = 4 << 20
"""Characters of one text that are cut into lines. Nobody types so much, and a line takes memory."""

_FENCE_OPENS = re.compile(r" {0,3}(`{3,}(?=[^`\n]*$)|~{3,})")


def compose(pieces: Iterable[Piece]) -> tuple[str, tuple[Segment, ...]]:
    """Join the pieces that are not blank to a message's text and cut it into segments.

    The segments are in order and cover the text without gap or overlap; a blank text has none.
    """
    texts: list[str] = []
    segments: list[Segment] = []
    length = 0
    kept = [piece for piece in pieces if not _is_blank(piece.text)]
    for number, piece in enumerate(kept, start=1):
        text = piece.text + (SEPARATOR if number < len(kept) else "")
        if piece.origin is Origin.TYPED:
            segments.extend(segment_typed(text, start=length))
        else:
            segments.append(_segment(length, length + len(text), piece.detector, piece.origin))
        texts.append(text)
        length += len(text)
    return "".join(texts), tuple(_merged(segments))


def segment_typed(text: str, start: int = 0) -> tuple[Segment, ...]:
    """Cut what a person sent as text into typed, quoted and pasted segments.

    Offsets are in code points and count from `start`. Whole lines have one origin; blank lines
    go with their neighbours. A text longer than `MOST_TYPED` is pasted as a whole.
    """
    if len(text) > MOST_TYPED:
        return (_segment(start, start + len(text), TOO_LONG, Origin.PASTED),)
    lines = text.splitlines(keepends=True)
    labels = [DEFAULT] * len(lines)
    if "```" in text or "~~~" in text:
        _mark_fences(lines, labels)
    for rule, needed, fewest in _RULES:
        if len(lines) >= fewest and needed.search(text):
            rule(lines, labels)
    if labels.count(DEFAULT) == len(labels):
        return (_segment(start, start + len(text), DEFAULT, Origin.TYPED),) if lines else ()
    _spread_to_blank_lines(lines, labels)
    segments = []
    for line, label in zip(lines, labels, strict=True):
        segments.append(_segment(start, start + len(line), label, _origin(label)))
        start += len(line)
    return tuple(_merged(segments))


def _is_blank(text: str) -> bool:
    return not text or text.isspace()


def _origin(label: Detector) -> Origin:
    if label is DEFAULT:
        return Origin.TYPED
    return Origin.QUOTED if label is QUOTE else Origin.PASTED


def _segment(start: int, end: int, detector: Detector, origin: Origin) -> Segment:
    return Segment(start, end, origin, detector.name, detector.version)


def _merged(segments: Iterable[Segment]) -> Iterator[Segment]:
    last: Segment | None = None
    for segment in segments:
        if last and (last.origin, last.detector) == (segment.origin, segment.detector):
            last = Segment(
                last.start, segment.end, last.origin, last.detector, last.detector_version
            )
            continue
        if last:
            yield last
        last = segment
    if last:
        yield last


def _mark_fences(lines: list[str], labels: list[Detector]) -> None:
    fence = ""
    for number, line in enumerate(lines):
        if fence:
            labels[number] = FENCE
            bare = line.strip()
            if bare.startswith(fence) and not bare.strip(fence[0]):
                fence = ""
        elif opens := _FENCE_OPENS.match(line.rstrip("\r\n")):
            fence = opens.group(1)
            labels[number] = FENCE


def _spread_to_blank_lines(lines: list[str], labels: list[Detector]) -> None:
    """Give blank lines the label before them, and leading ones the label behind them."""
    last: Detector | None = None
    for number, line in enumerate(lines):
        if line.strip():
            if last is None:
                labels[:number] = [labels[number]] * number
            last = labels[number]
        elif last is not None:
            labels[number] = last


def _any_of(characters: str) -> re.Pattern[str]:
    return re.compile(f"[{re.escape(characters)}]")


_RULES: tuple[tuple[Callable[[list[str], list[Detector]], None], re.Pattern[str], int], ...] = (
    (mark_quotes, _any_of(">"), 1),
    (mark_mail, _any_of(":"), 2),
    (mark_json, _any_of("{["), 1),
    (mark_terminals, _any_of("$>#%:"), 2),
    (mark_transcripts, _any_of(":"), 4),
    (mark_logs, _any_of(":[|=!"), 3),
    (mark_tables, _any_of("\t|;,"), 3),
    (mark_settings, _any_of(":]"), 3),
    (mark_code, _any_of("({[=;<\\:$"), 3),
    (mark_letters, _any_of(",!:"), 3),
    (mark_recipes, _any_of("\n"), 4),
    (mark_legal, _any_of(" "), 2),
    (mark_articles, _any_of(" "), 2),
    (mark_requested, _any_of(" "), 2),
)
"""Rules in their order, with characters of which a text must have one and the lines it needs.

What one rule has claimed, those behind it leave alone.
"""
