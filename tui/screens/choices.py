"""What the person chose of rows so far, each to be taken back."""

from collections.abc import Sequence

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.store.packages import StoredWithholding
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.export.choices_text import choice_line
from selfaudit.tui.export.desk import ExportDesk
from selfaudit.tui.screens.base import Page
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.row_list import RowList
from selfaudit.tui.words import count

NOTHING = "You have chosen nothing yet. What is withheld is withheld by the program's own rules."


class ChoicesScreen(Page[None]):
    """A list of choices, the newest first."""

    PLACE = Place.CHOICES
    CSS_PATH = "export.tcss"
    BINDINGS = bindings_at(Place.CHOICES)

    rows = getters.query_one(RowList)
    keys = getters.query_one(KeyLine)

    def __init__(self, desk: ExportDesk) -> None:
        super().__init__()
        self._desk = desk
        self._choices: Sequence[StoredWithholding] = ()

    def compose(self) -> ComposeResult:
        """How many there are; the list; what was said."""
        with Vertical(classes="column"):
            yield Static(id="where", markup=False)
            yield RowList()
            yield Static(id="said", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """List them."""
        self._show()

    def _show(self, remark: str = "") -> None:
        with self.errors_shown():
            self._choices = self._desk.choices
        where = Content.styled("Your choices", "bold $primary")
        listed = len(self._choices)
        self.query_one("#where", Static).update(
            where + (f"  {count(listed, 'choice')}, the newest first" if listed else f"  {NOTHING}")
        )
        self.rows.lay(listed, self._line, self.rows.cursor)
        self.query_one("#said", Static).update(remark)
        labels = {} if listed else {"take_back": "", "move(-1)": ""}
        self.keys.relabel(labels if self._desk.can_undo else {**labels, "undo": ""})

    def _line(self, number: int) -> Content:
        return choice_line(self._choices[number], self._desk.preview)

    def action_move(self, by: int) -> None:
        """Up and down."""
        self.rows.move(by)

    def action_take_back(self) -> None:
        """Forget the chosen one."""
        if self.is_active and self.rows.cursor < len(self._choices):
            with self.errors_shown():
                self._desk.forget(self._choices[self.rows.cursor])
                self._show("Taken back. z brings it back.")

    def action_undo(self) -> None:
        """Take back the last thing that was done."""
        if self.is_active:
            with self.errors_shown():
                words = self._desk.undo()
                self._show(f"Taken back: {words}." if words else "There is nothing left.")
