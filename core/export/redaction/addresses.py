"""Street addresses, by the forms of six languages. Each turns on the number of the house."""

import re
from collections.abc import Iterator

from selfaudit.core.export.redaction.cues import begins
from selfaudit.core.export.redaction.finding import Finding, Rule
from selfaudit.core.export.redaction.postcodes import find_postcodes
from selfaudit.core.export.redaction.words import is_ordinary

_CITY = r"[^\W\d_][\w'.-]{1,24}(?:[ -][A-ZÀ-Þ][\w'.-]{1,24}){0,2}"
_CAPITAL = r"(?=[^\W\d_a-zß-ÿ])[\w'.-]{1,24}"

# House number first: English and French.
_TYPES = (
    r"street|avenue|road|lane|drive|boulevard|court|terrace|crescent|gardens|grove|mews|parkway"
    r"|highway|square|place|close|way|circle|trail|row|walk|hill|quay|wharf|green|rise|view|park|loop"
    r"|alley|path|plaza|heights|pike|estate"
)
_ENGLISH = re.compile(
    r"\d{1,5}[A-Za-z]?(?:[-/]\d{1,4}[A-Za-z]?)? (?:(?:[NSEW]{1,2}|North|South|East|West)\.? )?"
    rf"(?P<name>(?:(?:{_CAPITAL}|\d{{1,3}}(?:st|nd|rd|th)) ){{1,4}})"
    rf"(?i:{_TYPES}|st|ave?|rd|ln|dr|blvd|ct|pl|sq|cres|pkwy|hwy|cir|terr?)(?!\w)\.?"
    r"(?: (?:[NSEW]{1,2})(?!\w))?"
)
_ENGLISH_LOWER = re.compile(
    r"\d{1,5}[a-z]?(?:-\d{1,4})? (?P<name>(?:[\w'.-]{1,24} ){1,3})"
    r"(?:street|avenue|road|lane|boulevard|crescent|terrace|st|ave|rd|blvd)(?!\w)\.?",
    re.IGNORECASE,
)
_STREET_WORDS = frozenset(
    "main high church park mill spring king queen lake river hill station".split()
)
_ENGLISH_TAIL = re.compile(
    r"(?:,? (?:apt|apartment|unit|suite|ste|flat|floor|no|#)\.? ?#?\w{1,5}(?!\w))?"
    rf"(?:,? {_CITY}(?:, {_CITY})?,? (?:[A-Z]{{2}},? \d{{5}}(?:-\d{{4}})?"
    r"|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2}|[A-Z]\d[A-Z] ?\d[A-Z]\d|[A-Z]{2,3} \d{4})(?!\w))?",
    re.IGNORECASE,
)
_FRENCH = re.compile(
    r"\d{1,4}(?: ?(?:bis|ter|quater))?,? (?i:"
    r"(?:rue|avenue|av\.|boulevard|bd\.?|bld\.?|impasse|chemin|quai|allée|allee|ruelle|faubourg)"
    rf" (?:(?:de la|de l'|du|des|de|la|le|les|d'|l')[ ]?)?[\w'.-]{{2,24}})(?:[ -]{_CAPITAL}){{0,3}}"
    r"|\d{1,4}(?: ?(?:bis|ter|quater))?,? (?i:place|cours|route|square|passage|villa|cité|sentier)"
    rf" (?:(?:de la|de l'|du|des|de|la|le|les|d'|l') ?)?{_CAPITAL}(?:[ -]{_CAPITAL}){{0,3}}"
)
_POSTCODE_CITY = re.compile(
    rf"(?:,?\n|,? )(?:(?:D|F|A|CH|I|E|B|NL)-)?(?:\d{{5}}|\d{{4}} ?[A-Z]{{2}}|\d{{4}}(?:-\d{{3}})?)"
    rf" {_CAPITAL}(?:[ -]{_CAPITAL}){{0,2}}"
)

