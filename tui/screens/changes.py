"""After what was asked again: what changed since last time."""

from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.review.changes import Changes, Repeat
from selfaudit.core.review.wordings import TRUE
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.drawable import one_line
from selfaudit.tui.screens.base import Page
from selfaudit.tui.screens.summary import Leaving
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.words import count

_NOTE = (
    "Your first answers stay as they are in every figure. If a statement holds no longer, say so "
    "where your assistant has noted it."
)


class ChangesScreen(Page[Leaving]):
    """How much was said the same, and each statement of which something else was said."""

    PLACE = Place.SUMMARY
    CSS_PATH = "summary.tcss"
    BINDINGS = bindings_at(Place.SUMMARY)

    def __init__(self, changes: Changes) -> None:
        super().__init__()
        self._changes = changes

    def compose(self) -> ComposeResult:
        """Counts above, the changed statements below."""
        changed, all_of = self._changes.changed, self._changes.repeats
        with Vertical(classes="column"):
            yield Static("What changed since last time", classes="title", markup=False)
            same = len(all_of) - len(changed)
            told = f"You said the same of {same} of {count(len(all_of), 'card')}."
            yield Static(told, classes="counts", markup=False)
            with VerticalScroll(classes="changed"):
                for one in changed:
                    yield Static(_changed(one))
            yield Static(_NOTE, classes="note", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """There is no next set here."""
        self.query_one(KeyLine).relabel({"go_on": "go on"})

    def action_go_on(self) -> None:
        """To what is next."""
        self.dismiss(Leaving.GO_ON)

    def action_undo(self) -> None:
        """Back to the last card."""
        self.dismiss(Leaving.UNDO)

    def action_leave(self) -> None:
        """Stop for now."""
        self.dismiss(Leaving.STOP)


def _changed(one: Repeat) -> Content:
    first, second = (TRUE.words_of(answer) for answer in (one.first, one.second))
    statement = f"“{one_line(one.statement, 300)}”" if one.statement else "(erased)"
    return Content.assemble(statement, "  ", (f"{first} → {second}", "bold $primary"))
