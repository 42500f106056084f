"""What tests ask of a page of the report."""

from collections.abc import Iterator

from selfaudit.core.agreement.results import Estimate
from selfaudit.core.report.pages import Figure, Page, Table


def figure(page: Page, name: str) -> Figure:
    """The figure of a name outside of tables."""
    (found,) = [one for one in page.figures if one.name == name]
    return found


def shown(page: Page, name: str) -> Estimate:
    """What is shown of a figure, which must be something."""
    estimate = figure(page, name).shown
    assert estimate is not None, name
    return estimate


def counts(page: Page, name: str) -> dict[str, int]:
    """How often each answer was given."""
    (found,) = [one for one in page.bars if one.name == name]
    return {bar.label: bar.count for bar in found.bars}


def table(page: Page, name: str) -> Table:
    """The table of a name."""
    (found,) = [one for one in page.tables if one.name == name]
    return found


def every_figure(page: Page) -> Iterator[Figure]:
    """The figures of a page, those in tables too."""
    yield from page.figures
    for one in page.tables:
        for row in one.rows:
            yield from row.figures


def headlines(page: Page) -> list[Figure]:
    """The figures that are held against a minimum."""
    return [one for one in every_figure(page) if one.standing is not None]
