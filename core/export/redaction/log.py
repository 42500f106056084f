"""What was redacted, in numbers: by rule how often and how much, never what."""

from dataclasses import dataclass

from selfaudit.core.export.redaction.finding import Rule
from selfaudit.core.export.redaction.redactor import Redacted


@dataclass(frozen=True, slots=True)
class RedactionCount:
    """How often a rule's findings were replaced, and how many code points they had together.

    `kept` counts the findings of the rule that the person left; they are in no other number.
    """

    rule: Rule
    count: int
    length: int
    kept: int


class RedactionCounts:
    """Counts over the texts of a package."""

    def __init__(self) -> None:
        self._counts: dict[Rule, list[int]] = {}

    def add(self, redacted: Redacted) -> None:
        """Count what was replaced and what was kept in one text."""
        for one in redacted.findings:
            counts = self._counts.setdefault(one.rule, [0, 0, 0])
            if one.is_kept:
                counts[2] += 1
            else:
                counts[0] += 1
                counts[1] += one.end - one.start

    def rows(self) -> tuple[RedactionCount, ...]:
        """One row for each rule that found anything, in the order of the rules."""
        return tuple(
            RedactionCount(rule, *self._counts[rule]) for rule in Rule if rule in self._counts
        )
