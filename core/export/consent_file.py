"""Consent templates from a study's file, checked key by key, and the one that ships."""

import tomllib
import unicodedata
from collections.abc import Collection, Mapping
from difflib import get_close_matches
from importlib.resources import files
from pathlib import Path
from typing import NoReturn

import msgspec

from selfaudit.core.errors import StudyError
from selfaudit.core.export.consent import (
    AgeRule,
    ComprehensionQuestion,
    ConsentTemplate,
    Section,
)

THIS_STUDY_ONLY = "This study only."

_LONGEST = 100_000  # bytes of a study's file; nobody reads a longer text
_DEFAULTS = {"purpose": THIS_STUDY_ONLY, "age_rule": "adult", "guardian": "", "sections": []}
_MUST = {
    "version": "its version",
    "study": "which study it is for",
    "responsible": "who is responsible",
    "contact": "whom to ask",
    "kept": "how long the package is kept",
}
_HINT = "Ask whoever gave you the file for one that is right."


class _Section(msgspec.Struct, frozen=True):
    heading: str
    text: str


class _Question(msgspec.Struct, frozen=True):
    text: str
    choices: tuple[str, str, str]
    right: int
    explanation: str


class _Consent(msgspec.Struct, frozen=True):
    version: str
    study: str
    responsible: str
    contact: str
    kept: str
    purpose: str
    age_rule: AgeRule
    guardian: str
    sections: tuple[_Section, ...]
    questions: tuple[_Question, _Question]


def load_template(path: Path | None) -> ConsentTemplate:
    """The template in the [consent] table of a study's file; without one, that for no study.

    Other tables of the file are let be. Raises StudyError for a file that cannot be read, has no
    such table, lacks a key, has one too many, or has a value that cannot be.
    """
    shipped = tomllib.loads(
        (files("selfaudit.core.export") / "consent.toml").read_text(encoding="utf-8")
    )["consent"]
    if path is None:
        return _template(shipped, "the consent text that ships")
    where = f"“{path.name}”"
    consent = _read(path, where).get("consent")
    if not isinstance(consent, dict):
        _refuse(where, "it has no table [consent], so it does not say what you would agree to")
    _check_keys(consent, _Consent.__struct_fields__, "[consent]", where)
    for key, meaning in _MUST.items():
        if not str(consent.get(key, "")).strip():
            _refuse(where, f"its table [consent] does not say {meaning}: `{key}` is missing")
    return _template({"questions": shipped["questions"], **_DEFAULTS, **consent}, where)


def _read(path: Path, where: str) -> dict[str, object]:
    try:
        with path.open("rb") as file:
            source = file.read(_LONGEST + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise StudyError(f"{where} could not be opened: {reason}.") from error
    if len(source) > _LONGEST:
        _refuse(where, f"it is longer than {_LONGEST // 1000} kB")
    try:
        return tomllib.loads(source.decode())
    except UnicodeDecodeError as error:
        raise StudyError(f"{where} is not text in UTF-8.", hint=_HINT) from error
    except tomllib.TOMLDecodeError as error:
        raise StudyError(f"{where} is not in the TOML format: {error}.", hint=_HINT) from error


def _template(table: Mapping[str, object], where: str) -> ConsentTemplate:
    for name, shape in (("sections", _Section), ("questions", _Question)):
        rows = table[name]
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict):
                _check_keys(row, shape.__struct_fields__, f"[[consent.{name}]]", where)
    try:
        read = msgspec.convert(table, _Consent)
    except msgspec.ValidationError as error:
        raise StudyError(
            f"{where} could not be used: in [consent], {error}.", hint=_HINT
        ) from error
    guardian = _text(read.guardian)
    if (read.age_rule == AgeRule.GUARDIAN) != bool(guardian):
        _refuse(where, "`guardian` must be there for the age rule “guardian”, and for no other")
    first, second = (_question(question, where) for question in read.questions)
    return ConsentTemplate(
        version=_text(read.version),
        study=_text(read.study),
        responsible=_text(read.responsible),
        contact=_text(read.contact),
        kept=_text(read.kept),
        purpose=_text(read.purpose) or THIS_STUDY_ONLY,
        age_rule=read.age_rule,
        guardian=guardian,
        sections=tuple(Section(_text(each.heading), _text(each.text)) for each in read.sections),
        questions=(first, second),
    )


def _question(read: _Question, where: str) -> ComprehensionQuestion:
    first, second, third = (_text(choice) for choice in read.choices)
    text, explanation = _text(read.text), _text(read.explanation)
    if not all((text, explanation, first, second, third)):
        _refuse(where, "a question, its three choices and its explanation must not be empty")
    if len({first, second, third}) < 3:
        _refuse(where, "the three choices of a question must differ")
    if read.right not in range(3):
        _refuse(where, f"`right` counts the choices of a question from 0 to 2, not {read.right}")
    return ComprehensionQuestion(text, (first, second, third), read.right, explanation)


def _text(value: str) -> str:
    """A text in the one form in which it is shown and hashed."""
    return unicodedata.normalize("NFC", value.strip())


def _check_keys(table: Mapping[str, object], known: Collection[str], of: str, where: str) -> None:
    for key in table:
        if key not in known:
            meant = get_close_matches(key, known, n=1)
            may = f"Its keys are {', '.join(f'`{name}`' for name in known)}."
            raise StudyError(
                f"{where} could not be used: {of} has a key that nothing is known of, “{key}”.",
                hint=f"Did you mean `{meant[0]}`?" if meant else may,
            )


def _refuse(where: str, reason: str) -> NoReturn:
    raise StudyError(f"{where} could not be used: {reason}.", hint=_HINT)
