"""The text of an assistant's memory, as it gives it to a person who asks what it remembers.

Experimental: the shapes are those that the vendors describe; no real file of each was seen.
"""

from collections.abc import Iterator
from enum import StrEnum

from selfaudit.core.beliefs.lines import INSTRUCTIONS, SECTIONS, Entry, entry_of, heading_of
from selfaudit.core.errors import ExportError
from selfaudit.core.importers.assembling import Content, Item, assemble
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_access import clean_text
from selfaudit.core.importers.message_tree import linear_tree
from selfaudit.core.importers.pasted.lines import Detector
from selfaudit.core.importers.segmentation import Piece, compose
from selfaudit.core.importers.sources import Probe, sources
from selfaudit.core.models.history import Conversation, Origin, Role, Skipped

MEMORY_TEXT = "memory-text"
"""The format's name, under which what it holds is stored."""

MEMORY_TITLE = "What an assistant remembers"

LARGEST = 1 << 20
"""Bytes of a file that may be a memory's text."""

LEAST_ENTRIES = 2
"""Entries from which a text is a list."""

LISTED_SHARE = 0.7
"""The share of a text's lines that are entries, headings and blank lines left out."""

_DETECTOR = Detector("memory-text", 1)
_NAMES_MEMORY = (
    "memory",
    "memories",
    "remember",
    "about you",
    "erinner",
    "memoria",
    "mémoire",
    "souvien",
    "recuerd",
)


class Shape(StrEnum):
    """In which shape a memory is written down."""

    SECTIONS = "sections"
    """The five headings of the text by which memories move from one vendor to another."""
    NUMBERED = "numbered"
    """Numbered entries, each with its date in brackets."""
    BULLETS = "bullets"
    """A first line that speaks of memory, and a list under it."""


class MemoryTextImporter:
    """A text file in which an assistant wrote down what it remembers."""

    format = MEMORY_TEXT
    experimental = True

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether a file is such a text. Shy: an ordinary list or note is none."""
        return _probe(export, member).held

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield a conversation for each file, whose one message is the file's text.

        A file of the same name that is imported later takes the place of the earlier one.
        """
        for source in sources(export, lambda member: _probe(export, member)):
            if isinstance(source, Skipped):
                yield source
                continue
            text, segments = compose(
                [Piece(_text(export, source) or "", Origin.VENDOR_MEMORY, _DETECTOR)]
            )
            items = {"1": Item(1, "memory", Content(Role.SYSTEM, text, segments))}
            messages, skipped = assemble(items, linear_tree(items), source.name)
            yield Conversation(
                external_id=f"memory/{source.name}",
                title=MEMORY_TITLE,
                created_at=None,
                updated_at=None,
                messages=messages,
                skipped=skipped,
            )


def shape_of(text: str) -> Shape | None:
    """In which shape a text writes down a memory; None where it is none."""
    lines = [line for line in text.splitlines() if line.strip()]
    headings = [heading_of(line) for line in lines]
    entries = [
        entry_of(line) for line, heading in zip(lines, headings, strict=True) if heading is None
    ]
    listed = [entry for entry in entries if entry.listed]
    if len(listed) < LEAST_ENTRIES or len(listed) < LISTED_SHARE * len(entries):
        return None
    if _is_in_sections(headings, lines):
        return Shape.SECTIONS
    if _is_numbered(entries):
        return Shape.NUMBERED
    first = lines[0].casefold()
    speaks = any(name in first for name in _NAMES_MEMORY)
    if speaks and not entry_of(lines[0]).listed and "```" not in text:
        return Shape.BULLETS
    return None


def _is_in_sections(headings: list[str | None], lines: list[str]) -> bool:
    """Two of the five headings, in their order, with entries in brackets under them."""
    found = [name for one in headings if (name := (one or "").casefold()) in SECTIONS]
    marked = sum(
        line.lstrip(" \t-*•").startswith("[") and heading is None
        for line, heading in zip(lines, headings, strict=True)
    )
    in_order = found == sorted(set(found), key=SECTIONS.index)
    return len(found) >= 2 and set(found) != {INSTRUCTIONS} and in_order and marked >= LEAST_ENTRIES


def _is_numbered(entries: list[Entry]) -> bool:
    """Nearly all of it entries with number and date."""
    marked = sum(entry.numbered and entry.dated for entry in entries)
    return marked >= LEAST_ENTRIES and marked >= LISTED_SHARE * len(entries)


def _probe(export: ExportFiles, member: Member) -> Probe:
    text = _text(export, member)
    return Probe(held=text is not None and shape_of(text) is not None)


def _text(export: ExportFiles, member: Member) -> str | None:
    """A file's text; None for one that is too large, or no text in UTF-8."""
    if member.size > LARGEST:
        return None
    try:
        with export.open(member) as stream:
            data = stream.read(LARGEST + 1)
        text = data.decode("utf-8-sig")
    except (ExportError, UnicodeDecodeError):
        return None
    if len(data) > LARGEST or "\0" in text or text.lstrip()[:1] in ("{", "<"):
        return None
    return clean_text(text)
