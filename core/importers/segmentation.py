"""Cutting a message's text into segments by where its words came from.

Every rule here is a detector with a version: a changed rule gets a higher version, so that it
is known which rule assigned a stored origin. The rules for pasted text are conservative: what
they are not sure of stays typed.
"""

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from selfaudit.core.models.history import Origin, Segment

SEPARATOR = "\n\n"
"""Joins the pieces of one message; it belongs to the piece before it."""

JSON_MINIMUM = 80
"""Code points from which a block that parses as JSON counts as pasted."""

LOG_LINES = 3
"""Lines that look like a log or a traceback, within one block, that make it pasted."""

MAIL_HEADERS = 3
"""E-mail header lines in a row, with a sender among them, that begin a pasted e-mail."""

ARTICLE_MINIMUM = 1500
"""Code points of long English paragraphs without a first person that count as an article."""

ARTICLE_PARAGRAPH = 200
"""Code points from which a paragraph may be part of an article; a question is shorter."""


@dataclass(frozen=True, slots=True)
class Detector:
    """A rule that assigns an origin, and the version of the rule."""

    name: str
    version: int


EXPORT = Detector("export-structure", 1)


@dataclass(frozen=True, slots=True)
class Piece:
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
DEFAULT = Detector("typed-by-default", 1)
FENCE = Detector("code-fence", 1)
QUOTE = Detector("quote-lines", 1)
JSON_BLOCK = Detector("json-block", 1)
LOG = Detector("log-lines", 1)
MAIL = Detector("mail-headers", 1)
ARTICLE = Detector("english-article", 1)
TOO_LONG = Detector("longer-than-typed", 1)

MOST_TYPED = 4 << 20
"""Characters of one text that are cut into lines. Nobody types so much, and a line takes memory."""

_PASTED = frozenset({FENCE, JSON_BLOCK, LOG, MAIL, ARTICLE})

_FENCE_OPENS = re.compile(r" {0,3}(`{3,}(?=[^`\n]*$)|~{3,})")
_LOG_LINE = re.compile(
    r"\s*\[?\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\s*\[?\d\d:\d\d:\d\d\b|"
    r"\s*\[?(?:TRACE|DEBUG|INFO|WARN|WARNING|ERROR|FATAL|CRITICAL)\b[\]: ]|"
    r'Traceback \(most recent call last\)|\s+File ".*", line \d|\s+at [\w.$<>]+\(|'
    r"[A-Za-z_.]+(?:Error|Exception): "
)
_MAIL_HEADER = re.compile(r"(?:From|To|Cc|Bcc|Subject|Date|Sent|Reply-To|Message-ID): \S", re.I)
_FIRST_PERSON = re.compile(r"\b(?:[Ii]|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself|[Ww]e|us|[Oo]urs?)\b")


def compose(pieces: Iterable[Piece]) -> tuple[str, tuple[Segment, ...]]:
    """Join the pieces that are not blank to a message's text and cut it into segments.

    The segments are in order and cover the text without gap or overlap; a blank text has none.
    """
    texts: list[str] = []
    segments: list[Segment] = []
    length = 0
    kept = [piece for piece in pieces if piece.text.strip()]
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
    _mark_fences(lines, labels)
    for number, line in enumerate(lines):
        if labels[number] is DEFAULT and (line.startswith("> ") or line.rstrip() == ">"):
            labels[number] = QUOTE
    _mark_mail(lines, labels)
    for first, end in _blocks(lines, labels):
        _mark_json(lines, labels, first, end)
    for first, end in _blocks(lines, labels):
        _mark_log(lines, labels, first, end)
    _mark_articles(lines, labels)
    _spread_to_blank_lines(lines, labels)
    segments = []
    for line, label in zip(lines, labels, strict=True):
        segments.append(_segment(start, start + len(line), label, _origin(label)))
        start += len(line)
    return tuple(_merged(segments))


def _origin(label: Detector) -> Origin:
    if label in _PASTED:
        return Origin.PASTED
    return Origin.QUOTED if label is QUOTE else Origin.TYPED


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


def _blocks(lines: list[str], labels: list[Detector]) -> Iterator[tuple[int, int]]:
    """Runs of lines, as [first, end), that are not blank and that no rule has claimed."""
    first: int | None = None
    for number, line in enumerate(lines):
        free = labels[number] is DEFAULT and bool(line.strip())
        if free and first is None:
            first = number
        elif not free and first is not None:
            yield first, number
            first = None
    if first is not None:
        yield first, len(lines)


def _mark(labels: list[Detector], first: int, end: int, label: Detector) -> None:
    for number in range(first, end):
        if labels[number] is DEFAULT:
            labels[number] = label


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


def _mark_mail(lines: list[str], labels: list[Detector]) -> None:
    for first, end in _blocks(lines, labels):
        headers = 0
        while first + headers < end and _MAIL_HEADER.match(lines[first + headers]):
            headers += 1
        sender = any(lines[first + n].lower().startswith("from:") for n in range(headers))
        if headers >= MAIL_HEADERS and sender:
            _mark(labels, first, len(lines), MAIL)  # the body goes with its headers
            return


def _mark_json(lines: list[str], labels: list[Detector], first: int, end: int) -> None:
    opening = next((n for n in range(first, end) if lines[n].lstrip()[0] in "[{"), end)
    block = "".join(lines[opening:end]).strip()
    if len(block) < JSON_MINIMUM:
        return
    try:
        json.loads(block)
    except (ValueError, RecursionError):
        return
    _mark(labels, opening, end, JSON_BLOCK)


def _mark_log(lines: list[str], labels: list[Detector], first: int, end: int) -> None:
    hits = [number for number in range(first, end) if _LOG_LINE.match(lines[number])]
    if len(hits) >= LOG_LINES and 2 * len(hits) >= hits[-1] + 1 - hits[0]:
        _mark(labels, hits[0], hits[-1] + 1, LOG)


def _mark_articles(lines: list[str], labels: list[Detector]) -> None:
    run: list[tuple[int, int]] = []
    for first, end in [*_blocks(lines, labels), (len(lines), len(lines))]:
        text = "".join(lines[first:end])
        if len(text) >= ARTICLE_PARAGRAPH and not _FIRST_PERSON.search(text):
            run.append((first, end))
            continue
        if run:
            article = "".join(lines[run[0][0] : run[-1][1]])
            if len(article) >= ARTICLE_MINIMUM and article.lower().count(" the ") >= 5:
                _mark(labels, run[0][0], run[-1][1], ARTICLE)
        run = []


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
