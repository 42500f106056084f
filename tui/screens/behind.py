"""What a figure of the report rests on, judgment by judgment."""

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.store.store import Store
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.behind_text import head, listed
from selfaudit.tui.drawable import one_line
from selfaudit.tui.report_parts import Opens
from selfaudit.tui.screens.base import Page
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.lines import LinesView
from selfaudit.tui.words import count

PAGE = 20
"""Judgments that are listed at a time."""


class BehindScreen(Page[None]):
    """The figures that were opened, and below them the judgments, in pages."""

    PLACE = Place.BEHIND
    CSS_PATH = "report.tcss"
    BINDINGS = bindings_at(Place.BEHIND)

    pane = getters.query_one(VerticalScroll)

    def __init__(self, store: Store, opens: Opens) -> None:
        super().__init__()
        self._store = store
        self._opens = opens
        self._first = 0
        self._lines = listed(store, opens.behind[:PAGE], 1)

    def compose(self) -> ComposeResult:
        """What was opened above, its judgments scrolling below."""
        with Vertical(classes="column"):
            yield Static(id="heading", markup=False)
            with VerticalScroll(can_focus=False):
                yield LinesView()
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Begin with the first judgments."""
        self._show()

    def _show(self) -> None:
        total, first = len(self._opens.behind), self._first
        last = min(total, first + PAGE)
        where = f"{count(total, 'answer')} of yours"
        if total > PAGE:
            where += f", {first + 1:,} to {last:,}"
        title = Content.styled(one_line(self._opens.title, 200), "bold $primary")
        parts = [title, Content.styled(where, "$foreground 65%")] if total else [title]
        self.query_one("#heading", Static).update(Content("\n").join(parts))
        above = head(self._opens) if first == 0 else []
        self.query_one(LinesView).lay([*above, *self._lines])
        self.pane.scroll_home(animate=False)
        self.query_one(KeyLine).relabel(
            {
                **({} if last < total else {"turn(1)": ""}),
                **({} if first else {"turn(-1)": ""}),
            }
        )

    def action_turn(self, by: int) -> None:
        """The judgments before or after."""
        first = self._first + by * PAGE
        if not 0 <= first < len(self._opens.behind):
            return
        with self.errors_shown():
            self._lines = listed(self._store, self._opens.behind[first : first + PAGE], first + 1)
            self._first = first
            self._show()

    def action_scroll_by(self, rows: int) -> None:
        """Scroll by rows."""
        self.pane.scroll_relative(y=rows, animate=False)

    def action_scroll_page(self, by: int) -> None:
        """Scroll by a page."""
        self.pane.scroll_relative(y=by * max(1, self.pane.size.height - 2), animate=False)
