"""Tables of the report: the most telling columns that fit, and the intervals of the first one."""

from collections.abc import Iterator, Sequence
from itertools import zip_longest
from textwrap import wrap

from textual.content import Content

from selfaudit.core.agreement.enough import Headline
from selfaudit.core.report import words
from selfaudit.core.report.pages import Figure, Row, Table
from selfaudit.tui.drawable import one_line
from selfaudit.tui.lines import Line
from selfaudit.tui.report_parts import MARGIN, MUTED, Opens, Part, prose, small
from selfaudit.tui.report_pictures import axis, intervals, span_of
from selfaudit.tui.styled import content

_TELLING = ("ratio", "extra", "missed", "selector_rate", "false_facts", "kappa")
"""Names of figures that come first where not all columns fit."""

_LONGEST_LABEL = 120
_LABEL_CELLS = (16, 46)
_PICTURE_CELLS = (20, 44)
_HEAD_CELLS = 12
_GAP = "  "

MORE = "Enter on a line shows its other numbers."


def table(one: Table, width: int) -> Iterator[Part]:
    """A part to each line of the table; the first column is drawn too, where it may be said."""
    if not one.rows:
        return
    grid = _Grid(one, width - MARGIN.cell_length)
    before: tuple[Content, ...] = (
        Content(),
        *prose([Line(content(one.title).stylize("bold"))], width),
        *(MARGIN + row for row in grid.heads()),
    )
    drawings = grid.drawings()
    for row, drawing in zip(one.rows, drawings, strict=True):
        first, *others = grid.line(row)
        rows = (MARGIN + first + drawing, *(MARGIN + other for other in others))
        behind = next((figure.behind for figure in row.figures if figure.behind), ())
        yield Part((*before, *rows), Opens(row.label, row.figures, behind), len(before))
        before = ()
    below = [MARGIN + row for row in grid.scale()]
    remarks = [grid.meaning, words.still_needed(one), MORE if grid.hides else "", one.note]
    below += [MARGIN + row for row in small(filter(None, remarks), width - 2)]
    yield Part(tuple(below))


class _Grid:
    """Which columns of a table are shown at a width, and how wide everything is."""

    def __init__(self, one: Table, width: int) -> None:
        self._table = one
        order = _order(one.rows[0])
        self._drawn = [row.figures[order[0]].shown for row in one.rows]
        has_picture = any(drawn is not None and drawn.interval for drawn in self._drawn)
        aside = has_picture * (len(_GAP) + _PICTURE_CELLS[0])
        least, most = _LABEL_CELLS
        longest = max(len(one_line(row.label, most)) for row in one.rows)
        room = width - len(_GAP) - self._cells(order[0]) - aside
        self._labels = min(longest, max(least, room))
        room = width - self._labels - aside
        self._columns: list[int] = []
        for column in order:
            room -= len(_GAP) + self._cells(column)
            if self._columns and room < 0:
                room += len(_GAP) + self._cells(column)
                break
            self._columns.append(column)
        self.hides = len(self._columns) < len(order)
        self._picture = min(_PICTURE_CELLS[1], max(8, room + _PICTURE_CELLS[0]))
        self._picture *= has_picture
        first = one.rows[0].figures[order[0]]
        self._span = span_of(first.scale, [drawn for drawn in self._drawn if drawn is not None])
        meaning = f"┊ {self._span.meaning}" if self._picture and self._span.meaning else ""
        self._above = meaning if len(meaning) <= self._picture else ""
        self.meaning = "" if self._above else meaning

    def heads(self) -> list[Content]:
        """The names of the columns, in as many rows as they take, the last one lowest."""
        names = [wrap(self._table.columns[c], self._cells(c)) for c in self._columns]
        rows = list(zip_longest(*map(reversed, names), fillvalue=""))
        lines = [self._row("", row) for row in reversed(rows)]
        lines[-1] += _GAP + self._above
        return [Content.styled(line, MUTED) for line in lines]

    def _row(self, label: str, cells: Sequence[str]) -> str:
        columns = zip(cells, self._columns, strict=True)
        return f"{label:<{self._labels}}" + "".join(
            f"{_GAP}{cell:<{self._cells(column)}}" for cell, column in columns
        )

    def line(self, row: Row) -> list[Content]:
        """A line of the table; a long label goes on below."""
        first, *others = Content(one_line(row.label, _LONGEST_LABEL)).wrap(self._labels)
        line = first.pad_right(max(0, self._labels - first.cell_length))
        for column in self._columns:
            figure = row.figures[column]
            style = MUTED if figure.shown is None else "bold"
            line += Content.styled(f"{_GAP}{cell(figure):<{self._cells(column)}}", style)
        return [line, *others]

    def drawings(self) -> list[Content]:
        """What stands at the end of each line."""
        if not self._picture:
            return [Content()] * len(self._drawn)
        drawn = intervals(self._drawn, self._span, self._picture)
        return [Content(_GAP) + row for row in drawn]

    def scale(self) -> list[Content]:
        """The numbered scale below the pictures."""
        if not self._picture:
            return []
        indent = Content(self._row("", [""] * len(self._columns)) + _GAP)
        return [indent + row for row in axis(self._span, self._picture)]

    def _cells(self, column: int) -> int:
        name = self._table.columns[column]
        said = [cell(row.figures[column]) for row in self._table.rows]
        return max(min(_HEAD_CELLS, len(name)), *map(len, name.split()), *map(len, said))


def _order(row: Row) -> list[int]:
    """Columns, the most telling first."""
    names = [figure.name for figure in row.figures]
    first = [names.index(name) for name in _TELLING if name in names]
    return first + [place for place in range(len(names)) if place not in first]


def cell(figure: Figure) -> str:
    """A figure in few words. Of a small group only counts are said."""
    held = figure.standing
    if held is not None and held.headline is Headline.SUBGROUP and not held.enough:
        return figure.rests_on
    return words.cell(figure)
