"""Telephone numbers, by phonenumbers, the port of Google's libphonenumber."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from selfaudit.core.export.redaction.cues import begins, cue, ends, is_named, zones
from selfaudit.core.export.redaction.finding import Finding, Rule

DEFAULT_REGIONS = ("US", "GB", "DE", "FR", "NL", "IN")
"""Countries (ISO 3166) whose ways of writing a number without its country code are known."""

FEWEST_DIGITS = 7
MOST_DIGITS = 15  # ITU-T E.164

_MOST_GROUPS = 12
"""Groups of a run from which on it is a table of numbers, and only a + begins a phone in it."""

_RUN = re.compile(r"(?:\+ ?)?\(?\+?\d+(?:[ ().\-/+]{1,4}\d+)*")
_GROUP = re.compile(r"(?P<open>\((?=\+?\d+\)))?(?P<abroad>\+ ?)?(?P<digits>\d+)(?(open)\))")
_EXTENSION = re.compile(
    r"\s?(?:ext\.?|x|extension|durchwahl|app\.?)\s?\d{1,5}(?!\w)", re.IGNORECASE
)
_NAMED = cue(
    r"tel|phone|phones|telephone|telefon|telefono|teléfono|téléphone|telefoon|telefone|mobile|mobil"
    r"|mobiel|móvil|cellulare|cell|cellphone|handy|handynummer|telefonnummer|phone ?number"
    r"|rufnummer|whatsapp|signal|sms|fax|call|called|calling|dial|ring|text me|texted|landline"
    r"|festnetz|anrufen|ruf mich|erreichbar|erreichen|portable|appelle|llama|reach me|hotline"
)
_OTHERWISE = cue(
    r"isbn|issn|ean|upc|order|orders|invoice|ticket|tracking|reference|ref|serial|version|bestellung"
    r"|bestellnummer|rechnung|kundennummer|commande|pedido|bestelling|sku|part|model|doi|arxiv|pmid"
    r"|issue|port|timestamp|epoch|account|konto|kontonummer|iban|bsn|case|id|hash|commit|build|line"
    r"|population|total|sum|score|isrc|article|artikel|artikelnummer"
)
_DATE = re.compile(
    r"(?:\d{1,2}[./-]\d{1,2}[./-](?:19|20)?\d\d|(?:19|20)\d\d[./-]\d{1,2}[./-]\d{1,2})(?!\d|[./-]\d)"
)
_YEARS = re.compile(r"(?:1[5-9]|20)\d\d\s?[-/]\s?(?:1[5-9]|20)\d\d(?!\d)")
_THOUSANDS = re.compile(r"\d{1,3}(?:([ .])\d{3})(?:\1\d{3})+(?!\d)")
_NORTH_AMERICAN = re.compile(
    r"(?:1[ .-])?(?:\([2-9]\d\d\) ?\d{3}[ .-]\d{4}|[2-9]\d\d([ .-])[2-9]\d\d\1\d{4})"
)
_GROUPED = re.compile(
    r"(?:1[ -])?\(?\d{3}\)?[ -]\d{3}[ -]\d{4}|[6-9]\d{4}[ -]\d{5}|[67]\d\d \d{3} \d{3}"
    r"|[679]\d\d \d\d \d\d \d\d"
)
_TRUNK = re.compile(r"\(?0\d{1,5}\)?[ /-]")
"""A national number with its area set apart: it need not be one that is given out."""
_COUNTING = "01234567890123456789"
_JOINING = {" ", "-", ".", "/"}
_MONEY = "$€£¥₹"


@dataclass(frozen=True, slots=True)
class _Group:
    """Digits without a sign between them, with the + and the pair of brackets around them."""

    start: int
    end: int
    digits: int
    is_abroad: bool

    @classmethod
    def of(cls, match: re.Match[str]) -> "_Group":
        return cls(*match.span(), len(match["digits"]), match["abroad"] is not None)


class Phones:
    """Finds telephone numbers, those without a country code by the ways of some regions."""

    def __init__(self, regions: Sequence[str] = DEFAULT_REGIONS) -> None:
        self._regions = tuple(regions)

    def __call__(self, text: str) -> Iterator[Finding]:
        """Numbers with a country code; with a national one; and any that a word names a phone.

        Dates, years, thousands, amounts and what a word calls an order, an ISBN or the like are
        left alone.
        """
        for low, high in zones(text):
            for run in _RUN.finditer(text, low, high):
                if ends(text, run.end()) or len(run[0]) > FEWEST_DIGITS:
                    yield from self._in_run(text, run.start(), run.end())

    def _in_run(self, text: str, low: int, high: int) -> Iterator[Finding]:
        groups = [_Group.of(match) for match in _GROUP.finditer(text, low, high)]
        if not ends(text, high):
            groups.pop()
        is_table = len(groups) > _MOST_GROUPS
        first = 0
        while first < len(groups):
            is_abroad = groups[first].is_abroad
            found = None
            if is_abroad or (not is_table and _may_begin(text, groups[first].start)):
                found = self._from(text, groups, first)
            if found is None:
                first += 1
            else:
                last, normal = found
                start, end = groups[first].start, groups[last].end
                if extension := _EXTENSION.match(text, end):
                    end = extension.end()
                yield Finding(start, end, Rule.PHONE, normal)
                first = last + 1

    def _from(self, text: str, groups: list[_Group], first: int) -> tuple[int, str] | None:
        """The last group of the longest phone that begins with a group, and its plain form."""
        digits = 0
        lasts = []
        for last in range(first, len(groups)):
            if last > first and groups[last].is_abroad:
                break
            digits += groups[last].digits
            if digits > MOST_DIGITS + 2:
                break
            if digits >= FEWEST_DIGITS:
                lasts.append(last)
        for last in reversed(lasts):
            if not _is_apart(text, groups, first, last):
                continue
            normal = self._number(text, groups[first].start, groups[last].end)
            if normal is not None:
                return last, normal
        return None

    def _number(self, text: str, start: int, end: int) -> str | None:
        """The plain form of a stretch that is a telephone number, else None."""
        written = text[start:end]
        digits = "".join(filter(str.isdecimal, written))
        if "+" in written[:3] or (digits.startswith("00") and written.startswith(("00", "(00"))):
            return _abroad("+" + digits.removeprefix("00"))
        if any(shape.match(written) for shape in (_DATE, _YEARS)) or _is_amount(text, start, end):
            return None
        if is_named(text, start, _OTHERWISE, 24):
            return None
        if is_named(text, start, _NAMED):
            is_round = digits.endswith("000")
            return _national(digits, self._regions) or (None if is_round else digits.lstrip("0"))
        if _NORTH_AMERICAN.fullmatch(written):
            return digits[-10:]
        if written in _COUNTING:
            return None
        if digits.startswith("0") and 9 <= len(digits) <= 12:
            is_formed = _TRUNK.match(written) is not None
            return _national(digits, self._regions, is_possible=is_formed)
        if _GROUPED.fullmatch(written) or (len(digits) == 10 and written == digits):
            return self._without_trunk(digits, is_bare=written == digits)
        return None

    def _without_trunk(self, digits: str, *, is_bare: bool) -> str | None:
        """A number that does not begin with 0, which only some regions write in this way.

        One without any separator counts for an Indian mobile number alone: elsewhere it is as
        often an order or an account.
        """
        if not is_bare:
            return _national(digits, self._regions)
        return _national(digits, ("IN",)) if "IN" in self._regions and digits[0] in "6789" else None


def _is_apart(text: str, groups: list[_Group], first: int, last: int) -> bool:
    """Whether nothing but a phone's own groups stand in one row with it, unless something names it.

    A row of digits that goes on with the same spaces is another kind of number.
    """
    start, end = groups[first].start, groups[last].end
    if text[start] in "+(" or is_named(text, start, _NAMED):
        return True
    before = text[groups[first - 1].end : start] if first else "  "
    after = text[end : groups[last + 1].start] if last + 1 < len(groups) else "  "
    return before not in _JOINING and after not in _JOINING


def _may_begin(text: str, start: int) -> bool:
    return begins(text, start) and not (
        text[start - 1 : start] in {"-", ".", ",", "/", "#"} and not begins(text, start - 1)
    )


def _is_amount(text: str, start: int, end: int) -> bool:
    before, after = text[max(0, start - 2) : start].strip(), text[end : end + 4].strip()
    if before.endswith(tuple(_MONEY)) or after.startswith((*_MONEY, "EUR", "USD", "%", "km", "m²")):
        return True
    return _THOUSANDS.fullmatch(text, start, end) is not None or (
        after.startswith(",") and text[end + 1 : end + 2].isdecimal()
    )


@lru_cache(maxsize=4096)
def _abroad(number: str) -> str | None:
    """The national part of a number with its country code, where its length is possible."""
    import phonenumbers

    try:
        parsed = phonenumbers.parse(number)
    except phonenumbers.NumberParseException:
        return None
    return str(parsed.national_number) if phonenumbers.is_possible_number(parsed) else None


@lru_cache(maxsize=4096)
def _national(digits: str, regions: tuple[str, ...], *, is_possible: bool = False) -> str | None:
    """The national part of a number that is valid, or only possible, in one of the regions.

    Without the country code, so that it is the same however the number is written.
    """
    import phonenumbers

    for region in regions:
        try:
            parsed = phonenumbers.parse(digits, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(parsed) or (
            is_possible and region != "US" and phonenumbers.is_possible_number(parsed)
        ):
            return str(parsed.national_number)
    return None
