"""Text made comparable, with the way back to the offsets of the original."""

import re
import unicodedata
from dataclasses import dataclass

_SAME = str.maketrans(
    {"‘": "'", "’": "'", "ʼ": "'", "“": '"', "”": '"', "–": "-", "—": "-", "…": "..."}
)
_WORD = re.compile(r"\w+(?:['-]\w+)*")


@dataclass(frozen=True, slots=True)
class Comparable:
    """A text without differences of case, space and typography.

    `origins[i]` is the offset in the original of the code point that gave `text[i]`.
    """

    text: str
    origins: tuple[int, ...]


def comparable(text: str) -> Comparable:
    """Fold case, typographic quotes and dashes; make every run of white space one space."""
    folded: list[str] = []
    origins: list[int] = []
    for offset, character in enumerate(text):
        if character.isspace():
            if folded and folded[-1] != " ":
                folded.append(" ")
                origins.append(offset)
            continue
        for piece in unicodedata.normalize("NFKC", character.translate(_SAME)).casefold():
            if not piece.isspace():
                folded.append(piece)
                origins.append(offset)
    if folded and folded[-1] == " ":
        folded.pop()
        origins.pop()
    return Comparable("".join(folded), tuple(origins))


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


def content_stems(text: str) -> set[str]:
    """The words that carry the content of an English statement, crudely stemmed."""
    return {_ENDING.sub("", word) for word in words(text) if word not in _FUNCTION_WORDS}


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
