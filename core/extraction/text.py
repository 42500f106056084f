"""Text made comparable, with the way back to the offsets of the original."""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

_SAME = str.maketrans(
    {"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."}
)
_WORD = re.compile(r"\w+(?:['-]\w+)*")


@dataclass(frozen=True, slots=True)
class Comparable:
    """A text without differences of case, space, typography and composition.

    `text[i]` stands for the original's code points from `starts[i]` to `ends[i]`, exclusive.
    """

    text: str
    starts: tuple[int, ...]
    ends: tuple[int, ...]


def comparable(text: str) -> Comparable:
    """Fold case, typographic quotes and dashes; make every run of white space one space."""
    folded: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    for start, end in _clusters(text):
        cluster = text[start:end]
        if cluster.isspace():
            pieces = " " if folded and folded[-1] != " " else ""
        else:
            same = unicodedata.normalize("NFKC", cluster.translate(_SAME)).casefold()
            pieces = "".join(same.split())
        for piece in pieces:
            folded.append(piece)
            starts.append(start)
            ends.append(end)
    if folded and folded[-1] == " ":
        del folded[-1], starts[-1], ends[-1]
    return Comparable("".join(folded), tuple(starts), tuple(ends))


def folded(text: str, *, lines: bool = False) -> str:
    """As `comparable`, in less time and without the way back; with `lines` line breaks are kept."""
    same = unicodedata.normalize("NFKC", text.translate(_SAME)).casefold()
    if lines:
        return "\n".join(" ".join(line.split()) for line in same.splitlines())
    return " ".join(same.split())


def _clusters(text: str) -> Iterator[tuple[int, int]]:
    """A base and the marks that combine with it, which may be one code point elsewhere."""
    start = 0
    for offset in range(1, len(text) + 1):
        if offset == len(text) or not unicodedata.combining(text[offset]):
            yield start, offset
            start = offset


def words(text: str) -> list[str]:
    """The words of a text in comparable form, apostrophes and hyphens inside words kept."""
    return _WORD.findall(comparable(text).text)


_FUNCTION_WORDS = frozenset(
    "a an and are as at be been being but by can could did do does doing for from had has have"
    " having he her hers him his i i'm i've i'd i'll in is it it's its just may me mine my of on or"
    " our ours she should so some than that the their theirs them then there these they this those"
    " to too us user user's very was we we're were when which who will with would you your"
    " really currently also".split()
)
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ied|ies|ed|es|s|y|e)$")


def content_words(text: str) -> list[str]:
    """The words that carry the content of an English text, in order, crudely stemmed."""
    return [stem for stem, _, _ in content_spans(text)]


def content_spans(text: str) -> list[tuple[str, int, int]]:
    """As `content_words`, each with where it stands in the text, in code points."""
    same = comparable(text)
    return [
        (_ENDING.sub("", match[0]), same.starts[match.start()], same.ends[match.end() - 1])
        for match in _WORD.finditer(same.text)
        if match[0] not in _FUNCTION_WORDS
    ]


_FIRST_PERSON = frozenset(
    # English, with the forms that people type; then German, French, Spanish, Italian,
    # Portuguese and Dutch. A language that is not here is let through by its script or length.
    "i i'm im i've ive i'd i'll ill i'd me my mine myself we we're we've our ours us"
    " ich mein meine meinen meinem meiner mich mir wir uns unser unsere"
    " je j'ai j'aime j'habite mon ma mes moi nous notre nos"
    " yo mi mis me soy tengo vivo estoy trabajo nosotros nuestro nuestra"
    " io mio mia miei sono ho noi nostro nostra eu meu minha sou tenho moro nos nosso"
    " ik mijn mij ben heb wij ons onze".split()
)


def speaks_of_self(text: str) -> bool:
    """Whether a text has a word of the first person in a language of `_FIRST_PERSON`.

    Text with letters outside the Latin script passes: nothing is known against it.
    """
    found = words(text)
    if any(word in _FIRST_PERSON or word.split("'")[0] in {"i", "j"} for word in found):
        return True
    return any(
        character.isalpha() and not unicodedata.name(character, "LATIN").startswith("LATIN")
        for character in text
    )
