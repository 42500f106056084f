"""Postcodes that say where somebody lives without a street before them, and post boxes."""

import re
from collections.abc import Iterator

from selfaudit.core.export.redaction.cues import begins, small

_CAPITAL = r"(?=[^\W\d_a-zß-ÿ])[\w'.-]{1,24}"

# Each begins with a set of characters, which is looked for faster than what stands before it.
_BRITISH = re.compile(r"[A-PR-UWYZ][A-HK-Y]?\d[A-Z\d]? \d[ABD-HJLNP-UW-Z]{2}(?![^\W_])")
_DUTCH = re.compile(rf"[1-9]\d{{3}}(?<!19\d\d)(?<!20\d\d) ?[A-Z]{{2}},? (?:Den |Sint )?{_CAPITAL}")
_AMERICAN = re.compile(r"(?P<state>[A-Z]{2}),? \d{5}(?:-\d{4})?(?!\w)")
_STATES = frozenset(
    "AL AK AZ AR CA CO CT DC DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ"
    " NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY PR".split()
)
_CITY_BEFORE = re.compile(rf"(?<![^\W_])(?:{_CAPITAL} ){{0,2}}{_CAPITAL},? $")
_LONGEST_CITY = 70
_BOX = re.compile(
    r"\b(?=[abcp])(?:p\.? ?o\.? ?box|postfach|boîte postale|apartado(?: de correos)?|postbus"
    r"|casella postale)(?: ?n[ro°º.]{1,2})? \d[\d ]{0,7}\d?(?!\w)"
)


def find_postcodes(text: str) -> Iterator[tuple[int, int]]:
    """British postcodes, Dutch ones and American ones with their city, and post boxes."""
    for pattern in (_BRITISH, _DUTCH):
        for match in pattern.finditer(text):
            if begins(text, match.start()) and text[match.start() - 1 : match.start()] not in {
                ".",
                ",",
            }:
                yield match.span()
    for code in _AMERICAN.finditer(text):
        if code["state"] in _STATES:
            before = text[max(0, code.start() - _LONGEST_CITY) : code.start()]
            if city := _CITY_BEFORE.search(before):
                yield code.start() - len(city[0]), code.end()
    for box in _BOX.finditer(small(text)):
        yield box.span()
