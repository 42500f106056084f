"""Numbers that a state gives to a person, by their forms and, through python-stdnum, their checks.

A number whose form is rare and whose check is strong is found wherever it stands. One that looks
like any other number (nine digits, say) is found only after a word that names it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from importlib import import_module

from selfaudit.core.export.redaction.cues import cue, is_named, zones
from selfaudit.core.export.redaction.finding import Finding, Rule


@dataclass(frozen=True, slots=True)
class _Kind:
    """One kind of number: its form, the module of stdnum that checks it, and what names it."""

    form: re.Pattern[str]
    check: str = ""
    named: re.Pattern[str] | None = None


def _kind(form: str, check: str = "", named: str = "") -> _Kind:
    pattern = re.compile(rf"(?:{form})(?![^\W_])(?![.,/-]\d)")
    return _Kind(pattern, check, cue(named) if named else None)


_TAX = r"tax|tin|steuer|steuernummer|idnr|steuer-?id|identifikationsnummer|fiscal|fiscaal|impôts?"
_SOCIAL = r"ssn|social security|social|sozialversicherung\w*|sv-?nummer|svnr|itin|ssns"

_KINDS = (
    # Found wherever they stand.
    _kind(r"(?!000|666|9)\d{3}-(?!00)\d\d-(?!0000)\d{4}"),  # United States, SSN
    _kind(r"9\d\d-[5-9]\d-\d{4}", "us.itin"),
    _kind(
        r"(?![DFIQUV]|BG|GB|NK|KN|TN|NT|ZZ)[A-Z](?![DFIOQUV])[A-Z] ?\d\d ?\d\d ?\d\d ?[A-D]"
    ),  # NINO
    _kind(r"[1278] ?\d\d ?\d\d ?(?:\d\d|2[AB]) ?\d{3} ?\d{3} ?\d\d", "fr.nir"),
    _kind(r"\d{8}[ -]?[A-Z]|\d\d\.\d{3}\.\d{3}-?[A-Z]", "es.dni"),
    _kind(r"[XYZ][ -]?\d{7}[ -]?[A-Z]", "es.nie"),
    _kind(r"(?i:[A-Z]{6}\d\d[A-EHLMPR-T]\d\d[A-Z]\d{3}[A-Z])", "it.codicefiscale"),
    _kind(r"\d\d\.\d\d\.\d\d-\d{3}\.\d\d", "be.nn"),
    _kind(r"756[. ]?\d{4}[. ]?\d{4}[. ]?\d\d", "ch.ssn"),
    _kind(r"(?:19|20)?\d{6}[-+]\d{4}", "se.personnummer"),
    _kind(r"\d{6}-\d{4}", "dk.cpr"),
    _kind(r"\d{6}[-+A-FU-Y]\d{3}[0-9A-Y]", "fi.hetu"),
    _kind(r"\d{6} ?\d{5}", "no.fodselsnummer"),
    _kind(r"\d{11}", "pl.pesel"),
    _kind(r"\d\d ?\d{3} ?\d{3} ?\d{3}", "de.idnr"),
    _kind(r"\d{3}\.\d{3}\.\d{3}-\d\d", "br.cpf"),
    _kind(r"\d{17}[\dX]", "cn.ric"),
    _kind(r"\d{6}-[1-8]\d{6}", "kr.rrn"),
    _kind(r"[A-Z][AEIOUX][A-Z]{2}\d{6}[HMX][A-Z]{5}[A-Z\d]\d", "mx.curp"),
    _kind(r"\d{4}[ -]\d{4}[ -]\d{4}", "in_.aadhaar"),
    _kind(r"\d{7}[A-W][A-IW]?", "ie.pps"),
    _kind(r"\d{6}/\d{3,4}", "cz.rc"),
    _kind(r"\d{13}", "ro.cnp"),
    _kind(r"\d{13}", "za.idnr"),
    # Found after a word that names them.
    _kind(r"\d{9}|\d{3} \d\d \d{4}", "", _SOCIAL),
    _kind(r"\d{2} ?\d{6} ?[A-Z] ?\d{3}", "", r"rente\w*|sozialversicherung\w*|sv-?nummer|rvnr"),
    _kind(r"\d{4} ?\d{6}", "at.vnr", r"sv-?nummer|svnr|sozialversicherung\w*|versicherungsnummer"),
    _kind(r"\d{3} ?\d{3} ?\d{4}", "gb.nhs", "nhs"),
    _kind(r"[A-Z]{2} ?\d\d ?\d\d ?\d\d ?[A-D]", "", "nino|ni number|national insurance"),
    _kind(r"\d{5} ?\d{5}|\d{10}", "gb.utr", "utr|taxpayer|self assessment"),
    _kind(r"\d{9}|\d{4}\.\d\d\.\d{3}|\d{3} \d{3} \d{3}", "nl.bsn", r"bsn|burgerservice\w*|sofi\w*"),
    _kind(r"\d{3}[ -]?\d{3}[ -]?\d{3}", "ca.sin", "sin|social insurance"),
    _kind(r"\d{3} ?\d{3} ?\d{2,3}", "au.tfn", "tfn|tax file"),
    _kind(r"\d{3} ?\d{3} ?\d{3}", "pt.nif", "nif|contribuinte"),
    _kind(r"\d{11}", "tr.tckimlik", r"tc|kimlik\w*|t\.c\."),
    _kind(r"\d{11}", "br.cpf", "cpf"),
    _kind(r"\d{12}", "in_.aadhaar", "aadhaar|aadhar|uid|uidai"),
    _kind(r"\d{9}", "il.idnr", "teudat|zehut|id"),
    _kind(r"\d{2,3}/\d{3}/\d{5}|\d{10,13}", "", rf"{_TAX}"),
    _kind(
        r"(?=[A-Z]{0,3}\d)[A-Z0-9]{6,9}\d",
        "",
        r"passport|reisepass\w*|personalausweis\w*|ausweis\w*|paspoort\w*|passeport|pasaporte"
        r"|passaporto|passaporte|id card|identity card|identiteitskaart|carte d'identité|cni"
        r"|driver'?s? licen[cs]e|driving licen[cs]e|führerschein\w*|rijbewijs\w*|permis",
    ),
    _kind(
        r"(?=[A-Z]{0,6}\d)[A-Z0-9]{5,20}",
        "",
        r"national id|id number|identity number|id no|national insurance|insurance number|medicare"
        r"|social insurance number|versichertennummer|krankenversicherung\w*",
    ),
)


_START = re.compile(r"(?<![^\W_])(?<!\d[.,/-])(?=[A-Za-z]{0,6}\d|[A-Z]{1,2}[ -]\d)")
"""Where a number of any kind may begin."""
_ANY = re.compile("|".join(kind.form.pattern for kind in _KINDS))
"""Whether it is worth while to try each kind."""
_PAN = re.compile(r"(?<![^\W_])[A-Z]{3}[ABCFGHLJPTK][A-Z]\d{4}[A-Z](?![^\W_])")


def find_national_numbers(text: str) -> Iterator[Finding]:
    """Numbers of persons in some thirty countries, and those of passports and licences."""
    for low, high in zones(text):
        for start in _START.finditer(text, low, high):
            at = start.start()
            for kind in _KINDS if _ANY.match(text, at, high) else ():
                match = kind.form.match(text, at, high)
                if match and _is_one(kind, text, match):
                    yield _number(match)
    # India's tax number has too few digits for a zone.
    for match in _PAN.finditer(text):
        if _is_valid("in_.pan", match[0], match[0]):
            yield _number(match)


def _number(match: re.Match[str]) -> Finding:
    return Finding(*match.span(), Rule.NATIONAL_NUMBER, _compact(match[0]))


def _is_one(kind: _Kind, text: str, match: re.Match[str]) -> bool:
    if kind.named is not None and not is_named(text, match.start(), kind.named):
        return False
    return not kind.check or _is_valid(kind.check, match[0].upper(), _compact(match[0]))


def _compact(written: str) -> str:
    return "".join(filter(str.isalnum, written)).upper()


@lru_cache(maxsize=8192)
def _is_valid(check: str, written: str, compact: str) -> bool:
    """Whether stdnum holds a number for valid, and it is not one digit over and over."""
    module = import_module(f"stdnum.{check}")
    return len(set(compact)) > 2 and bool(module.is_valid(written) or module.is_valid(compact))
