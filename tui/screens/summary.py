"""The natural stop after a set of cards."""

from enum import Enum

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.models.item import ItemKind
from selfaudit.core.models.judgment import Question
from selfaudit.core.review.sizes import HEADLINE_CARDS
from selfaudit.core.review.wordings import ASKED
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.budget_words import TOO_FEW
from selfaudit.tui.screens.base import Page
from selfaudit.tui.set_report import SetReport
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.words import count


def _finish(cards: int) -> str:
    if cards < HEADLINE_CARDS:
        return f"That is the {cards} that were fixed beforehand. {TOO_FEW}"
    return (
        f"That is the {cards} the headline rests on. You may stop for good; more cards are extra. "
        "What they came to: o on the first screen."
    )


_MISSED = "see what the model missed"
"""What comes after the last card of the headline, in the place of another set."""


class Leaving(Enum):
    """How the person leaves the summary."""

    GO_ON = "go on"
    UNDO = "undo"
    STOP = "stop"


class SummaryScreen(Page[Leaving]):
    """Counts of the set that was just finished, without judgement."""

    PLACE = Place.SUMMARY
    CSS_PATH = "summary.tcss"
    BINDINGS = bindings_at(Place.SUMMARY)

    def __init__(self, report: SetReport) -> None:
        super().__init__()
        self._report = report

    def compose(self) -> ComposeResult:
        """Counts, time, and what can be done now."""
        report = self._report
        with Vertical(classes="column"):
            yield Static(f"Set {report.number}", classes="title", markup=False)
            yield Static(Content("\n").join(_counts(report)), classes="counts")
            pace = count(round(report.seconds_per_card), "second")
            yield Static(f"About {pace} a card.", classes="note", markup=False)
            if report.guess is not None:
                yield Static(_guess(report), classes="note")
            if report.finishes_headline:
                yield Static(_finish(report.headline_cards), classes="finish", markup=False)
            if report.checks:
                yield Static(_checks(report), classes="checks")
            yield Static(_what_next(report), classes="next")
        keys = KeyLine(self.PLACE)
        if report.finishes_headline:
            keys.relabel({"go_on": _MISSED})
        yield keys

    def action_go_on(self) -> None:
        """To the next set."""
        self.dismiss(Leaving.GO_ON)

    def action_undo(self) -> None:
        """Back to the last card."""
        self.dismiss(Leaving.UNDO)

    def action_leave(self) -> None:
        """Stop for now."""
        self.dismiss(Leaving.STOP)


def _counts(report: SetReport) -> list[Content]:
    rows = [
        (choice.words, report.answers.get(choice.answer, 0))
        for choice in ASKED[Question.TRUE].choices
    ]
    rows.append(("skipped", report.skipped))
    counts = [_row(words, number, report.cards) for words, number in rows]
    if report.edited:
        edited = f"{report.edited} of these in your own words, so not accepted as written."
        counts.append(Content(edited))
    return counts


def _row(words: str, number: int, cards: int) -> Content:
    bar = "█" * round(24 * number / max(1, cards))
    return Content.assemble(f"{words:<16}", (f"{number:>3}  ", "bold"), (bar, "$primary 70%"))


def _guess(report: SetReport) -> Content:
    return Content.assemble(
        f"You guessed that {report.guess} would be right: ",
        (f"{report.right} of {report.cards} are true as written.", "bold $primary"),
    )


_MADE_UP = {
    ItemKind.VAGUE: "fits almost anyone",
    ItemKind.STRANGER: "made up, of a stranger",
}


def _checks(report: SetReport) -> Content:
    """What was a check, and what was said of it."""
    many = len(report.checks) > 1
    heading = "These were checks: we made them up." if many else "This was a check: we made it up."
    lines = [Content.styled(heading, "$foreground 65%")]
    for check in report.checks:
        verdict = check.given.get(Question.TRUE, "")
        said = ASKED[Question.TRUE].words_of(verdict)
        lines.append(
            Content.assemble(
                f"“{check.item.bundled}” ",
                (f"{_MADE_UP[check.item.kind]} · ", "$foreground 65%"),
                (f"you said {said}" if said else "skipped", "bold"),
            )
        )
    return Content("\n").join(lines)


def _what_next(report: SetReport) -> Content:
    open_goal = report.goal is not None and report.done < report.goal
    of = f" of {report.goal}" if open_goal else ""
    return Content.assemble(
        f"{report.done}{of} done.  ",
        ("Enter", "bold $primary"),
        f": {_MISSED if report.finishes_headline else 'next set'}  ·  ",
        ("q", "bold $primary"),
        ": stop here, everything is kept",
    )
