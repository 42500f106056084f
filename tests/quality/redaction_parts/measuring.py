"""Counting what a redactor finds in labelled messages; `measure_redaction.py` says what counts."""

import re
import time
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from redaction_parts.labels import Kind, LabelledMessage, Person, Span


class Finding(Protocol):
    """What a redactor says it found, in code points."""

    @property
    def start(self) -> int:
        """Where it begins."""

    @property
    def end(self) -> int:
        """Where it ends."""

    @property
    def rule(self) -> str:
        """Which rule found it."""


Redactor = Callable[[str, Person], Sequence[Finding]]
"""Finds in a text what identifies, given whose list of names and places applies."""

# Words of a rule's name that tell its class; the first of them that it has decides.
_WORDS = {
    Kind.EMAIL: "email mail", Kind.IP: "ip ipv4 ipv6", Kind.PHONE: "phone telephone tel",
    Kind.IBAN: "iban", Kind.CARD: "card creditcard luhn", Kind.URL: "url uri web link",
    Kind.HANDLE: "handle user username",
    Kind.SECRET: "secret key token jwt pem password passphrase pin connection credential seed",
    Kind.ADDRESS: "address street postal postbox", Kind.PLACE: "place", Kind.NAME: "name person",
    Kind.NATIONAL: "national ssn nino nhs idnr bsn dni nie nir fiscale codicefiscale pesel cpf "
    "aadhaar pan nn personnummer ahv sin tfn hetu rut nif pps tax identity id number",
}  # fmt: skip
CLASS_OF_RULE = {word: kind for kind, words in _WORDS.items() for word in words.split()}
SAME = {Kind.NAME: {Kind.NAME, Kind.PLACE}, Kind.PLACE: {Kind.NAME, Kind.PLACE}}
"""One list holds names and places, so a rule for either is right about both."""
ELSEWHERE = "no decoy: other words or pasted text"


def class_of(rule: str) -> Kind | None:
    """The class that a rule's name tells; None where it tells none."""
    words = re.findall(r"[a-z0-9]+", rule.lower())
    said = {*words, *(word.removesuffix("s") for word in words)}
    return next((kind for word, kind in CLASS_OF_RULE.items() if word in said), None)


@dataclass(slots=True)
class Tally:
    """Identifiers seen, those covered wholly, and those covered in part only."""

    total: int = 0
    found: int = 0
    partly: int = 0

    @property
    def recall(self) -> float:
        """The share covered wholly."""
        return self.found / self.total


@dataclass(slots=True)
class Measure:
    """Everything that is counted over some messages."""

    recall: dict[str, Tally] = field(default_factory=dict)
    forms: dict[str, Tally] = field(default_factory=dict)
    dresses: dict[str, Tally] = field(default_factory=dict)
    harmless: dict[str, Tally] = field(default_factory=dict)
    right: Counter[str] = field(default_factory=Counter)
    same_class: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    on_harmless: Counter[str] = field(default_factory=Counter)
    alarms: Counter[str] = field(default_factory=Counter)
    decoys: Counter[str] = field(default_factory=Counter)
    missed: list[tuple[Span, str]] = field(default_factory=list)
    messages: int = 0
    size: int = 0
    kept: int = 0
    taken: int = 0
    seconds: float = 0.0


def informative(text: str, span: Span) -> set[int]:
    """The code points of an identifier that carry information."""
    start = span.start
    if span.kind is Kind.URL:
        scheme = text.find("://", span.start, span.end)
        start = scheme + 3 if scheme >= 0 else start
    places = range(start, span.end)
    if span.kind is Kind.SECRET:
        return {place for place in places if not text[place].isspace()}
    return {place for place in places if text[place].isalnum()}


def measure(made: Iterable[LabelledMessage], redactor: Redactor) -> Measure:
    """Run a redactor over messages and count."""
    done = Measure()
    for message in made:
        started = time.perf_counter()
        findings = redactor(message.text, message.person)
        done.seconds += time.perf_counter() - started
        done.messages += 1
        done.size += len(message.text.encode())
        covered = {place for found in findings for place in range(found.start, found.end)}
        _count_recall(done, message, covered)
        _count_precision(done, message, findings)
    return done


def _count_recall(done: Measure, message: LabelledMessage, covered: set[int]) -> None:
    labelled: set[int] = set()
    for span in message.spans:
        labelled |= set(range(span.start, span.end))
        wanted = informative(message.text, span)
        if span.harmless:
            tables = [(done.harmless, f"{span.kind}, {span.form}")]
        else:
            tables = [
                (done.recall, class_name(span)),
                (done.forms, f"{class_name(span)}: {span.form}"),
                (done.dresses, f"{class_name(span)}: {span.dress}"),
            ]
        for table, name in tables:
            tally = table.setdefault(name, Tally())
            tally.total += 1
            tally.found += wanted <= covered
            tally.partly += bool(wanted & covered) and not wanted <= covered
        if not span.harmless and not wanted <= covered:
            done.missed.append((span, message.text))
    for place, mark in enumerate(message.text):
        if mark.isalnum() and place not in labelled:
            done.kept += 1
            done.taken += place in covered


def _count_precision(done: Measure, message: LabelledMessage, findings: Sequence[Finding]) -> None:
    for found in findings:
        rule = f"{found.rule}"
        over = [s for s in message.spans if s.start < found.end and found.start < s.end]
        if any(not span.harmless for span in over):
            done.right[rule] += 1
            kind = class_of(rule)
            done.same_class[rule] += any(
                kind in SAME.get(span.kind, {span.kind}) for span in over if not span.harmless
            )
        elif over:
            done.on_harmless[rule] += 1
        else:
            done.wrong[rule] += 1
            near = [d for d in message.decoys if d.start < found.end and found.start < d.end]
            done.alarms[near[0].kind if near else ELSEWHERE] += 1
    done.decoys.update(decoy.kind for decoy in message.decoys)


def class_name(span: Span) -> str:
    """The class, of names and places with whether they are on the list."""
    if span.kind in SAME:
        return f"{span.kind}, {'listed' if span.listed else 'not listed'}"
    return str(span.kind)
