"""Lines whose rows stand below one another however narrow it is: answers, lists, tables."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from textual.content import Content

WIDEST_MARGIN = 16
"""Cells that the rows of a line are indented by at most."""


@dataclass(frozen=True, slots=True)
class Line:
    """Words that may take several rows: what the first row begins with, and what the others do."""

    body: Content = field(default_factory=Content)
    first: Content = field(default_factory=Content)
    margin: Content = field(default_factory=Content)


def beside(first: Content, body: Content) -> Line:
    """Words that stand beside something, all rows of them."""
    return Line(body, first, Content(" " * first.cell_length))


def rows(lines: Sequence[Line], width: int) -> Iterator[Content]:
    """Lines as rows of at most so many cells."""
    for line in lines:
        margin = line.first.cell_length
        if margin > min(WIDEST_MARGIN, width // 2):
            yield from (line.first + line.body).wrap(max(1, width))
            continue
        first, *others = line.body.wrap(max(1, width - margin))
        yield line.first + first
        for other in others:
            yield line.margin + other
