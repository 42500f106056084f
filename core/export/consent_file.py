"""Consent templates from a study's file, checked key by key, and the one that ships."""

import tomllib
import unicodedata
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path

import msgspec

from selfaudit.core.errors import StudyError
from selfaudit.core.export.consent import (
    AgeRule,
    ComprehensionQuestion,
    ConsentTemplate,
    Section,
)
from selfaudit.core.study.reading import HINT, check_keys, named, refuse, source_of, tables_of

THIS_STUDY_ONLY = "This study only."

_DEFAULTS = {"purpose": THIS_STUDY_ONLY, "age_rule": "adult", "guardian": "", "sections": []}
_MUST = {
    "version": "its version",
    "study": "which study it is for",
    "responsible": "who is responsible",
    "contact": "whom to ask",
    "kept": "how long the package is kept",
}


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
    if path is None:
        return shipped_template()
    where = named(path)
    consent = tables_of(source_of(path), where).get("consent")
    if not isinstance(consent, dict):
        refuse(where, "it has no table [consent], so it does not say what you would agree to")
    return template_of(consent, where)


def shipped_template() -> ConsentTemplate:
    """The consent that is for no study."""
    return _template(_shipped(), "the consent text that ships")


def template_of(consent: Mapping[str, object], where: str) -> ConsentTemplate:
    """The template in a table [consent]. Raises StudyError as `load_template` does."""
    check_keys(consent, _Consent.__struct_fields__, "[consent]", where)
    for key, meaning in _MUST.items():
        if not str(consent.get(key, "")).strip():
            refuse(where, f"its table [consent] does not say {meaning}: `{key}` is missing")
    return _template({"questions": _shipped()["questions"], **_DEFAULTS, **consent}, where)


def _shipped() -> dict[str, object]:
    file = files("selfaudit.core.export") / "consent.toml"
    shipped: dict[str, object] = tomllib.loads(file.read_text(encoding="utf-8"))["consent"]
    return shipped


def _template(table: Mapping[str, object], where: str) -> ConsentTemplate:
    for name, shape in (("sections", _Section), ("questions", _Question)):
        rows = table[name]
        for row in rows if isinstance(rows, list) else ():
            if isinstance(row, dict):
                check_keys(row, shape.__struct_fields__, f"[[consent.{name}]]", where)
    try:
        read = msgspec.convert(table, _Consent)
    except msgspec.ValidationError as error:
        raise StudyError(f"{where} could not be used: in [consent], {error}.", hint=HINT) from error
    guardian = _text(read.guardian)
    if (read.age_rule == AgeRule.GUARDIAN) != bool(guardian):
        refuse(where, "`guardian` must be there for the age rule “guardian”, and for no other")
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
        refuse(where, "a question, its three choices and its explanation must not be empty")
    if len({first, second, third}) < 3:
        refuse(where, "the three choices of a question must differ")
    if read.right not in range(3):
        refuse(where, f"`right` counts the choices of a question from 0 to 2, not {read.right}")
    return ComprehensionQuestion(text, (first, second, third), read.right, explanation)


def _text(value: str) -> str:
    """A text in the one form in which it is shown and hashed."""
    return unicodedata.normalize("NFC", value.strip())
