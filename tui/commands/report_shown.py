"""The report as lines for a person and as JSON.

Only ids of what a figure rests on are given, never a statement or anything that the person wrote.
"""

import textwrap
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from selfaudit.tui.drawable import one_line

if TYPE_CHECKING:
    from selfaudit.core.report.pages import Bars, Behind, Figure, Page, Report, Table

WIDTH = 78
_BAR = 30
_LABEL = 26
_GAP = 2


def report_lines(report: "Report") -> Iterator[str]:
    """Every page: its question, the sentence, then figures, counts, tables and remarks."""
    for page in report.pages:
        yield from ("", page.question, "=" * len(page.question), "")
        yield from _prose(page.sentence)
        yield from _page(page)
    yield ""
    yield from _prose(
        "The range in brackets says where a number could as well lie, since only some cards, "
        "prompts or pairs were drawn: of a hundred such ranges, about 95 hold the truth."
    )


def _page(page: "Page") -> Iterator[str]:
    from selfaudit.core.report import words

    needed = ""
    for figure in page.figures:
        yield ""
        number = "…" if figure.shown is None else words.figure(figure)
        yield from _prose(f"{number} {figure.label}", "  ")
        yield from _prose(f"Rests on {figure.rests_on}.", "      ")
        if figure.shown is None:
            yield from _prose(words.waiting(figure, needed), "      ")
            needed = words.needs(figure.standing) if figure.standing else ""
        if figure.note:
            yield from _prose(figure.note, "      ")
    for bars in page.bars:
        yield from _bars(bars)
    for table in page.tables:
        yield from _table(table)
    for note in page.notes:
        yield ""
        yield from _prose(note, "  ")
    for study in page.study:
        yield ""
        yield from _prose(study, "  ")


def _bars(bars: "Bars") -> Iterator[str]:
    yield ""
    yield from _prose(bars.title, "  ")
    most = max((bar.count for bar in bars.bars), default=0)
    labels = [one_line(bar.label, 40) for bar in bars.bars]
    widest = max(map(len, labels), default=0)
    for label, bar in zip(labels, bars.bars, strict=True):
        length = round(_BAR * bar.count / most) if most else 0
        drawn = "█" * max(length, min(bar.count, 1))
        yield f"    {label:<{widest}}  {drawn}{' ' if drawn else ''}{bar.count:,}"
    if bars.note:
        yield from _prose(bars.note, "    ")


def _table(table: "Table") -> Iterator[str]:
    """The table, in as many parts as its columns need to fit."""
    from selfaudit.core.report import words

    cells = [[words.cell(figure) for figure in row.figures] for row in table.rows]
    widths = [
        _GAP + max(*map(len, name.split()), *(len(row[place]) for row in cells))
        for place, name in enumerate(table.columns)
    ]
    yield ""
    yield from _prose(table.title, "  ")
    first = 0
    while first < len(widths):
        end = first + 1
        while end < len(widths) and sum(widths[first : end + 1]) <= WIDTH - 4 - _LABEL:
            end += 1
        yield from _part(table, cells, widths, range(first, end))
        first = end
    for note in filter(None, (words.still_needed(table), table.note)):
        yield from _prose(note, "    ")


def _part(
    table: "Table", cells: Sequence[Sequence[str]], widths: Sequence[int], columns: range
) -> Iterator[str]:
    room = WIDTH - 4 - sum(widths[place] for place in columns)
    heads = [textwrap.wrap(table.columns[place], widths[place] - _GAP) for place in columns]
    deepest = max(map(len, heads))
    sizes = [widths[place] for place in columns]
    for depth in range(deepest):
        shown = [([""] * (deepest - len(head)) + head)[depth] for head in heads]
        yield _row("", shown, room, sizes)
    for row, said in zip(table.rows, cells, strict=True):
        first, *more = textwrap.wrap(one_line(row.label), room) or [""]
        yield _row(first, [said[place] for place in columns], room, sizes)
        yield from (f"      {line}" for line in more)


def _row(label: str, cells: Sequence[str], room: int, widths: Sequence[int]) -> str:
    shown = "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths, strict=True))
    return f"    {label:<{room}}{shown}".rstrip()


def _prose(text: str, indent: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=indent)


def report_json(report: "Report") -> Mapping[str, Any]:
    """Everything of the report."""
    return {"made_at": report.made_at, "pages": [_page_json(page) for page in report.pages]}


def _page_json(page: "Page") -> Mapping[str, Any]:
    from selfaudit.core.report import words

    return {
        "name": page.name,
        "question": page.question,
        "sentence": page.sentence,
        "figures": [_figure_json(figure) for figure in page.figures],
        "bars": [
            {
                "name": bars.name,
                "title": bars.title,
                "note": bars.note,
                "bars": [
                    {"label": bar.label, "count": bar.count, "behind": _behind_json(bar.behind)}
                    for bar in bars.bars
                ],
            }
            for bars in page.bars
        ],
        "tables": [
            {
                "name": table.name,
                "title": table.title,
                "columns": list(table.columns),
                "still_needed": words.still_needed(table),
                "note": table.note,
                "rows": [
                    {"label": row.label, "figures": [_figure_json(one) for one in row.figures]}
                    for row in table.rows
                ],
            }
            for table in page.tables
        ],
        "notes": list(page.notes),
        "study": list(page.study),
    }


def _figure_json(figure: "Figure") -> Mapping[str, Any]:
    from selfaudit.core.report import words

    shown, held = figure.shown, figure.standing
    interval = None if shown is None else shown.interval
    return {
        "name": figure.name,
        "label": figure.label,
        "scale": figure.scale,
        "text": words.figure(figure),
        "value": None if shown is None else shown.value,
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
        "level": None if interval is None else interval.level,
        "method": None if shown is None else shown.method,
        "n": None if shown is None else shown.n,
        "clusters": None if shown is None else shown.clusters,
        "rests_on": figure.rests_on,
        "note": figure.note,
        "enough": held is None or held.enough,
        "needs": []
        if held is None
        else [{"unit": need.unit, "have": need.have, "least": need.least} for need in held.needs],
        "width_so_far": None if held is None or held.enough else held.width_so_far,
        "behind": _behind_json(figure.behind),
    }


def _behind_json(behind: Sequence["Behind"]) -> list[Mapping[str, Any]]:
    return [{"of": one.of, "id": one.id, "said": one.said} for one in behind]
