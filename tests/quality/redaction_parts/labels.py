"""What a labelled message is, and how one is put together from pieces of known meaning."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from random import Random


class Kind(StrEnum):
    """The classes of identifiers."""

    EMAIL = "e-mail"
    PHONE = "phone"
    IBAN = "iban"
    CARD = "card"
    NATIONAL = "national number"
    IP = "ip"
    URL = "url"
    HANDLE = "handle"
    SECRET = "secret"
    ADDRESS = "address"
    NAME = "name"
    PLACE = "place"


@dataclass(frozen=True, slots=True)
class Value:
    """An identifier before it has its place in a message.

    `form` says what it is inside its class (a country, a brand), `dress` how it is written.
    `listed`: it is, or comes from, a name or place on the person's own list. `harmless`: it has
    the shape of its class and points at nobody (see `redaction_messages.py`).
    """

    text: str
    kind: Kind
    form: str
    dress: str = "plain"
    listed: bool = False
    harmless: bool = False


@dataclass(frozen=True, slots=True)
class Decoy:
    """Text that looks like an identifier of some class and is none."""

    text: str
    kind: str


Piece = str | Value | Decoy


@dataclass(frozen=True, slots=True)
class Span:
    """Where an identifier stands, in code points; the rest as in `Value`."""

    start: int
    end: int
    kind: Kind
    form: str
    dress: str
    listed: bool
    harmless: bool


@dataclass(frozen=True, slots=True)
class DecoySpan:
    """Where a decoy stands, in code points."""

    start: int
    end: int
    kind: str


@dataclass(frozen=True, slots=True)
class Person:
    """A made-up person: the names and places on their list, and some that they left out."""

    names: tuple[str, ...]
    places: tuple[str, ...]
    other_names: tuple[str, ...]
    other_places: tuple[str, ...]

    @property
    def listed(self) -> tuple[str, ...]:
        """What a redactor is told: the names, then the places."""
        return self.names + self.places


@dataclass(frozen=True, slots=True)
class LabelledMessage:
    """A message, what in it identifies, what only looks so, and whose list of names applies."""

    text: str
    spans: tuple[Span, ...]
    decoys: tuple[DecoySpan, ...]
    person: Person


Maker = Callable[[Random, Person], Sequence[Piece]]
"""Makes what stands in for one slot of a template."""

_SLOT = re.compile(r"<<([^<>\n]+)>>")


def assemble(pieces: Iterable[Piece], person: Person) -> LabelledMessage:
    """Join the pieces and note where the labelled ones came to stand."""
    texts: list[str] = []
    spans: list[Span] = []
    decoys: list[DecoySpan] = []
    at = 0
    for piece in pieces:
        text = piece if isinstance(piece, str) else piece.text
        end = at + len(text)
        if isinstance(piece, Value):
            spans.append(
                Span(at, end, piece.kind, piece.form, piece.dress, piece.listed, piece.harmless)
            )
        elif isinstance(piece, Decoy):
            decoys.append(DecoySpan(at, end, piece.kind))
        texts.append(text)
        at = end
    return LabelledMessage("".join(texts), tuple(spans), tuple(decoys), person)


def fill(template: str, makers: Mapping[str, Maker], random: Random, person: Person) -> list[Piece]:
    """The pieces of a template; KeyError for a slot that nothing makes."""
    pieces: list[Piece] = []
    for place, part in enumerate(_SLOT.split(template)):
        if place % 2:
            pieces.extend(makers[part](random, person))
        elif part:
            pieces.append(part)
    return pieces


def weighted(random: Random, options: Mapping[str, float]) -> str:
    """One of the options, each as often as its weight says."""
    return random.choices(list(options), list(options.values()))[0]


def digits(random: Random, count: int) -> str:
    """Some decimal digits."""
    return "".join(random.choices("0123456789", k=count))
