"""How many minutes the person has: a small choice, made before the cards are drawn."""

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.errors import SelfauditError
from selfaudit.core.review.minutes import Choice, without_limit
from selfaudit.tui import budget_words
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.screens.asking import AskDialog
from selfaudit.tui.screens.base import Dialog, errors_shown
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.key_line import KeyLine

_MUTED = "$foreground 65%"


class BudgetDialog(Dialog[bool]):
    """What can be chosen, each with its cards and what they tell. Its result: whether it changed.

    Once the headline's cards are drawn, a budget can only be lifted.
    """

    PLACE = Place.BUDGET
    CSS_PATH = "budget.tcss"
    BINDINGS = bindings_at(Place.BUDGET)

    table = getters.query_one("#table", Static)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._budgeting = session.budgeting
        self._choices: list[Choice] = []
        self._is_open = False

    def compose(self) -> ComposeResult:
        """Why, the choices, what qualifies them."""
        with Vertical(classes="box"):
            yield Static("How much time do you have?", classes="title", markup=False)
            yield Static(id="how", classes="note", markup=False)
            yield Static(id="now", markup=False)
            yield Static(id="table", markup=False)
            yield Static(id="after", classes="note", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Say what can be chosen now."""
        with errors_shown(self.app):
            self._is_open = self._budgeting.is_open()
            self._choices = self._budgeting.choices()
            current, time = self._budgeting.current, self._budgeting.card_time()
            now = "Now: " + (budget_words.summary(current) if current else "no limit.")
            self.query_one("#how", Static).update(
                budget_words.HOW if self._is_open else budget_words.TOO_LATE
            )
            self.table.display = self._is_open
            self.table.update(self._lines())
            self.query_one("#now", Static).update(now)
            after = self.query_one("#after", Static)
            after.display = self._is_open
            after.update(budget_words.card_time(time))
        hidden = {} if self._is_open else {"choose(0)": "", "other": ""}
        if current is None:
            hidden["lift"] = ""
        self.query_one(KeyLine).relabel(hidden)

    def _lines(self) -> Content:
        lines = [Content.styled("   If 80 of a hundred notes are true, you learn:", _MUTED)]
        for number, one in enumerate(self._choices, 1):
            lines.append(_line(str(number), budget_words.minutes(one.minutes), one))
        lines.append(_line("0", "no limit", without_limit()))
        lines.append(
            Content.styled("   from all of your chats, once the model has read them", _MUTED)
        )
        if not all(one.feeds_headline for one in self._choices):
            lines.append(Content.styled(f"*  {budget_words.TOO_FEW}", _MUTED))
        return Content("\n").join(lines)

    def action_choose(self, number: int) -> None:
        """Take one of those that are offered."""
        if self.is_active and self._is_open:
            self._set(self._choices[number].minutes)

    def action_other(self) -> None:
        """Ask for a number of minutes."""

        def asked(text: str | None) -> None:
            if text:
                with errors_shown(self.app):
                    self._set(_number(text))

        if self.is_active and self._is_open:
            note = "For example 15. Cards are counted from it, at the time that a card takes."
            self.app.push_screen(AskDialog("How many minutes do you have?", note), asked)

    def action_lift(self) -> None:
        """No limit."""
        if self.is_active:
            with errors_shown(self.app):
                self.dismiss(self._budgeting.lift())

    def action_leave(self) -> None:
        """Change nothing."""
        self.dismiss(False)

    def _set(self, minutes: float) -> None:
        with errors_shown(self.app):
            self._budgeting.set(minutes)
            self.dismiss(True)


def _line(key: str, name: str, one: Choice) -> Content:
    return Content.assemble(
        (f"{key}  ", "bold $primary"),
        f"{name:<12}{one.cards:>6,} cards   ",
        (f"{budget_words.learned(one)} of a hundred", "bold"),
        "" if one.feeds_headline else " *",
    )


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise SelfauditError(
            "A number of minutes is wanted, such as 15.", title="No budget was set"
        ) from None
