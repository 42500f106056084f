"""What statements give away together, and the coarser sentences that can stand for them."""

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import Generic, TypeVar

import msgspec

ENOUGH = 3
"""From how many facets on the person is warned."""

WARNING = "Together these could identify you"

NO_CLAIM = (
    "You can put a coarser sentence in the place of each. That makes it harder to find out who you "
    "are, not impossible: nobody can promise that you stay unknown."
)

Row = TypeVar("Row")

_CLAUSE_END = re.compile(r"[.,;:!?]+ |\b(?:and|but|or)\b")


class Facet(StrEnum):
    """A kind of thing that, with two others, may be true of one person only.

    A pastime counts only where it is rare.
    """

    PLACE = "place"
    WORK = "work"
    AGE = "age"
    FAMILY = "family"
    HEALTH = "health"
    ORIGIN = "origin"
    PASTIME = "pastime"


class _Rules(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """One facet of `identifying.toml`, whose head says what each entry is for."""

    general: str
    words: str
    listed: str
    patterns: tuple[str, ...]
    common: str


@dataclass(frozen=True, slots=True)
class Together(Generic[Row]):
    """Which rows tell of which facet, in the order of the rows. A facet of no row is left out."""

    rows: Mapping[Facet, tuple[Row, ...]]

    @property
    def could_identify(self) -> bool:
        """Whether three facets or more come together, in however many rows."""
        return len(self.rows) >= ENOUGH


def facets(statement: str) -> frozenset[Facet]:
    """What a statement gives away of its writer, by lists of English words and patterns.

    Whether a pastime is rare cannot be told by a list of rare ones. So every pastime is taken for
    rare in whose clause no common one of `identifying.toml` stands: "plays football" has no
    facet, "plays the bassoon" has one, and so has, for nothing, a common pastime that is not
    listed. Statements in other languages, faith, politics, names, and what only follows from a
    statement ("takes the tram to the Dom") are not found: no facet does not mean no risk.
    """
    plain = " ".join(statement.replace("’", "'").split())
    return frozenset(facet for facet in Facet if _tells(plain, *_patterns()[facet]))


def together(statements: Mapping[Row, str]) -> Together[Row]:
    """Which facets the statements of a package give away, and by which rows."""
    by_row = {row: facets(statement) for row, statement in statements.items()}
    found = {facet: tuple(row for row, told in by_row.items() if facet in told) for facet in Facet}
    return Together({facet: rows for facet, rows in found.items() if rows})


def coarser(statement: str) -> str | None:
    """The sentence that can stand for a statement, saying only what it is about; None for none.

    It names every facet of the statement and nothing of what was said, and has no facet itself.
    """
    told = facets(statement)
    general = [_rules()[facet].general for facet in Facet if facet in told]
    if not general:
        return None
    return f"Says {', '.join(general[:-1])}{' and ' if general[:-1] else ''}{general[-1]}."


def _tells(plain: str, told: re.Pattern[str], common: re.Pattern[str] | None) -> bool:
    if common is None:
        return told.search(plain) is not None
    clauses = _CLAUSE_END.split(plain)
    return any(told.search(clause) and not common.search(clause) for clause in clauses)


@cache
def _rules() -> dict[Facet, _Rules]:
    source = (files("selfaudit.core.export") / "identifying.toml").read_text(encoding="utf-8")
    return msgspec.convert(tomllib.loads(source), dict[Facet, _Rules])


@cache
def _patterns() -> dict[Facet, tuple[re.Pattern[str], re.Pattern[str] | None]]:
    """By facet, what tells of it, and what common thing stands against it."""
    compiled = {}
    for facet, rules in _rules().items():
        listed = _any(rules.listed)
        told = [rf"\b{_any(rules.words)}s?\b", *rules.patterns]
        told = [pattern.replace("{listed}", listed) for pattern in told]
        common = re.compile(rf"\b{_any(rules.common)}\b", re.IGNORECASE) if rules.common else None
        compiled[facet] = (re.compile("|".join(told), re.IGNORECASE), common)
    return compiled


def _any(paragraph: str) -> str:
    terms = (re.escape(term.replace("_", " ")) for term in paragraph.split())
    return f"(?:{'|'.join(terms)})"
