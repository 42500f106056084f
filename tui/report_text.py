"""A whole page of the report as parts, from the sentence down to the study."""

from datetime import UTC, datetime

from textual.content import Content
from textual.style import Style

from selfaudit.core.report.pages import Page, Report
from selfaudit.tui import report_parts, report_tables
from selfaudit.tui.drawable import one_line
from selfaudit.tui.report_parts import Part
from selfaudit.tui.words import day

SHORT = {
    "truth": "true",
    "relevance": "matters",
    "comparison": "helped",
    "judge": "judge",
    "steadiness": "steady",
    "beliefs": "noted",
}
"""Pages as their tabs are called."""

ROOM_FOR_A_DAY = 5
"""Tabs beside which a small terminal has room for a day."""


def parts(page: Page, width: int) -> list[Part]:
    """What is on a page, from top to bottom, in rows of so many cells."""
    return [
        report_parts.heading(page, width),
        *(report_parts.figure(one, width) for one in page.figures),
        *report_parts.legend(page, width),
        *(part for group in page.bars for part in report_parts.bars(group, width)),
        *(part for one in page.tables for part in report_tables.table(one, width)),
        *report_parts.notes(page, width),
    ]


def tabs(report: Report, number: int) -> Content:
    """The questions in short, the one that is shown standing out. Each can be clicked."""
    return Content("").join(
        Content.styled(
            f" {place + 1} {SHORT.get(page.name, one_line(page.name, 12))} ",
            "bold reverse $primary" if place == number else "$foreground 65%",
        ).stylize(Style.from_meta({"@click": f"screen.turn_to({place})"}))
        for place, page in enumerate(report.pages)
    )


def made(report: Report) -> str:
    """When it was counted, in the person's own time."""
    moment = datetime.fromtimestamp(report.made_at, UTC).astimezone()
    if len(report.pages) > ROOM_FOR_A_DAY:
        return f"made {moment:%H:%M}"
    return f"made {day(report.made_at)}, {moment:%H:%M}"
