"""Bank accounts and payment cards: numbers that carry their own check digits."""

import re
from collections.abc import Iterator
from functools import lru_cache

from selfaudit.core.export.redaction.cues import cue, ends, is_named, small, zones
from selfaudit.core.export.redaction.finding import Finding, Rule

_SHORTEST_IBAN, _LONGEST_IBAN = 15, 34  # ISO 13616: Norway's, and the most there may be

_IBAN = re.compile(r"(?<![^\W_])[a-z]{2}\d\d(?:[ -]?[a-z0-9]){11,40}", re.IGNORECASE)
_IBAN_NAMED = cue("iban")
_IBAN_SHAPE = re.compile(
    r"[A-Z]{2}\d\d(?:(?: ?[A-Z0-9]{4}){2,7}(?: [A-Z0-9]{1,4})?|[A-Z0-9]{11,30})(?![^\W_])"
)


def find_ibans(text: str) -> Iterator[Finding]:
    """IBANs by their check digits and their country's form; of any digits after the word IBAN."""
    for low, high in zones(text):
        reached = low
        while match := _IBAN.search(text, reached, high):
            end = _end_of_iban(text, match.start(), match.end())
            if end is None and is_named(text, match.start(), _IBAN_NAMED, 16):
                shape = _IBAN_SHAPE.match(text, match.start())
                end = shape.end() if shape else None
            if end is None:
                reached = match.start() + 4
                continue
            yield Finding(match.start(), end, Rule.IBAN, _compact(text[match.start() : end]))
            reached = end


def _end_of_iban(text: str, start: int, most: int) -> int | None:
    """Where the IBAN that begins at a place ends; None if none does."""
    for end in range(most, start + _SHORTEST_IBAN - 1, -1):
        if text[end - 1].isalnum() and ends(text, end):
            compact = _compact(text[start:end])
            if len(compact) < _SHORTEST_IBAN:
                return None
            if len(compact) <= _LONGEST_IBAN and _is_iban(compact):
                return end
    return None


@lru_cache(maxsize=4096)
def _is_iban(compact: str) -> bool:
    from stdnum import iban

    return iban.is_valid(compact)


_CARD = re.compile(r"(?<![\w.,])\d(?:[ -]?\d){12,18}(?![\w])(?![.,]\d)")
_CARD_NAMED = cue(
    r"card|cards|credit|debit|visa|mastercard|amex|maestro|kreditkarte|kartennummer|karte|carte"
    r"|tarjeta|carta|cartão|creditcard|pan|kaart|cc"
)
_GROUPINGS = {(4, 4, 4, 4), (4, 6, 5), (4, 6, 4), (16,), (15,), (14,), (4, 4, 4, 4, 3)}
_ISSUERS = re.compile(
    # Visa, Mastercard, American Express, Diners Club, Discover, JCB, UnionPay, by ISO/IEC 7812.
    r"4\d{15}|5[1-5]\d{14}|2(?:2[2-9]|[3-6]\d|7[01])\d{13}|3[47]\d{13}|3(?:0[0-5]|[689]\d)\d{11}"
    r"|6(?:011|5\d\d|4[4-9]\d)\d{12}|35\d{14}|62\d{14}|62\d{17}"
)
_VERIFICATION = re.compile(
    r"\b(?:cvv2?|cvc2?|csc|security code|prüfnummer|prüfziffer)\b"
    r"(?:\s(?:is|ist|code|number))?[\s:=#]{0,3}(\d{3,4})(?!\w)"
)


def find_cards(text: str) -> Iterator[Finding]:
    """Card numbers by Luhn's check and the issuers' first digits and groups, and their CVV.

    After a word that names a card the groups and first digits do not matter; nor does the check
    where the number stands in four groups of four.
    """
    for low, high in zones(text):
        for match in _CARD.finditer(text, low, high):
            digits = _compact(match[0])
            groups = tuple(map(len, re.split("[ -]", match[0])))
            is_checked = _is_luhn(digits)
            is_card = is_checked and groups in _GROUPINGS and bool(_ISSUERS.fullmatch(digits))
            if not is_card and is_named(text, match.start(), _CARD_NAMED):
                is_card = is_checked or groups == (4, 4, 4, 4)
            if is_card:
                yield Finding(*match.span(), Rule.CARD, digits)
    for match in _VERIFICATION.finditer(small(text)):
        yield Finding(*match.span(1), Rule.CARD, match[1])


@lru_cache(maxsize=4096)
def _is_luhn(digits: str) -> bool:
    from stdnum import luhn

    return luhn.is_valid(digits) and len(set(digits)) > 1


def _compact(written: str) -> str:
    return "".join(filter(str.isalnum, written)).upper()
