"""Times as Google writes them for people: in the words of many languages, with a zone's letters."""

import re
import unicodedata
from datetime import UTC, datetime, timedelta

from selfaudit.core.importers.json_access import LATEST_TIME, as_time

LONGEST = 60
"""Characters of the longest line that is looked at as a time."""

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan january januar janv janvier ene enero gen gennaio janeiro januari sty stycznia",
            "feb february februar fev fevr fevrier febrero febbraio fevereiro februari lut lutego",
            "mar march marz mars marzo marco mrt maart marca",
            "apr april avr avril abr abril aprile kwi kwietnia",
            "may mai mayo mag maggio maio mei maj maja",
            "jun june juni juin junio giu giugno junho cze czerwca junija",
            "jul july juli juil juillet julio lug luglio julho lip lipca julija",
            "aug august aout ago agosto augustus sie sierpnia avg avgust",
            "sep sept september septembre septiembre set settembre setembro wrz wrzesnia",
            "oct october okt oktober octobre octubre ott ottobre out outubro paz pazdziernika",
            "nov november novembre noviembre novembro lis listopada",
            "dec december dez dezember decembre dic diciembre dicembre dezembro gru grudnia",
        ),
        start=1,
    )
    for name in names.split()
}
"""Months in English, German, French, Spanish, Italian, Portuguese, Dutch, Polish and Slovene, as
the Unicode CLDR abbreviates and spells them inside dates, without accents and dots."""

_ZONES = {
    **dict.fromkeys(("UTC", "GMT", "Z", "WET"), 0.0),
    **dict.fromkeys(("CET", "MEZ", "WEST", "BST", "WAT"), 1.0),
    **dict.fromkeys(("CEST", "MESZ", "EET", "SAST", "CAT"), 2.0),
    **dict.fromkeys(("EEST", "MSK", "TRT", "EAT"), 3.0),
    **dict.fromkeys(("JST", "KST"), 9.0),
    **dict.fromkeys(("ART", "BRT", "ADT"), -3.0),
    **dict.fromkeys(("EDT", "CLT", "AST"), -4.0),
    **dict.fromkeys(("EST", "CDT", "COT", "PET"), -5.0),
    **dict.fromkeys(("CST", "MDT"), -6.0),
    **dict.fromkeys(("MST", "PDT"), -7.0),
    **dict.fromkeys(("PST", "AKDT"), -8.0),
    "PKT": 5.0, "IST": 5.5, "WIB": 7.0, "SGT": 8.0, "HKT": 8.0, "AWST": 8.0, "ACST": 9.5,
    "AEST": 10.0, "AEDT": 11.0, "NZST": 12.0, "NZDT": 13.0, "AKST": -9.0, "HST": -10.0,
}  # fmt: skip
"""Hours ahead of UTC. Letters with several meanings have the one of most people who write them
(CST is North America's, IST India's, BST Britain's)."""

_CLOCK = (
    r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)[:.](?P<second>\d\d)"
    r"(?: ?(?P<half>[AaPp])\.? ?[Mm]\.?)?"
    r"(?: (?P<zone>[A-Z]{1,5})?(?P<shift>[+\-]\d{1,2}(?::?\d\d)?)?)?"
)
_DATES = (
    r"(?P<year>\d{4})[/.\-](?P<month>\d{1,2})[/.\-](?P<day>\d{1,2})",
    r"(?P<year>\d{4})年 ?(?P<month>\d{1,2})月 ?(?P<day>\d{1,2})日",
    r"(?P<day>\d{1,2})[/.\-](?P<month>\d{1,2})[/.\-](?P<year>\d{4})",
    r"(?P<day>\d{1,2})\.? (?:de )?(?P<month>[^\W\d]{3,12})\.? (?:de )?(?P<year>\d{4})",
    r"(?P<month>[^\W\d]{3,12})\.? (?P<day>\d{1,2}),? (?P<year>\d{4})",
)
_LINES = [re.compile(rf"{date},? {_CLOCK}") for date in _DATES]
_SPACE = re.compile(r"\s+")


def local_time(line: str) -> float | None:
    """Seconds since 1970 UTC of a line that is a date with a time and nothing else, else None.

    A date in numbers has its day first, unless it begins with the year or its second number
    cannot be a month. A zone that is not known, or none, counts as UTC.
    """
    if not line or len(line) > LONGEST:
        return None
    text = _SPACE.sub(" ", line).strip()
    if (iso := as_time(text.replace(" UTC", "Z"))) is not None and "T" in text:
        return iso
    found = next((match for form in _LINES if (match := form.fullmatch(text))), None)
    if found is None:
        return None
    day, month = int(found["day"]), _month(found["month"])
    if month > 12 and day <= 12 and not found["month"].isalpha():
        day, month = month, day
    hour = int(found["hour"])
    if found["half"]:
        hour = hour % 12 + (12 if found["half"] in "Pp" else 0)
    try:
        moment = datetime(
            int(found["year"]), month, day, hour, int(found["minute"]), int(found["second"]),
            tzinfo=UTC,
        )  # fmt: skip
        seconds = (moment - _ahead(found["zone"] or "", found["shift"] or "")).timestamp()
    except (ValueError, OverflowError):
        return None
    return seconds if 0 < seconds <= LATEST_TIME else None


def _month(text: str) -> int:
    """The number of a month that is a number or a name; 0 for a name that is not known."""
    if text.isdecimal():
        return int(text)
    plain = unicodedata.normalize("NFD", text.casefold())
    return _MONTHS.get("".join(c for c in plain if not unicodedata.combining(c)), 0)


def _ahead(zone: str, shift: str) -> timedelta:
    if not shift:
        return timedelta(hours=_ZONES.get(zone, 0.0))
    digits = shift[1:].replace(":", "")
    hours, minutes = (digits, "0") if len(digits) <= 2 else (digits[:-2], digits[-2:])
    span = timedelta(hours=int(hours), minutes=int(minutes))
    return span if shift[0] == "+" else -span
