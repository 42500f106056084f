"""An error: what happened, why, and what to try."""

from typing import ClassVar

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import Static

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.drawable import shortened
from selfaudit.tui.styled import content
from selfaudit.tui.widgets.key_line import KeyLine


class ErrorDialog(ModalScreen[None]):
    """Shows a SelfauditError. Nothing that was stored is lost."""

    PLACE: ClassVar[Place] = Place.READING
    CSS_PATH = "dialog.tcss"
    BINDINGS = bindings_at(Place.READING)
    AUTO_FOCUS = ""

    def __init__(self, error: SelfauditError) -> None:
        super().__init__()
        self._error = error

    def compose(self) -> ComposeResult:
        """Title, message, hint."""
        with Vertical(classes="box -error"):
            yield Static(content(shortened(self._error.title, 200)), classes="title")
            yield Static(content(shortened(self._error.message, 1_000)), classes="text")
            if self._error.hint:
                yield Static("What to try", classes="label", markup=False)
                yield Static(content(shortened(self._error.hint, 1_000)), classes="text")
            yield Static("Everything stored before this is kept.", classes="note", markup=False)
        yield KeyLine(self.PLACE)

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()
