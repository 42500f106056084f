"""What the rules for pasted text share: detectors, runs of lines, and who speaks in a line."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

LINE_LIMIT = 400
"""Code points of a line that a rule looks at; what a line is shows at its beginning."""


@dataclass(frozen=True, slots=True)
class Detector:
    """A rule that assigns an origin, and the version of the rule."""

    name: str
    version: int


DEFAULT = Detector("typed-by-default", 1)

FIRST_PERSON = re.compile(
    r"(?<![\w./-])(?:"
    r"[Ii]|[Mm]e|[Mm]y|[Mm]ine|[Mm]yself|[Ww]e|us|[Oo]urs?|"
    r"[Ii]ch|[Mm]i[rc]h?|[Mm]ein(?:e[mnrs]?)?|[Ww]ir|uns|[Uu]nser(?:e[mnrs]?)?|"
    r"[Jj]e|moi|[Mm]on|[Mm]es|[Nn]ous|[Nn]otre|[Nn]os|"
    r"[Yy]o|mí|[Mm]is?|[Nn]osotr[oa]s|[Nn]uestr[oa]s?|"
    r"[Ii]o|[Mm]i[oa]|[Mm]iei|[Nn]oi|[Nn]ostr[oaie]|"
    r"[Ii]k|[Mm]ijn?|[Ww]ij|ons|[Oo]nze|"
    r"[Ee]u|[Mm]eus?|[Mm]inhas?|[Nn]oss[oa]s?"
    r")(?![\w/-]|\.\w)|\b[JjMm]['’]"
)
"""Words for oneself in English, German, French, Spanish, Italian, Dutch and Portuguese.

Not as part of a path, a host or a name with a hyphen (`us-east`, `java.io.IOException`).
"""

OWN_TEXT = re.compile(
    r"\b(?:my|our|mein\w*|unser\w*|mon|ma|notre|mi|nuestr[oa]) (?:\w+ )?"
    r"(?:text|notes?|letter|essay|draft|story|e-?mail|mail|idea|thoughts|speech|answer|reply|version|"
    r"entwurf|brief|notizen|antwort|lettre|texte|brouillon|réponse|carta|texto|respuesta)\b|"
    r"\b(?:the|this|my|our) (?:situation|case|problem|conflict|plan|plot)\b|"
    r"\b(?:I|ich|we) (?:wrote|schrieb)\b|\bproof-?read|\bspelling\b|\btoo (?:rude|harsh|long)\b",
    re.IGNORECASE,
)
"""Words by which somebody asks for help with a text of their own."""


def blocks(lines: list[str], labels: list[Detector]) -> Iterator[tuple[int, int]]:
    """Runs of lines, as [first, end), that are not blank and that no rule has claimed."""
    first: int | None = None
    for number, line in enumerate(lines):
        free = labels[number] is DEFAULT and bool(line.strip())
        if free and first is None:
            first = number
        elif not free and first is not None:
            yield first, number
            first = None
    if first is not None:
        yield first, len(lines)


def mark(labels: list[Detector], first: int, end: int, label: Detector) -> None:
    """Claim the lines [first, end) that no rule has claimed."""
    for number in range(first, end):
        if labels[number] is DEFAULT:
            labels[number] = label


def runs(
    lines: list[str], labels: list[Detector], score: Callable[[str, str], int]
) -> Iterator[tuple[int, int, list[int]]]:
    """Runs of free lines that score above 0, as [first, end) with the scores of its lines.

    `score` gets a line, cut at `LINE_LIMIT`, and the line before it. Blank lines neither belong nor
    end a run; one line that scores 0 between two that do not stays inside, unless somebody speaks
    of themselves in it.
    """
    first, end, scores, zeros = 0, 0, list[int](), 0
    before = ""
    for number, whole in enumerate(lines):
        line = whole[:LINE_LIMIT].rstrip()
        free = labels[number] is DEFAULT
        if free and not line:
            continue
        points = score(line, before) if free else 0
        before = line
        if points:
            if not scores:
                first = number
            scores.extend([0] * zeros + [points])
            end, zeros = number + 1, 0
        elif scores:
            zeros += 1
            if not free or zeros > 1 or FIRST_PERSON.search(line):
                yield first, end, scores
                scores, zeros = [], 0
    if scores:
        yield first, end, scores