# House number last: German, Dutch, Spanish, Portuguese, Italian.
_BEFORE = 70
"""Code points before a house number in which its street may begin."""
_GERMANIC = re.compile(
    rf"(?<![^\W_])(?:(?:{_CAPITAL} ){{0,2}}(?:"
    r"(?i:[\w.-]{2,30}(?:straße|strasse|straat|gracht|gasse))|(?i:[\w-]{2,30}str\.)"
    r"|(?=[^\W\d_a-zß-ÿ])[\w-]{2,26}(?:weg|allee|platz|ring|damm|ufer|chaussee|steig|stieg|pfad"
    r"|laan|plein|kade|dijk|singel|steeg|dreef|plantsoen|wal|haven|str))"
    rf"|(?:{_CAPITAL}[ -]){{1,3}}(?:Street|Road|Avenue|Lane|Straße|Strasse|Str\.|Weg|Allee|Platz"
    r"|Gasse|Ring|Damm|Ufer|Straat|Laan|Plein|Gracht|Kade|Dijk))$"
)
_GERMAN_PREPOSITION = re.compile(
    r"(?<![^\W_])(?:Am|An de[rnm]|Auf de[rnm]|Im|In de[rnm]|Unter den|Zum|Zur|Hinter de[rm]"
    rf"|Vor de[rm]|Beim) {_CAPITAL}(?: {_CAPITAL})?$"
)
_ROMANCE = re.compile(
    r"(?<![^\W_])(?:(?i:calle|c/|avenida|avda\.?|plaza|pza\.|paseo|travesía|rua|travessa|viale"
    r"|piazza|piazzale|corso|vicolo|lungotevere|estrada|praça|rambla)|[Vv]ia|Camino|Carrera|Ronda"
    r"|Largo|Strada|Contrada|Av\.|Carrer) ?"
    rf"(?:(?:de los|de las|de la|del|della|dello|dei|degli|delle|dell'|de|di|da|do|dos|das|d') ?)?"
    rf"{_CAPITAL}(?: (?:(?:de la|de los|del|della|dei|de|di|da|do|dos|y|e) )?{_CAPITAL}){{0,3}}"
    r",?(?: (?:n\.?º|nº|n°|n\.|núm\.?|no\.?|número))?$"
)
_LAST_WORDS = (
    *("strasse", "str.", "straat", "gracht", "gasse", ",", "º", "n.", "n°", "no", "no.", "núm"),
    *("núm.", "número"),
)
"""Ends of words in small letters, case-folded, that a house number may follow."""
_SUFFIX = re.compile(
    r"(?: ?[a-hA-H](?!\w)| ?[-/] ?\d{1,3}[a-z]?(?![\w-])|-[A-Za-z\d]{1,4}(?!\w)"
    r"| ?(?:bis|hs|I{1,3})(?!\w))?"
    r"(?:, ?\d{1,2}[oa°](?: ?[A-Za-z]{1,3}(?!\w))?)?"
)
_NUMBER = re.compile(r"\d+(?![\d:%€$]|[.,]\d)")
_LONGEST_NUMBER = 5
_UNIT = re.compile(
    r" ?(?:uhr|euro|eur|€|km|m|kg|min|prozent|%|stunden|tage|jahre|leute)(?!\w)", re.I
)

_UNIT_BEFORE = re.compile(r"(?<!\w)(?:flat|apt\.?|apartment|unit|suite) \w{1,5},? $", re.IGNORECASE)


def find_addresses(text: str) -> Iterator[Finding]:
    """Streets with a house number, with unit, postcode and city after them; boxes; postcodes.

    Without a house number a street is not found, nor is a city on its own.
    """
    for number in _NUMBER.finditer(text):
        start = number.start()
        is_long = number.end() - start > _LONGEST_NUMBER
        if is_long or not begins(text, start) or text[start - 1 : start] in {".", ",", ":", "/"}:
            continue
        span = _number_first(text, start) or _number_last(text, number)
        if span is not None:
            yield _address(text, *span)
    for start, end in find_postcodes(text):
        yield _address(text, start, end)


def _address(text: str, start: int, end: int) -> Finding:
    end = start + len(text[start:end].rstrip(".'-"))
    words = re.findall(r"\w+", text[start:end].casefold())
    return Finding(start, end, Rule.ADDRESS, " ".join(words))


def _number_first(text: str, start: int) -> tuple[int, int] | None:
    match = _ENGLISH.match(text, start)
    if match is None:
        match = _ENGLISH_LOWER.match(text, start)
        if match is not None and any(map(_is_no_street, match["name"].split())):
            match = None
    if match is not None:
        tail = _ENGLISH_TAIL.match(text, match.end())
        unit = _UNIT_BEFORE.search(text[max(0, start - 20) : start])
        start -= len(unit[0]) if unit else 0
        return start, tail.end() if tail else match.end()
    french = _FRENCH.match(text, start)
    return None if french is None else (start, _with_city(text, french.end()))


def _is_no_street(word: str) -> bool:
    return is_ordinary(word) and word.lower() not in _STREET_WORDS


def _number_last(text: str, number: re.Match[str]) -> tuple[int, int] | None:
    at = number.start()
    if text[at - 1 : at] != " " or at < 4:
        return None
    low = max(0, at - _BEFORE, text.rfind("\n", 0, at) + 1)
    before = text[low : at - 1]
    word = before.rpartition(" ")[2].lstrip("([\"'")
    if not (word[:1].isupper() or word.casefold().endswith(_LAST_WORDS)):
        return None
    street = _GERMANIC.search(before) or _ROMANCE.search(before)
    is_vague = street is None
    if street is None:
        street = _GERMAN_PREPOSITION.search(before)
    if street is None or _UNIT.match(text, number.end()):
        return None
    suffix = _SUFFIX.match(text, number.end())
    end = suffix.end() if suffix else number.end()
    whole = _with_city(text, end)
    return None if is_vague and whole == end else (low + street.start(), whole)


def _with_city(text: str, end: int) -> int:
    city = _POSTCODE_CITY.match(text, end)
    return city.end() if city else end
