"""The hand-labelled set: messages to an assistant with their facts (see data/LABELLING.md)."""

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from extractor.shown import Shown

DATA = Path(__file__).parents[1] / "data"
MESSAGES = DATA / "assistant_messages.toml"
HALVES = ("dev", "held")


@dataclass(frozen=True, slots=True)
class Gold:
    """A fact: its quote, a statement of it, and `keys`, the words that any statement of it holds.

    A key is words with alternatives, parted by "|"; the first key of a fact about another person
    (`subject` is "other") names that person.
    """

    quote: str
    statement: str
    subject: str
    durability: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Trap:
    """What a message says of somebody else, or in another voice: false of its writer.

    `who` are the words for that person ("" where a statement could not name one), as a key.
    """

    who: str
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Labelled:
    """One message. `optional` facts are neither wanted nor false alarms.

    `also` is the kind of a part of a message with facts that holds none.
    """

    shown: Shown
    half: str
    kind: str
    also: str
    facts: tuple[Gold, ...]
    optional: tuple[Gold, ...]
    traps: tuple[Trap, ...]


def labelled(path: Path = MESSAGES, half: str | None = None) -> list[Labelled]:
    """The messages of the set, or of one half of it."""
    rows = tomllib.loads(path.read_text(encoding="utf-8"))["message"]
    return [_labelled(row) for row in rows if half is None or row["half"] == half]


def _labelled(row: dict[str, Any]) -> Labelled:
    return Labelled(
        shown=Shown(row["id"], row["text"], row.get("before", "")),
        half=row["half"],
        kind=row["kind"],
        also=row.get("also", ""),
        facts=tuple(_gold(one) for one in row.get("facts", ())),
        optional=tuple(_gold(one) for one in row.get("optional", ())),
        traps=tuple(Trap(one["who"], tuple(one["keys"])) for one in row.get("traps", ())),
    )


def _gold(one: dict[str, Any]) -> Gold:
    return Gold(**{**one, "keys": tuple(one["keys"])})
