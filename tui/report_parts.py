"""Figures, bars and remarks of the report as rows, and what opens where the cursor stands."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from textual.content import Content

from selfaudit.core.agreement.results import Method
from selfaudit.core.report import words
from selfaudit.core.report.pages import Bars, Behind, Figure, Page
from selfaudit.tui.drawable import one_line
from selfaudit.tui.lines import Line, beside, rows
from selfaudit.tui.report_pictures import picture, span_of
from selfaudit.tui.styled import content

MUTED = "$foreground 65%"
MARGIN = Content("  ")
"""Stands before everything that the cursor can stand at."""

STUDY = "The study · other raters, other models"

_TO_DO = {
    "truth": "What to do: judge cards, with r on the first screen.",
    "relevance": "What to do: say what should matter, with m on the first screen. Blocks count "
    "once they are opened.",
    "comparison": "What to do: compare answers, with c on the first screen. Blocks count once "
    "they are opened.",
    "judge": "What to do: compare answers, with c on the first screen. The model judges the same "
    "pairs by itself.",
    "steadiness": "What to do: compare answers, with c on the first screen. One pair in ten comes "
    "back in its block. Some of what you said is asked again after two weeks, if you like.",
}
"""What leads to more of what a page rests on."""

_LEGEND = (
    "● is what your answers came to. ├──┤ is where it may really lie: 95 of a hundred such ranges "
    "hold the truth."
)
_NOT_DRAWN_BY_CHANCE = (Method.QUARTILES, Method.CENSUS)

_PROSE_CELLS = 92
_INTERVAL_CELLS = 18
_PICTURE_CELLS = 56
_BAR_LABEL_CELLS = 30
_BAR_CELLS = 40


@dataclass(frozen=True, slots=True)
class Opens:
    """What the person gets to see who opens a part: figures, and the judgments behind them."""

    title: str
    figures: tuple[Figure, ...]
    behind: tuple[Behind, ...]


@dataclass(frozen=True, slots=True)
class Part:
    """Some rows; where `opens` is set the cursor can stand at row `at` of them."""

    rows: tuple[Content, ...]
    opens: Opens | None = None
    at: int = 0


def heading(page: Page, width: int) -> Part:
    """The question, the sentence that answers it, and what to do where it is not answered yet."""
    is_answered = bool(page.figures) and page.figures[0].shown is not None
    todo = [] if is_answered else [_TO_DO[page.name]] if page.name in _TO_DO else []
    return Part(
        (
            Content.styled(one_line(page.question), "bold $primary"),
            Content(),
            *prose([Line(content(page.sentence).stylize("bold"))], width),
            *(row for text in todo for row in (Content(), *small([text], width))),
        )
    )


def figure(one: Figure, width: int) -> Part:
    """A number and what it is of; its interval as words and as a picture; what it rests on."""
    shown = one.shown
    number = "…" if shown is None else words.value(shown.value, one.scale)
    label = Content.assemble((number, "bold $primary"), "  ", content(one.label))
    inner = width - MARGIN.cell_length
    lines = [
        *rows([beside(Content(), label)], min(inner, _PROSE_CELLS)),
        *([_interval(one, inner)] if shown else small([words.figure(one)], inner, "$foreground")),
        *small(remarks(one), inner),
    ]
    opens = Opens(f"{number}  {one.label}", (one,), one.behind)
    return Part((Content(), *(MARGIN + line for line in lines)), opens, 1)


def legend(page: Page, width: int) -> Iterator[Part]:
    """How to read the pictures."""
    shown = [one.shown for one in page.figures if one.shown is not None]
    if any(one.interval is not None and one.method not in _NOT_DRAWN_BY_CHANCE for one in shown):
        yield Part((Content(), *small([_LEGEND], width)))


def _interval(one: Figure, width: int) -> Content:
    assert one.shown is not None
    said = words.interval(one.shown, one.scale)
    if one.shown.interval is None or one.shown.method is Method.CENSUS:
        return Content(said)
    said = f"({said})"
    cells = min(_PICTURE_CELLS, width - max(len(said), _INTERVAL_CELLS) - 2)
    beside_picture = Content(f"{said:<{_INTERVAL_CELLS}}  ")
    return beside_picture + picture(one.shown, one.scale, cells)


def bars(group: Bars, width: int) -> Iterator[Part]:
    """How often each answer was given, an answer to a row."""
    most = max((bar.count for bar in group.bars), default=0)
    if not most:
        return
    label_cells = min(
        _BAR_LABEL_CELLS, max(len(one_line(bar.label, _BAR_LABEL_CELLS)) for bar in group.bars)
    )
    number_cells = len(f"{most:,}")
    cells = max(8, min(_BAR_CELLS, width - label_cells - number_cells - 6))
    before: tuple[Content, ...] = (Content(), *prose([_title(group.title)], width))
    for bar in group.bars:
        row = Content.assemble(
            MARGIN,
            fitted(bar.label, label_cells),
            (f"  {bar.count:>{number_cells},}  ", "bold" if bar.count else MUTED),
            ("█" * _cells(bar.count, most, cells), "$primary"),
        )
        opens = Opens(f"{group.title} — {bar.label}", (), bar.behind)
        yield Part((*before, row), opens, len(before))
        before = ()
    if group.note:
        yield Part(tuple(MARGIN + row for row in small([group.note], width - 2)))


def _cells(number: int, most: int, cells: int) -> int:
    """At least one cell for what is there at all."""
    return max(1, round(cells * number / most)) if number else 0


def notes(page: Page, width: int) -> Iterator[Part]:
    """What qualifies the page; and, set apart, what the study came to."""
    if page.notes:
        lines = [beside(Content("· "), content(one)) for one in page.notes]
        yield Part((Content(), *(row.stylize(MUTED) for row in prose(lines, width))))
    if page.study:
        bar = Content.styled("│ ", "$primary")
        lines = [Line(Content.styled(STUDY, "bold"), bar, bar)]
        lines += [Line(content(one), bar, bar) for one in page.study]
        yield Part((Content(), *prose(lines, width)))


def remarks(one: Figure) -> Iterator[str]:
    """What a figure rests on, and what is to be known of it; a note may hold the number itself."""
    meaning = span_of(one.scale, [one.shown]).meaning if one.shown is not None else ""
    yield f"rests on {one.rests_on}{f' · ┊ {meaning}' if meaning else ''}"
    if one.note and one.shown is not None:
        yield one.note


def small(texts: Iterable[str], width: int, style: str = MUTED) -> list[Content]:
    """Remarks, in rows that are not to catch the eye."""
    return list(prose([Line(content(text).stylize(style)) for text in texts], width))


def prose(lines: Sequence[Line], width: int) -> Iterator[Content]:
    """Sentences in rows that are not too long to read."""
    return rows(lines, min(width, _PROSE_CELLS))


def fitted(text: str, cells: int) -> Content:
    """Text from outside in exactly so many cells."""
    return Content(one_line(text, cells + 1)).truncate(cells, ellipsis=True, pad=True)


def _title(title: str) -> Line:
    return Line(content(title).stylize("bold"))
