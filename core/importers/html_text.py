"""HTML to plain text: what a browser would show, without its marks.

The standard library's parser needs time quadratic in the length of tags and comments that are not
closed. It is fed only what was made sure of: whole tags with whole attributes.
"""

import re
from html.parser import HTMLParser

from selfaudit.core.importers.json_access import clean_text

_BLANK_LINE = frozenset(
    ("p", "h1", "h2", "h3", "h4", "h5", "h6", "blockquote", "pre", "table", "hr", "figure")
)
_NEW_LINE = frozenset(("div", "ul", "ol", "tr", "section", "article", "dt", "dd"))
_SILENT = frozenset(("script", "style", "template", "title"))
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
_INDENT = "  "
_OPENING = re.compile(r"<(?:![^<>]*+>|(/?[a-zA-Z][a-zA-Z0-9]*+)([^<>]*+)>|)")
"""A comment, a tag with its attributes, or a bare "<"."""
_ATTRIBUTES = re.compile(
    r"""(?:\s++[^\s=<>"']++(?:\s*+=\s*+(?:"[^"]*+"|'[^']*+'|[^\s"'>]++))?+)*+\s*+/?"""
)

Attributes = list[tuple[str, str | None]]


class TextParser(HTMLParser):
    """Collects the text of the HTML that it is fed; `take` returns what has come together.

    Paragraphs are set apart by a blank line, items of lists have a mark, the cells of a table's
    row stand in one line. Spaces are collapsed, unless inside `pre` or while `verbatim` is set.
    """

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.verbatim = False
        self._parts: list[str] = []
        self._breaks = 0  # newlines that are due before the next text
        self._marked = False  # whether the text ends with the mark of an item
        self._lists: list[int] = []  # for each open list its last number, -1 if it has none
        self._pre = 0
        self._silent = 0
        self._cells = 0

    def read(self, html: str) -> None:
        """Go through a whole piece of HTML; damaged HTML costs its marks, never an error."""
        self.feed(_OPENING.sub(_whole, html))
        self.close()

    def take(self) -> str:
        """The text since the last `take`, without space around it."""
        text = clean_text("".join(self._parts)).strip()
        self._parts.clear()
        self._breaks = 0
        self._marked = False
        return text

    def handle_starttag(self, tag: str, attrs: Attributes) -> None:
        """A tag that opens."""
        if tag in _SILENT:
            self._silent += 1
        elif tag == "br":
            self._breaks += 1
        elif tag == "li":
            self._item()
        elif tag in ("td", "th"):
            if self._cells:
                self._put(" | ")
            self._cells += 1
        else:
            self._block(tag)
            if tag in ("ul", "ol"):
                self._lists.append(0 if tag == "ol" else -1)
            self._pre += tag == "pre"

    def handle_endtag(self, tag: str) -> None:
        """A tag that closes, whether it was opened or not."""
        if tag in _SILENT:
            self._silent = max(0, self._silent - 1)
            return
        if tag in ("ul", "ol") and self._lists:
            self._lists.pop()
        if tag == "pre":
            self._pre = max(0, self._pre - 1)
        self._block(tag)

    def handle_data(self, data: str) -> None:
        """Text between tags."""
        if self._silent:
            return
        if self._pre or self.verbatim:
            self._put(data)
            return
        text = _SPACE.sub(" ", data)
        if self._breaks or self._marked or not self._parts or self._parts[-1].endswith(" "):
            text = text.removeprefix(" ")
        self._put(text)

    def set_cdata_mode(self, elem: str, *, escapable: bool = False) -> None:
        """Go on as before: what is in a script is passed over by its tags, closed or not."""

    def _block(self, tag: str) -> None:
        if tag == "tr":
            self._cells = 0
        due = 2 if tag in _BLANK_LINE else 1 if tag in _NEW_LINE else 0
        if not self._marked:
            self._breaks = max(self._breaks, due)

    def _item(self) -> None:
        self._breaks = max(self._breaks, 1)
        mark = "- "
        if self._lists and self._lists[-1] >= 0:
            self._lists[-1] += 1
            mark = f"{self._lists[-1]}. "
        self._put(_INDENT * min(8, len(self._lists) - 1) + mark)
        self._marked = True

    def _put(self, text: str) -> None:
        if not text:
            return
        if self._breaks and self._parts:
            self._parts.append("\n" * min(2, self._breaks))
        self._breaks = 0
        self._marked = False
        self._parts.append(text)


def plain_text(html: str) -> str:
    """The text of a piece of HTML; damaged HTML gives what can be made out, and never an error."""
    parser = TextParser()
    parser.read(html)
    return parser.take()


def _whole(found: re.Match[str]) -> str:
    if found[1] is None:
        return "" if found[0] != "<" else "&lt;"
    attributes = found[2] if _ATTRIBUTES.fullmatch(found[2]) else ""
    return f"<{found[1]}{attributes}>"
