"""A text as the rules read it: without tricks of typography, and with the way back to it.

- Digits of every script, full-width letters and signs, typographic dashes, quotes and spaces
  become their plain forms.
- Characters that nobody sees (zero-width, bidi controls, soft hyphens, tags, NUL and other control
  characters) are passed over, so that they hide nothing that they stand inside.
- A letter and the accents that combine with it become one letter where Unicode has it.
- A pseudonym becomes one barrier, a character that no rule takes for anything. What is found
  in a text with pseudonyms is therefore what is found beside them, and never they themselves.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selfaudit.core.export.redaction.finding import Rule

BARRIER = "\uffff"
"""Stands for a pseudonym. Not a character, so no text needs it; where one has it, it is changed."""

DIGITS_OF_PSEUDONYM = 6
"""Base32 digits of a pseudonym: 30 bits."""

PSEUDONYM = re.compile(
    rf"\[(?:{'|'.join(rule.label for rule in Rule)})-[A-Z2-7]{{{DIGITS_OF_PSEUDONYM}}}\]"
)

_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f"
    "\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb"
    "\U000e0000-\U000e0fff]"
)
_COMBINING = re.compile("[\u0300-\u036f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a]")


class _Plain(dict[int, str]):
    """What one character becomes, worked out when it is first seen.

    It is always one character, and an ASCII one stays what it is: a text that is ASCII is its own
    view, and must read the same once the rest of it has been replaced.
    """

    def __missing__(self, code: int) -> str:
        self[code] = plain = self._plain(chr(code))
        return plain

    @staticmethod
    def _plain(character: str) -> str:
        if character in _SAME:
            return _SAME[character]
        if character.isdecimal():
            return str(unicodedata.decimal(character))
        composed = unicodedata.normalize("NFKC", character)
        return composed if len(composed) == 1 else character


_SAME = (
    dict.fromkeys("‘’ʼ‛′´", "'")
    | dict.fromkeys("“”„‟″«»", '"')
    | dict.fromkeys("‐‑‒–—―−⁃﹣－", "-")
    | {"⁄": "/", "∕": "/", "。": ".", "｡": ".", BARRIER: "\ufffd", "\u2028": "\n", "\u2029": "\n"}
)
_TABLE = _Plain()


@dataclass(frozen=True, slots=True)
class View:
    """A text made plain: `text[i]` stands for the source's `starts[i]` to `ends[i]`."""

    text: str
    starts: Sequence[int]
    ends: Sequence[int]

    @classmethod
    def of(cls, source: str) -> "View":
        """The view of a source text, its pseudonyms as barriers."""
        view = cls._made_plain(source)
        if "[" in view.text:
            view = view.masked([match.span() for match in PSEUDONYM.finditer(view.text)])
        return view

    @classmethod
    def _made_plain(cls, source: str) -> "View":
        has_unseen = _UNSEEN.search(source) is not None
        if source.isascii() and not has_unseen:
            return cls(source, range(len(source)), range(1, len(source) + 1))
        if not has_unseen and not _COMBINING.search(source):
            return cls(source.translate(_TABLE), range(len(source)), range(1, len(source) + 1))
        characters: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        for place, character in enumerate(source):
            if _UNSEEN.match(character):
                continue
            if characters and _COMBINING.match(character):
                composed = unicodedata.normalize("NFC", characters[-1] + character)
                if len(composed) == 1:
                    characters[-1], ends[-1] = composed, place + 1
                    continue
            characters.append(character)
            starts.append(place)
            ends.append(place + 1)
        return cls("".join(characters).translate(_TABLE), starts, ends)

    def masked(self, spans: Iterable[tuple[int, int]]) -> "View":
        """A view in which each of these spans, in its order and apart, is one barrier."""
        parts: list[str] = []
        starts: list[int] = []
        ends: list[int] = []
        done = 0
        for start, end in spans:
            parts += (self.text[done:start], BARRIER)
            starts += (*self.starts[done:start], self.starts[start])
            ends += (*self.ends[done:start], self.ends[end - 1])
            done = end
        if not done:
            return self
        parts.append(self.text[done:])
        starts += self.starts[done:]
        ends += self.ends[done:]
        return View("".join(parts), starts, ends)

    def source_span(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of this view, not empty, stands in the source."""
        return self.starts[start], self.ends[end - 1]
