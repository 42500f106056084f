"""Asking for one line: days, or a file."""

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.screens.base import Dialog
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.writing import WritingArea


class AskDialog(Dialog[str | None]):
    """A field. Its result is what was written, or None where nothing is to be done."""

    PLACE = Place.WRITING
    CSS_PATH = "history.tcss"
    BINDINGS = bindings_at(Place.WRITING)
    AUTO_FOCUS = "WritingArea"

    area = getters.query_one(WritingArea)

    def __init__(self, title: str, note: str, text: str = "") -> None:
        super().__init__()
        self._title, self._note, self._text = title, note, text

    @classmethod
    def days(cls, title: str, note: str) -> "AskDialog":
        """To ask for days."""
        how = "A year, a month or a day, or the first and the last: 2024, 2024-03, 2024-03-05, "
        return cls(title, f"{how}2024-03 2024-05. {note}")

    def compose(self) -> ComposeResult:
        """Title, field, note."""
        with Vertical(classes="box"):
            yield Static(self._title, classes="title", markup=False)
            yield WritingArea(self._text)
            yield Static(self._note, classes="note", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Begin at the end of what is there."""
        self.query_one(KeyLine).relabel({"save": "go on", "leave": "leave it"})
        self.area.move_cursor(self.area.document.end)

    @on(WritingArea.Submitted)
    def action_save(self) -> None:
        """Go on with what was written."""
        self.dismiss(" ".join(self.area.text.split("\n")).strip())

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(None)
