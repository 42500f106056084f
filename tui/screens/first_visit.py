"""What to know before the first card."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.review.wordings import INSTRUCTIONS
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.drawable import drawable
from selfaudit.tui.screens.base import Page
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.key_line import KeyLine

_NOTE = (
    "Your answer is saved the moment you press its key; z takes it back, and the one before it, as "
    "far as you like. A key that comes right after a new question is ignored."
)


class FirstVisitScreen(Page[bool]):
    """The instructions, shown until they were read. Its result: whether to go on."""

    PLACE = Place.WELCOME
    CSS_PATH = "first_visit.tcss"
    BINDINGS = bindings_at(Place.WELCOME)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        """The instructions, a definition to a line, and how keys work."""
        first, *definitions = drawable(self._session.words(INSTRUCTIONS).text).split("\n")
        with Vertical(classes="column"):
            yield Static(first, classes="title", markup=False)
            for line in definitions:
                term, colon, words = line.partition(": ")
                told = Content.assemble((f"{term}{colon}", "bold"), words) if colon else line
                yield Static(told, classes="definition", markup=False)
            yield Static(_NOTE, classes="note", markup=False)
        yield KeyLine(self.PLACE)

    def action_go_on(self) -> None:
        """To the practice cards."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Not now."""
        self.dismiss(False)
