"""A text with pseudonyms in the place of what the rules find, and the way back."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field, replace

from selfaudit.core.export.redaction.detecting import detectors, find
from selfaudit.core.export.redaction.finding import Finding, Rule
from selfaudit.core.export.redaction.names import ListedName
from selfaudit.core.export.redaction.phones import DEFAULT_REGIONS
from selfaudit.core.export.redaction.pseudonyms import Pseudonyms


@dataclass(frozen=True, slots=True)
class Context:
    """The text that a quote is cut from, and where: `text[start:end]` is the quote."""

    text: str = field(repr=False)
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Replacement:
    """One finding: where it stood, where it stands now (code points), and what for.

    Of a kept one both stretches hold the same words. `kept_key` is what `Redactor` takes to leave
    this value from now on; it tells nothing of the value.
    """

    start: int
    end: int
    new_start: int
    new_end: int
    rule: Rule
    pseudonym: str
    kept_key: str
    is_kept: bool


@dataclass(frozen=True, slots=True)
class Redacted:
    """A redacted text, and every finding in its order, those that were kept among them."""

    text: str
    findings: tuple[Replacement, ...]

    @property
    def replaced(self) -> tuple[Replacement, ...]:
        """The findings in whose place a pseudonym stands."""
        return tuple(one for one in self.findings if not one.is_kept)

    @property
    def kept(self) -> tuple[Replacement, ...]:
        """The findings that the person chose to leave."""
        return tuple(one for one in self.findings if one.is_kept)

    def stretch(self, start: int, end: int) -> tuple[int, int]:
        """Where a stretch of the original stands in the redacted text.

        A finding that it holds a part of goes with it whole. A quote is cut out in this way and
        not redacted alone: alone it lacks the words by which a password or a phone is known.
        """
        return self._moved(start, at_end=False), self._moved(end, at_end=True)

    def _moved(self, place: int, *, at_end: bool) -> int:
        moved = 0
        for one in self.findings:
            if place >= one.end:
                moved = one.new_end - one.end
            elif place > one.start or (place == one.start and not at_end):
                return one.new_end if at_end else one.new_start
            else:
                break
        return place + moved

    def cut(self, start: int, end: int) -> "Redacted":
        """A stretch of the original, redacted as the whole of it was (`stretch`)."""
        first, last = self.stretch(start, end)
        return Redacted(
            self.text[first:last],
            tuple(
                replace(
                    one,
                    start=max(one.start, start) - start,
                    end=min(one.end, end) - start,
                    new_start=one.new_start - first,
                    new_end=one.new_end - first,
                )
                for one in self.findings
                if one.start < end and start < one.end
            ),
        )

    def undone(self, original: str, which: Iterable[Replacement]) -> str:
        """The redacted text with the words of the original in some places again."""
        text = self.text
        chosen = {one for one in which if not one.is_kept}
        for one in sorted(chosen, key=lambda one: -one.new_start):
            text = text[: one.new_start] + original[one.start : one.end] + text[one.new_end :]
        return text


class Redactor:
    """Redacts the texts of one package.

    `secret` is the package's own, of at least 16 random bytes, and never leaves with it; `names`
    is the person's list; `keep` holds the kept keys of what the person wants to leave; `regions`
    are countries whose telephone numbers are known without a country code, their own first.
    Raises ValueError for a secret that is too short.
    """

    def __init__(
        self,
        secret: bytes,
        names: Sequence[ListedName] = (),
        keep: Collection[str] = (),
        *,
        regions: Sequence[str] = DEFAULT_REGIONS,
    ) -> None:
        self._pseudonyms = Pseudonyms(secret)
        self._rules = detectors(names, regions)
        self._keep = frozenset(keep)

    def redact(self, text: str) -> Redacted:
        """Put a pseudonym in the place of everything that is found and not kept."""
        parts: list[str] = []
        findings: list[Replacement] = []
        done = length = 0
        for finding in find(text, self._rules, self._is_kept):
            is_kept = self._is_kept(finding)
            pseudonym = self._pseudonyms.pseudonym(finding)
            shown = text[finding.start : finding.end] if is_kept else pseudonym
            new_start = length + finding.start - done
            length = new_start + len(shown)
            parts += (text[done : finding.start], shown)
            done = finding.end
            findings.append(
                Replacement(
                    finding.start,
                    finding.end,
                    new_start,
                    length,
                    finding.rule,
                    pseudonym,
                    self._pseudonyms.kept_key(finding),
                    is_kept,
                )
            )
        parts.append(text[done:])
        return Redacted("".join(parts), tuple(findings))

    def _is_kept(self, finding: Finding) -> bool:
        return bool(self._keep) and self._pseudonyms.kept_key(finding) in self._keep
