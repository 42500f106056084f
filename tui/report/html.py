"""The report as one self-contained HTML file: no script, nothing that is loaded from anywhere.

Only ids of what a figure rests on are given, never a statement or anything that the person wrote.
"""

import time
from collections.abc import Sequence

import jinja2

from selfaudit.core.agreement.results import Method
from selfaudit.core.report import words
from selfaudit.core.report.pages import Behind, Report
from selfaudit.tui.drawable import drawable
from selfaudit.tui.report.plots import axis_of, forest_of, point_of

METHODS = {
    Method.WILSON: "Wilson's interval",
    Method.WILSON_FINITE: "Wilson's interval, narrowed because a known part of all was drawn",
    Method.WILSON_EFFECTIVE: "Wilson's interval at an effective number of draws",
    Method.QUARTILES: "no interval: a quarter lies below the range, a quarter above",
    Method.CENSUS: "no interval: everything was counted, so nothing was left to chance",
    Method.JACKKNIFE_T: "jackknife over prompts or conversations, Student's t",
    Method.BOOTSTRAP: "bootstrap over prompts",
    Method.TANGO: "Tango's score interval",
    Method.MOVER: "two intervals combined (MOVER)",
    Method.STUDENT_T: "Student's t",
    Method.FISHER_Z: "Fisher's z",
    Method.UNDEFINED: "no interval: the data cannot bound it",
}
"""How an interval was computed, in words."""


def report_html(report: Report) -> str:
    """The file's text. Everything in it is escaped, and drawable."""
    environment = jinja2.Environment(
        loader=jinja2.PackageLoader("selfaudit.tui.report", ""),
        autoescape=True,
        finalize=lambda shown: drawable(shown) if type(shown) is str else shown,
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
    )
    template = environment.get_template("report.html.jinja")
    return template.render(
        report=report,
        made=time.strftime("%d %B %Y, %H:%M", time.localtime(report.made_at)).lstrip("0"),
        words=words,
        waiting=words.waiting,
        methods=METHODS,
        axis_of=axis_of,
        point_of=point_of,
        forest_of=forest_of,
        grouped=_grouped,
    ).lstrip()


def _grouped(behind: Sequence[Behind]) -> dict[str, list[int]]:
    """Ids of what a figure rests on, by what it is about and what was said of it."""
    found: dict[str, list[int]] = {}
    for one in behind:
        found.setdefault(f"{one.of}: {one.said}", []).append(one.id)
    return found
