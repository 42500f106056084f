"""Which rows mention someone else than the writer, so that they are withheld by default."""

import re
import tomllib
from functools import cache
from importlib.resources import files

import msgspec

from selfaudit.core.extraction.text import comparable, speaks_of_self, words
from selfaudit.core.models.judgment import WhyAnswer

_SELF = frozenset({"", "user", "self"})
_GUESSED = "en"  # where no frequent word tells
_NAME = r"[A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĘĚĞĹŁŃŇŐŘŚŞŠŤŰŹŻŽ][\w'’-]*\w"
_TITLE = r"(?:(?:Dr|Prof|Mr|Mrs|Ms|Mme)\.? )?"
_ILLNESS = r"(?!['’]s|\w| (?:disease|syndrome))"
_ENGLISH_AGE = (
    r"(?:my|our|their|his|her|user's) [\w-]+-year-old"
    r"(?= (?:is|was|has|will|won't|does|doesn't|refuses|who|and|to|keeps|can't)\b|[.,!?]|$)"
)


class _Words(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One language of `people.toml`, whose head says what each entry is for."""

    kin: str
    many: str
    near: str
    served: str
    owners: str
    articles: str
    counts: str
    qualifiers: str
    have: str
    lives_with: str
    ties: str
    absent: str
    being: str
    alike: str
    compounds: str
    known: str
    before_name: str
    events: str
    tells: str
    others: str
    animals: str
    own: str
    stories: str
    function: str


def mentions_someone_else(
    statement: str, quote: str | None, *, subject: str | None, why: str | None
) -> bool:
    """Whether a row is to be taken for one that mentions someone else.

    It is, where the person gave `someone_else` as the reason why it is not true; where its
    `subject` is set and not the writer; and where the statement or the quote (None where the
    package holds none) names kin, a partner, or somebody in relation to the writer: "my wife",
    "a friend", "their boss", "has two kids", "lives with Marta". Kin count wherever they stand;
    others only if owned, counted or lived with, so that people in general ("likes children"),
    the writer's own trade ("is a teacher") and who does not exist ("no siblings") pass.

    The rules know English, and fewer words of German, French, Spanish and Dutch; the language of
    each text is guessed by its frequent words. They miss a person who is named without any
    relation ("met Anouk de Vries": no rule tells her from an author), "we" and "they", "she" in a
    statement of the third person, relations in other languages, in words that are not listed or
    that a typo changed, and people whom only an event or a place gives away. They also stop some
    rows that mention nobody ("the father of music"). So what passes is not thereby free of other
    people: the person must still look at each row. `tests/quality/measure_people.py` says how
    much is missed of what strangers typed.
    """
    if why == WhyAnswer.SOMEONE_ELSE or (subject or "").casefold() not in _SELF:
        return True
    return any(_mentions(text) for text in (statement, quote) if text)


def _mentions(text: str) -> bool:
    language = _language(text)
    nobody, somebody, named = _patterns(language)
    if somebody.search(nobody.sub(" . ", comparable(text).text)):
        return True
    if _speaks_of_another(text, _vocabulary()[language]):
        return True
    as_written = nobody.sub(" . ", " ".join(text.split()))
    return named is not None and named.search(as_written) is not None


def _speaks_of_another(text: str, each: _Words) -> bool:
    """Whether a text of the first person has a "she" that is likely to be no animal."""
    found = set(words(text))
    if "user" in found or found & _split(each.animals):
        return False
    return bool(found & _split(each.others)) and speaks_of_self(text)


def _language(text: str) -> str:
    """The language most of whose frequent words a text has; English where none leads."""
    found = set(words(text))
    counts = {name: len(found & _split(each.function)) for name, each in _vocabulary().items()}
    best = max(counts.values())
    return _GUESSED if counts[_GUESSED] == best else max(counts, key=lambda name: counts[name])


@cache
def _vocabulary() -> dict[str, _Words]:
    source = (files("selfaudit.core.export") / "people.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(source), dict[str, _Words])


@cache
def _split(paragraph: str) -> frozenset[str]:
    """The terms of a paragraph, with spaces for `_`, in comparable form."""
    return frozenset(comparable(term.replace("_", " ")).text for term in paragraph.split())


def _any(*paragraphs: str) -> str:
    """A pattern for any term of some paragraphs, the longest first; nothing for no terms."""
    terms = sorted(frozenset().union(*map(_split, paragraphs)), key=lambda term: (-len(term), term))
    return f"(?:{'|'.join(map(re.escape, terms))})" if terms else "(?!)"


@cache
def _patterns(language: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str] | None]:
    """What to take out of a comparable text, what then tells of somebody, and what of a name."""
    each = _vocabulary()[language]
    begin = r"(?<![\w'])"
    end = rf"(?:-in-law)?(?:(?:'s|')(?![\w'-])|(?![\w'-])(?! {_any(each.compounds)}\b))"
    qualified = rf"(?:{_any(each.qualifiers)} ){{0,3}}"  # bounded, or long lists take long
    other = rf"(?:(?!{_any(each.function, each.owners)} )\w[\w'-]* )?"
    before = rf"{qualified}{other}{qualified}"
    article, count = _any(each.articles), _any(each.counts)
    anybody = _any(each.kin, each.many, each.near, each.served)
    roles = _any(each.many, each.near, each.served)
    nobody = [
        rf"{_any(each.alike)}(?!\w)",
        rf"{_any(each.stories)} {_any(each.tells)} (?![^.!?]*{begin}{_any(each.own)} )[^.!?]*",
        rf"{_any(each.absent)} (?:{article} )?{before}{anybody}{end}",
        rf"{_any(each.being)} {before}{roles}{end}(?! of )",
    ]
    somebody = [
        rf"{_any(each.kin)}{end}",
        rf"{_any(each.owners)} {before}{roles}{end}",
        rf"{_any(each.have)} (?:{article} )?(?:{count} )?{qualified}{_any(each.many)}{end}",
        rf"{count} {qualified}{_any(each.many, each.near)}{end}",
        rf"{article} {before}{_any(each.near)}{end}",
        rf"{_any(each.known)} {before}{_any(each.served)}{end}",
        rf"{_any(each.lives_with)} (?:{article} )?(?:{count} )?{before}{anybody}{end}",
        rf"{_any(each.ties)}{end}",
    ]
    if language == "en":
        somebody.append(_ENGLISH_AGE)
    return (
        re.compile(begin + f"(?:{'|'.join(nobody)})", re.IGNORECASE),
        re.compile(begin + f"(?:{'|'.join(somebody)})"),
        None if language == "de" else _named(each),  # every noun of German has a capital
    )


def _named(each: _Words) -> re.Pattern[str]:
    """A name beside a relation, in a text as it was written."""
    related = _any(each.kin, each.near, each.served)
    close = _any(each.lives_with, each.before_name)
    whose = _any(each.articles, each.owners)
    return re.compile(
        rf"\b(?i:{related}) {_TITLE}{_NAME}"
        rf"|\b(?i:{close}) {_NAME}{_ILLNESS}"
        rf"|\b{_NAME}['’]s {_any(each.events)}\b"
        rf"|\b{_NAME}, {whose} (?:[\w-]+ ){{0,2}}?(?:boy|girl|man|woman|{_any(each.near)})\b"
    )
