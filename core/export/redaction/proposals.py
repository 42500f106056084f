"""What the person may want on their list: names and places that their words seem to hold.

Proposed are names after "my name is" and the like, and words written with a capital inside a
sentence, in accepted statements and in the texts themselves. It is a start for the person's own
list and no more: a name that is only ever typed small, or only ever begins a sentence, is missed.
German writes every noun with a capital; there only what follows a word like "in" or "Frau" counts.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from selfaudit.core.export.redaction.finding import Rule, without_overlaps
from selfaudit.core.export.redaction.names import ListedName, Names, plain_letters
from selfaudit.core.export.redaction.view import View
from selfaudit.core.export.redaction.words import is_beside_names, is_common_capital, is_ordinary


class Source(StrEnum):
    """Where a proposal comes from; of several the first here."""

    STATEMENT = "statement"
    TEXT = "text"
    MODEL = "model"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A name, place or word for the list; `count` is how often the texts have it."""

    text: str = field(repr=False)
    rule: Rule
    count: int
    source: Source


_INTRODUCED = re.compile(
    r"(?<![^\W_])(?:name is|name's|named|call me|called|i am called|ich heiße|ich heisse|heißt"
    r"|namens|mein name ist|je m'appelle|s'appelle|me llamo|se llama|mi nombre es|mi chiamo"
    r"|si chiama|ik heet|heet|mijn naam is|me chamo|meu nome é|chama-se) "
    r"(?P<name>[^\W\d_][\w'-]{1,24})",
    re.IGNORECASE,
)
_CAPITAL = r"(?=[^\W\d_a-zß-ÿ])[^\W\d_]+(?:['-][^\W\d_]+)*"
_PARTICLE = r"(?:da|das|de|del|della|den|der|di|dos|du|el|la|le|van|von|al|bin|ter|zu)"
_START, _END = r"(?<![\w@#/.'-])", r"(?![\w(])"
_SEQUENCE = re.compile(rf"{_START}{_CAPITAL}(?:(?: {_PARTICLE}){{0,2}} {_CAPITAL}){{0,3}}{_END}")
_GERMAN_SEQUENCE = re.compile(rf"{_START}{_CAPITAL}(?: {_CAPITAL}){{0,3}}{_END}")
_CODE = re.compile(r"```.*?(?:```|\Z)|`[^`\n]*`", re.DOTALL)
_SENTENCE_END = frozenset(".!?:;\n\"'([-*>•…|")
_TITLES = ("Dr.", "Mr.", "Mrs.", "Ms.", "Prof.", "St.", "Hr.", "Fr.", "Sr.", "Sra.", "Dra.")
_WORD_BEFORE = re.compile(r"([^\W\d_]+)[ ]$")
_BEFORE_PLACES = frozenset(
    "in to from near at around visit visiting nach aus bei à en em naar uit da a para".split()
)
_BEFORE_GERMAN_NAMES = frozenset(
    "in nach aus bei mit von für heiße heisse heißt namens frau herr herrn dr und".split()
)
_GERMAN = frozenset(
    "der die das und ist nicht ich ein eine mit zu auf den dem von für es sich".split()
)
_LEAST_GERMAN = 0.12
"""Share of these words from which on a text is taken to be German; English has 1 in 100 ("die")."""


def propose(statements: Iterable[str], texts: Sequence[str]) -> list[Proposal]:
    """Proposals for the list, the most frequent first.

    `statements` are what was accepted about the person ("The user lives in Porto."), `texts` what
    would be redacted.
    """
    found: dict[str, tuple[str, Rule, Source]] = {}
    small: Counter[str] = Counter()
    capital: Counter[str] = Counter()
    for source, parts in ((Source.STATEMENT, statements), (Source.TEXT, texts)):
        for part in parts:
            text = _CODE.sub("\n", View.of(part).text)
            small.update(word for word in re.findall(r"[^\W\d_]+", text) if word.islower())
            for written, rule in _in_text(text):
                capital[written.casefold()] += 1
                found.setdefault(plain_letters(written), (written, rule, source))
    likely = {
        normal: one
        for normal, one in found.items()
        if one[2] is Source.STATEMENT or small[one[0].casefold()] <= capital[one[0].casefold()]
    }
    return counted(
        [(ListedName(text, rule), source) for text, rule, source in likely.values()], texts
    )


def counted(proposed: Iterable[tuple[ListedName, Source]], texts: Sequence[str]) -> list[Proposal]:
    """Proposals with how often each is found in the texts; a longer one counts before its part."""
    proposed = list(proposed)
    names = Names([ListedName(name.text, Rule.WORD) for name, _ in proposed])
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(one.normal for one in without_overlaps(names(View.of(text).text)))
    made = [
        Proposal(name.text, name.rule, counts[plain_letters(_spaced(name.text))], source)
        for name, source in proposed
    ]
    return sorted(made, key=lambda one: (-one.count, one.text.casefold(), one.text))


def _spaced(text: str) -> str:
    return " ".join(re.findall(r"[^\W\d_]+", View.of(text).text))


def _in_text(text: str) -> Iterator[tuple[str, Rule]]:
    for match in _INTRODUCED.finditer(text):
        if not is_ordinary(match["name"]):
            yield _without_possessive(match["name"]), Rule.NAME
    is_german = _is_german(text)
    for match in (_GERMAN_SEQUENCE if is_german else _SEQUENCE).finditer(text):
        start, written = match.start(), match[0]
        if _begins_sentence(text, start):
            start, written = _without_first(start, written)
        while " " in written and is_beside_names(written.split(" ")[0]):
            start, written = _without_first(start, written)
        while " " in written and is_beside_names(written.split(" ")[-1]):
            written = written.rpartition(" ")[0]
        if " " not in written and is_common_capital(written):
            continue
        written = _without_possessive(written)
        if not _is_like_name(written):
            continue
        before = _WORD_BEFORE.search(text, max(0, start - 30), start)
        word = before[1].lower() if before else ""
        if not is_german or word in _BEFORE_GERMAN_NAMES:
            yield written, Rule.PLACE if word in _BEFORE_PLACES else Rule.NAME


def _without_first(start: int, written: str) -> tuple[int, str]:
    """A sequence without its first word, and without particles at its new start."""
    words = written.split(" ")
    rest = words[1:]
    while rest and rest[0].islower():
        rest = rest[1:]
    kept = " ".join(rest)
    return start + len(written) - len(kept), kept


def _without_possessive(written: str) -> str:
    return written.removesuffix("'s").rstrip("'-")


def _is_like_name(written: str) -> bool:
    words = re.findall(r"[^\W\d_]+", written)
    return (
        len(written) > 1
        and any(not word.isupper() for word in words)
        and all(
            # A capital inside a word is a brand's or a program's, but for McAdam and the like.
            word.islower() or word.istitle() or word.startswith(("Mc", "Mac")) or word.isupper()
            for word in words
        )
    )


def _begins_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 8) : start].rstrip(" \t")
    if before.endswith(_TITLES):
        return False
    return not before or before[-1] in _SENTENCE_END


def _is_german(text: str) -> bool:
    words = re.findall(r"[^\W\d_]+", text.lower())
    return sum(word in _GERMAN for word in words) > _LEAST_GERMAN * len(words)
