"""What a rule finds in a text: where it stands, and which rule it was."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import StrEnum


class Rule(StrEnum):
    """Every class of things that is found, and the label of its pseudonyms.

    Of two findings that overlap the longer one counts; of two that are as long, the one whose
    rule stands first here.
    """

    SECRET = "secret"  # noqa: S105 - the name of a rule
    EMAIL = "email"
    URL = "url"
    IBAN = "iban"
    CARD = "card"
    NATIONAL_NUMBER = "id"
    PHONE = "phone"
    IP = "ip"
    MAC = "mac"
    HANDLE = "handle"
    ADDRESS = "address"
    NAME = "name"
    PLACE = "place"
    WORD = "word"

    @property
    def label(self) -> str:
        """The word that stands in a pseudonym of this rule."""
        return self.value.upper()


LISTED_RULES = (Rule.NAME, Rule.PLACE, Rule.WORD)
"""Rules that find what the person listed: names, places, and any other word."""


@dataclass(frozen=True, slots=True)
class Finding:
    """A stretch of a text that a rule finds, in code points, `end` exclusive.

    `normal` is its value without what may differ between two ways of writing the same thing; it
    is the person's text, so it is never compared, printed or logged.
    """

    start: int
    end: int
    rule: Rule
    normal: str = field(default="", repr=False, compare=False)

    @property
    def length(self) -> int:
        """Code points of the stretch."""
        return self.end - self.start


Detector = Callable[[str], Iterable[Finding]]
"""Finds things in a text that was made plain by `view.View`; the text may hold barriers."""


def without_overlaps(findings: Iterable[Finding]) -> list[Finding]:
    """The findings that count where some overlap, in the order of the text.

    The longest first, of equal ones that of the first rule, then the earliest.
    """
    order = list(Rule)
    taken: list[Finding] = []
    reached = -1
    # From left to right in groups that touch; within a group the longest goes first.
    group: list[Finding] = []
    for finding in sorted(findings, key=lambda one: one.start):
        if finding.start >= reached:
            taken += _resolved(group, order)
            group = []
        group.append(finding)
        reached = max(reached, finding.end)
    return taken + _resolved(group, order)


def _resolved(group: list[Finding], order: list[Rule]) -> list[Finding]:
    if len(group) < 2:
        return group
    free = bytearray(max(one.end for one in group) - group[0].start)
    first = group[0].start
    taken: list[Finding] = []
    for one in sorted(group, key=lambda one: (-one.length, order.index(one.rule), one.start)):
        start, end = one.start - first, one.end - first
        if not any(free[start:end]):
            free[start:end] = b"\x01" * one.length
            taken.append(one)
    return sorted(taken, key=lambda one: one.start)
