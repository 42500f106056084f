"""Pictures of intervals, drawn by plotext: a row to each figure, all of them on one scale."""

from collections.abc import Sequence
from dataclasses import dataclass

from textual.content import Content
from textual_plotext import Plot

from selfaudit.core.agreement.results import Estimate
from selfaudit.core.report.pages import Scale

_MUTED = "$foreground 65%"
_POINT, _LOW, _HIGH, _BETWEEN, _MARK, _CROSSED, _GROUND = "●├┤─┊┼┈"
_BOLD = {_POINT: "bold $primary"} | dict.fromkeys((_LOW, _HIGH, _BETWEEN, _CROSSED), "$primary")

_AXIS_ROWS = 2
_END_CELLS = 9
_TICK_CELLS = 6
_STEPS = [step * size for size in (1, 10, 100, 1_000) for step in (1, 2, 5)]
_MOST_STEPS = 6


@dataclass(frozen=True, slots=True)
class Span:
    """What a picture reaches over.

    `ends` say it in words, `ticks` are numbered, each multiplied by `unit`. A figure is read
    against the `mark`, if there is one, which means what `meaning` says.
    """

    low: float
    high: float
    ends: tuple[str, str]
    ticks: tuple[float, ...]
    unit: float = 1
    mark: float | None = None
    meaning: str = ""


_QUARTERS = (0, 0.25, 0.5, 0.75, 1)
_FIXED = {
    Scale.SHARE: Span(0, 1, ("none", "all"), _QUARTERS, 100),
    Scale.PER_TEN: Span(0, 10, ("none", "all ten"), (0, 2, 4, 6, 8, 10)),
    Scale.RATING: Span(
        1, 5, ("1 plain", "5 other"), (1, 2, 3, 4, 5), mark=3, meaning="no difference"
    ),
}


def span_of(scale: Scale, estimates: Sequence[Estimate]) -> Span:
    """What a picture of these figures has to reach over."""
    if scale in _FIXED:
        return _FIXED[scale]
    ends = [end for one in estimates for end in _ends(one)]
    low, high = min(ends, default=0.0), max(ends, default=1.0)
    ticks: tuple[float, ...] = (-1.0, -0.5, 0.0, 0.5, 1.0)
    match scale:
        case Scale.NET:
            most = 2.0 if max(-low, high) > 1 else 1.0  # A difference of two may be up to two.
            ticks = tuple(most * tick for tick in ticks)
            return Span(-most, most, ("worse", "better"), ticks, 100, 0, "no difference")
        case Scale.AGREEMENT if low < 0:
            return Span(-1, 1, ("−1 never", "1 always"), ticks, mark=0, meaning="chance alone")
        case Scale.AGREEMENT:
            return Span(0, 1, ("0 chance", "1 always"), _QUARTERS)
        case Scale.STEPS:
            ticks = _ticks(max(-low, high, 1))
            most = ticks[-1]
            both = (*(-tick for tick in reversed(ticks[1:])), *ticks)
            ends_said = (f"−{most:g}", f"+{most:g}")
            return Span(-most, most, ends_said, both, mark=0, meaning="as high as you")
        case Scale.RATIO:
            ticks = _ticks(max(high, 2))
            said = ("0", f"{ticks[-1]:g}×")
            return Span(0, ticks[-1], said, ticks, mark=1, meaning="as many as you")
        case _:
            ticks = _ticks(high)
            return Span(0, ticks[-1], ("0", f"{ticks[-1]:g}"), ticks)


def picture(estimate: Estimate, scale: Scale, cells: int) -> Content:
    """One figure in one row, between what the ends of its scale are called."""
    span = span_of(scale, [estimate])
    left, right = span.ends
    (row,) = intervals([estimate], span, cells - 2 * _END_CELLS - 2)
    return Content.assemble((f"{left:>{_END_CELLS}} ", _MUTED), row, (f" {right}", _MUTED))


def intervals(estimates: Sequence[Estimate | None], span: Span, cells: int) -> list[Content]:
    """A row of so many cells for each figure, empty where there is none."""
    plot = _plot(span, cells, len(estimates))
    for place, estimate in enumerate(estimates):
        if estimate is not None:
            _draw(plot, len(estimates) - 1 - place, estimate, span)
    return _rows(plot, len(estimates))


def axis(span: Span, cells: int) -> list[Content]:
    """The numbered scale on which `intervals` are drawn."""
    plot = _plot(span, cells, 1 + _AXIS_ROWS)
    plot.xaxes(True, False)
    ticks = span.ticks if cells >= _TICK_CELLS * len(span.ticks) else span.ticks[::2]
    plot.xticks(list(ticks), [f"{span.unit * tick:g}".replace("-", "−") for tick in ticks])
    return [Content.styled(row.plain, _MUTED) for row in _rows(plot, 1 + _AXIS_ROWS)[1:]]


def _plot(span: Span, cells: int, rows: int) -> Plot:
    plot = Plot()
    plot.theme("clear")
    plot.frame(False)
    plot.xticks([])
    plot.yticks([])
    plot.plotsize(cells, rows)
    plot.xlim(span.low, span.high)
    plot.ylim(0, max(1, rows - 1))
    plot.scatter([span.low], [0], marker=" ")  # Without any data there would be no scale.
    return plot


def _draw(plot: Plot, height: int, estimate: Estimate, span: Span) -> None:
    low, high = _ends(estimate)
    plot.plot([span.low, span.high], [height, height], marker=_GROUND)
    if span.mark is not None:
        plot.scatter([span.mark], [height], marker=_MARK)
    plot.plot([low, high], [height, height], marker=_BETWEEN)
    if span.mark is not None and low <= span.mark <= high:
        plot.scatter([span.mark], [height], marker=_CROSSED)
    plot.scatter([low], [height], marker=_LOW)
    plot.scatter([high], [height], marker=_HIGH)
    plot.scatter([estimate.value], [height], marker=_POINT)


def _rows(plot: Plot, rows: int) -> list[Content]:
    lines = plot.uncolorize(plot.build()).split("\n")[:rows]
    return [
        Content.assemble(*((sign, _BOLD.get(sign, _MUTED)) for sign in line)).simplify()
        for line in lines
    ]


def _ends(estimate: Estimate) -> tuple[float, float]:
    interval = estimate.interval
    return (interval.low, interval.high) if interval else (estimate.value, estimate.value)


def _ticks(most: float) -> tuple[float, ...]:
    """Even numbers that are easy to read, from 0 to the first one that is not below `most`."""
    step = next((one for one in _STEPS if most <= _MOST_STEPS * one), _STEPS[-1])
    parts = max(1, -int(-most // step))
    return tuple(float(step * part) for part in range(parts + 1))
