"""An answer that a model wrote, in Markdown, as drawable lines. Nothing in it ever acts.

Headings, lists, quotes, bold, italic and code are drawn as what they are. Everything else, links,
pictures, tables and HTML too, stays the text that it is. Only signs are ever left out, no word.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field

from textual.content import Content, Span

from selfaudit.tui.drawable import drawable
from selfaudit.tui.lines import Line, beside

LONGEST_STYLED = 1_000
"""Code points of a line in which signs of bold, italic and code are looked for."""

_HEADING, _MUTED = "bold $primary", "$foreground 65%"
_CODE = "$text-accent on $panel"
_MARGIN_OF_CODE = "│ "
_TAB = "    "

Mark = tuple[int, int, str]
"""A place in the source, `end` exclusive, and the style that it is shown in."""

_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})([^`]*)$")
_TITLE = re.compile(r" {0,3}#{1,6}[ \t]+(?=\S)")
_BULLET = re.compile(r"[ \t]*([-*+])[ \t]+(?=\S)")
_NUMBER = re.compile(r"[ \t]*\d{1,9}[.)][ \t]+(?=\S)")
_QUOTE = re.compile(r"[ \t]*>[ \t]?")
_STYLED = re.compile(
    r"(?<!`)(?P<ticks>`{1,2})(?!`)(?P<code>.+?)(?<!`)(?P=ticks)(?!`)"
    r"|(?<!\*)\*\*(?=[^\s*])(?P<bold>.+?)(?<=[^\s*])\*\*(?!\*)"
    r"|(?<!\*)\*\*\*(?=[^\s*])(?P<both>[^*]+)(?<=\S)\*\*\*(?!\*)"
    r"|(?<![\w*])\*(?=[^\s*])(?P<italic>[^*]+)(?<=[^\s*])\*(?![\w*])"
)
_STYLES = {"code": _CODE, "bold": "bold", "both": "bold italic", "italic": "italic"}


def parse(text: str, marks: Sequence[Mark] = ()) -> list[Line]:
    """The lines of an answer; `marks` are places of the text that are shown in a style."""
    shown = drawable(text)
    lines: list[Line] = []
    fence = ""
    start = 0
    for line in shown.split("\n"):
        end = start + len(line)
        found = _FENCE.match(line)
        if found and not fence:
            fence = found[1]
            if found[2].strip():
                words = _Words(shown, marks).keep(start + found.start(2), end, _MUTED)
                lines.append(_code(words))
        elif found and found[1].startswith(fence) and not found[2].strip():
            fence = ""
        elif fence:
            lines.append(_code(_Words(shown, marks).keep(start, end, _CODE)))
        else:
            lines.append(_line(shown, marks, start, end))
        start = end + 1
    return lines


def _line(shown: str, marks: Sequence[Mark], start: int, end: int) -> Line:
    words = _Words(shown, marks)
    line = shown[start:end]
    if title := _TITLE.match(line):
        _styled(words, start + title.end(), end, _HEADING)
        return Line(words.content)
    first = _Words(shown, marks)
    at = start
    if bullet := _BULLET.match(line):
        first.keep(at, at + bullet.start(1)).put("•", "bold $primary")
        first.keep(at + bullet.end(1), at + bullet.end())
        at += bullet.end()
    elif prefix := _NUMBER.match(line) or _QUOTE.match(line):
        first.keep(at, at + prefix.end(), _MUTED)
        at += prefix.end()
    _styled(words, at, end, "")
    return beside(first.content, words.content)


def _code(words: "_Words") -> Line:
    margin = Content.styled(_MARGIN_OF_CODE, _MUTED)
    return Line(words.content, margin, margin)


def _styled(words: "_Words", start: int, end: int, style: str) -> None:
    """Keep a stretch, and show what stands between signs in their style without them."""
    at = start
    if end - start <= LONGEST_STYLED:
        for found in _STYLED.finditer(words.shown, start, end):
            kind = next(name for name in _STYLES if found[name] is not None)
            words.keep(at, found.start(), style)
            inner = f"{style} {_STYLES[kind]}".strip()
            if kind == "bold":
                _styled(words, *found.span(kind), inner)
            else:
                words.keep(*found.span(kind), inner)
            at = found.end()
    words.keep(at, end, style)


@dataclass
class _Words:
    """Puts a line together from stretches of the source, so that marks find their places."""

    shown: str
    marks: Sequence[Mark]
    text: str = ""
    spans: list[Span] = field(default_factory=list)
    over: list[Span] = field(default_factory=list)

    def keep(self, start: int, end: int, style: str = "") -> "_Words":
        """Take over a stretch of the source."""
        here = len(self.text)

        def place(offset: int) -> int:
            tabs = self.shown.count("\t", start, offset)
            return here + offset - start + tabs * (len(_TAB) - 1)

        for first, last, marked in self.marks:
            if first < end and last > start:
                span = Span(place(max(first, start)), place(min(last, end)), marked)
                self.over.append(span)
        return self.put(self.shown[start:end].replace("\t", _TAB), style)

    def put(self, text: str, style: str) -> "_Words":
        """Add words of the program's own."""
        if style and text:
            self.spans.append(Span(len(self.text), len(self.text) + len(text), style))
        self.text += text
        return self

    @property
    def content(self) -> Content:
        """The words so far, marks over everything else."""
        return Content(self.text, spans=[*self.spans, *self.over])
