"""Names and places of the person's own list, wherever a text has them.

- A listed name is found as a whole word, with "'s" or a plain "s" after it, whatever its case and
  accents. Several words may be joined by spaces, dots, hyphens and underscores, or by nothing.
- A word that is also an ordinary one ("Will", "Rose"), and one of fewer than three letters, is
  found only as it is listed or all in capitals.
- Of a person's name in several words each word of three letters or more that is no ordinary word
  is found on its own too.
- In scripts that put no space between words a name is found inside others.
- One with a digit in it ("Route 66") is found as it is listed, with nothing added.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from selfaudit.core.export.redaction.finding import LISTED_RULES, Finding, Rule
from selfaudit.core.export.redaction.view import View
from selfaudit.core.export.redaction.words import is_ordinary

FEWEST_LETTERS = 3
"""Letters from which on a name is found whatever its case."""

_UNSPACED = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af"
    "\U00020000-\U0003ffff]"
)
# Vowel signs and the like, of Hebrew, Arabic and the scripts of India and Southeast Asia: they are
# parts of words and no letters.
_MARKS = (
    "[\u0300-\u036f\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0963"
    "\u0971-\u0dff\u0e31-\u0e3a\u0e47-\u0e4e\u0eb1-\u0ece\u102b-\u103e\u17b4-\u17d3]"
)
_LETTER = rf"(?:[^\W\d_]|{_MARKS})"
_TOKEN = re.compile(f"{_LETTER}+")
_ASCII_TOKEN = re.compile("[A-Za-z]+")
_TOKEN_WITH_DIGITS = re.compile(rf"(?:[^\W_]|{_MARKS})+")
_DIGIT = re.compile(r"\d")
_JOINED = r"[\s._'-]{0,3}"


@dataclass(frozen=True, slots=True)
class ListedName:
    """A name, a place or another word that is to be found, as the person wrote it."""

    text: str = field(repr=False)
    rule: Rule = Rule.NAME

    def __post_init__(self) -> None:
        if self.rule not in LISTED_RULES:
            raise ValueError("only names, places and words can be listed")


class _PlainLetters(dict[int, str]):
    """Each letter small and without its accents, where that is one character."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        parts = unicodedata.normalize("NFKD", character)
        plain = "".join(part for part in parts if not unicodedata.combining(part)).lower()
        self[code] = plain if len(plain) == 1 else character
        return self[code]


_LETTERS = _PlainLetters()


def plain_letters(text: str) -> str:
    """A text in small letters without accents, code point for code point."""
    return text.translate(_LETTERS)


@dataclass(frozen=True, slots=True)
class _Entry:
    """One form to be found: `pattern` on plain letters, from the start of its first word."""

    pattern: re.Pattern[str]
    normal: str
    rule: Rule
    exact: str | None
    length: int


class Names:
    """Finds what is listed."""

    def __init__(self, listed: Iterable[ListedName]) -> None:
        self._spaced: dict[str, list[_Entry]] = {}
        self._searched: list[_Entry] = []
        known: set[tuple[str, Rule]] = set()
        for name in sorted(listed, key=lambda one: (LISTED_RULES.index(one.rule), one.text)):
            for words in _forms(name):
                entry = _entry(words, name.rule)
                if (entry.normal, entry.rule) not in known:
                    known.add((entry.normal, entry.rule))
                    self._add(entry, words)
        for entries in (*self._spaced.values(), self._searched):
            entries.sort(key=lambda one: -one.length)

    def _add(self, entry: _Entry, words: Sequence[str]) -> None:
        if _is_searched_for(" ".join(words)):
            self._searched.append(entry)
            return
        # A first word may have its "s" on, and the words of a name may stand joined.
        for places in range(1, len(words) + 1):
            start = plain_letters("".join(words[:places]))
            for key in (start, start + "s"):
                self._spaced.setdefault(key, []).append(entry)

    def __call__(self, text: str) -> Iterator[Finding]:
        """Every listed name in a text, of those that begin at one place the longest."""
        if not (self._spaced or self._searched):
            return
        plain = plain_letters(text)
        if self._spaced:
            tokens = _ASCII_TOKEN if plain.isascii() else _TOKEN
            for token in tokens.finditer(plain):
                if entries := self._spaced.get(token[0]):
                    yield from _first(entries, text, plain, token.start())
        for entry in self._searched:
            for match in entry.pattern.finditer(plain):
                yield Finding(*match.span("name"), entry.rule, entry.normal)


def _first(entries: list[_Entry], text: str, plain: str, start: int) -> Iterator[Finding]:
    for entry in entries:
        match = entry.pattern.match(plain, start)
        if match is None:
            continue
        end = match.end("name")
        written = text[start:end]
        if (
            entry.exact is None
            or entry.exact == written
            or (written == entry.exact.upper() and written.isupper() and len(written) > 1)
        ):
            # A plain "s" that is no part of the name goes with it; "'s" stays.
            yield Finding(start, match.end(), entry.rule, entry.normal)
            return


def _is_searched_for(words: str) -> bool:
    """Whether a name cannot be looked up by its first word, as words are cut out of a text."""
    return bool(_UNSPACED.search(words) or _DIGIT.search(words))


def _forms(name: ListedName) -> Iterator[tuple[str, ...]]:
    text = View.of(name.text).text
    words = tuple((_TOKEN_WITH_DIGITS if _DIGIT.search(text) else _TOKEN).findall(text))
    if not _TOKEN.search(text):
        return
    yield words
    if name.rule is Rule.NAME and len(words) > 1:
        for word in words:
            if len(word) >= FEWEST_LETTERS and not is_ordinary(word):
                yield (word,)


def _entry(words: tuple[str, ...], rule: Rule) -> _Entry:
    plain = [plain_letters(word) for word in words]
    normal = " ".join(plain)
    joined = _JOINED.join(map(re.escape, plain))
    is_delicate = len(words) == 1 and (len(words[0]) < FEWEST_LETTERS or is_ordinary(words[0]))
    if _DIGIT.search(normal):
        whole = rf"(?<![^\W_])(?P<name>{joined})(?![^\W_])"
        return _Entry(re.compile(whole), normal, rule, None, len(normal))
    if _UNSPACED.search(normal):
        return _Entry(re.compile(f"(?P<name>{joined})"), normal, rule, None, len(normal))
    pattern = re.compile(rf"(?P<name>{joined})s?(?!{_LETTER})")
    return _Entry(pattern, normal, rule, words[0] if is_delicate else None, len(normal))
