"""The report's numbers as a package holds them: no sentences, and no ids of the store."""

from collections.abc import Mapping

from selfaudit.core.report.pages import Figure, Page, Report


def figures_of(report: Report) -> Mapping[str, object]:
    """Every page's figures, counts and tables, as values that JSON can hold."""
    return {page.name: _page(page) for page in report.pages}


def _page(page: Page) -> Mapping[str, object]:
    return {
        "figures": {figure.name: _figure(figure) for figure in page.figures},
        "counts": {bars.name: {bar.label: bar.count for bar in bars.bars} for bars in page.bars},
        "tables": {
            table.name: {
                row.label: {figure.name: _figure(figure) for figure in row.figures}
                for row in table.rows
            }
            for table in page.tables
        },
    }


def _figure(figure: Figure) -> Mapping[str, object]:
    """A figure as far as it may be said, what it rests on, and what it still needs."""
    shown, held = figure.shown, figure.standing
    interval = None if shown is None else shown.interval
    return {
        "value": None if shown is None else shown.value,
        "low": None if interval is None else interval.low,
        "high": None if interval is None else interval.high,
        "level": None if interval is None else interval.level,
        "method": None if shown is None else str(shown.method),
        "n": None if shown is None else shown.n,
        "clusters": None if shown is None else shown.clusters,
        "scale": str(figure.scale),
        "label": figure.label,
        "rests_on": figure.rests_on,
        "needs": {}
        if held is None
        else {str(need.unit): [need.have, need.least] for need in held.needs},
    }
