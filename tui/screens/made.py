"""The package is there: where it is, its withdrawal code, and how to check it."""

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.widgets import Static

from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.export.made_text import made_lines
from selfaudit.tui.export.writing import Written
from selfaudit.tui.screens.base import Page
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.lines import LinesView


class MadeScreen(Page[None]):
    """What a person must know of a package that they have now."""

    PLACE = Place.MADE
    CSS_PATH = "export.tcss"
    BINDINGS = bindings_at(Place.MADE)

    pane = getters.query_one(VerticalScroll)

    def __init__(self, written: Written, program: str = "selfaudit") -> None:
        super().__init__()
        self._written = written
        self._program = program

    def compose(self) -> ComposeResult:
        """The heading; the rest scrolls."""
        with Vertical(classes="column"):
            yield Static("Your package is written. Nothing was sent.", id="step", markup=False)
            with VerticalScroll(can_focus=False):
                yield LinesView()
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Fill it."""
        self.query_one(LinesView).lay(made_lines(self._written, self._program))

    def action_scroll_by(self, by: int) -> None:
        """Scroll by half a page."""
        self.pane.scroll_relative(y=by * max(1, self.pane.size.height // 2), animate=False)
