"""How far the model and the person agree: a page to each question."""

from dataclasses import dataclass

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.message import Message
from textual.widgets import Static

from selfaudit.core.errors import SelfauditError
from selfaudit.core.report.pages import Report
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.report_text import made, tabs
from selfaudit.tui.screens.base import Page
from selfaudit.tui.screens.behind import BehindScreen
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.report_page import ReportPageView

COUNTING = "Counting…"
NOT_COUNTED = "It could not be counted. r tries again."


class ReportScreen(Page[None]):
    """Counts everything in a thread, then shows page by page."""

    PLACE = Place.REPORT
    CSS_PATH = "report.tcss"
    BINDINGS = bindings_at(Place.REPORT)

    pane = getters.query_one(VerticalScroll)
    view = getters.query_one(ReportPageView)
    keys = getters.query_one(KeyLine)

    @dataclass
    class Counted(Message):
        """The thread has a report, or knows why there is none."""

        report: Report | SelfauditError

    @dataclass
    class Counting(Message):
        """So many pages are counted."""

        done: int
        of: int

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._report: Report | None = None
        self._number = 0
        self._cursors: dict[int, int] = {}
        self._counting = False

    def compose(self) -> ComposeResult:
        """Tabs above, the page scrolling below."""
        with Vertical(classes="column"):
            with Horizontal(id="top"):
                yield Static(id="tabs", markup=False)
                yield Static(id="made", markup=False)
            yield Static(COUNTING, id="waiting", markup=False)
            with VerticalScroll(can_focus=False):
                yield ReportPageView()
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Begin to count."""
        self.action_count_again()

    # Counting

    def action_count_again(self) -> None:
        """Count everything, also what was said since the last time."""
        if self._counting:
            return
        self._counting = True
        self.query_one("#waiting", Static).update(COUNTING)
        self.query_one("#made", Static).update(COUNTING if self._report else "")
        self._show_keys()
        self._count()

    @work(thread=True, group="report")
    def _count(self) -> None:
        # The statistics are loaded here, since that alone takes a moment.
        from selfaudit.core.report.report import make_report

        def counted(done: int, of: int) -> None:
            self.post_message(self.Counting(done, of))

        store, clock = self._session.store, self._session.clock
        try:
            report: Report | SelfauditError = make_report(store, clock, counted=counted)
        except SelfauditError as error:
            report = error
        self.post_message(self.Counted(report))

    @on(Counting)
    def _count_on(self, message: Counting) -> None:
        if self._counting:
            said = f"{COUNTING} {message.done} of {message.of}"
            self.query_one("#waiting", Static).update(said)
            self.query_one("#made", Static).update(said if self._report else "")

    @on(Counted)
    def _counted(self, message: Counted) -> None:
        self._counting = False
        if isinstance(message.report, SelfauditError):
            self.query_one("#waiting", Static).update(NOT_COUNTED)
            self.app.push_screen(ErrorDialog(message.report))
        else:
            self._report = message.report
        if self._report is not None:
            self.query_one("#made", Static).update(made(self._report))
            self._turn_to(self._number)
        self._show_keys()

    def _show_keys(self) -> None:
        self.query_one("#waiting").display = self._report is None
        self.pane.display = self._report is not None
        labels = {"count_again": ""} if self._counting else {}
        if self._report is None:
            labels |= {"move(-1)": "", "open": "", "turn(-1)": ""}
        self.keys.relabel(labels)

    # Moving about

    def _turn_to(self, number: int) -> None:
        if self._report is None or not 0 <= number < len(self._report.pages):
            return
        self._number = number
        self.query_one("#tabs", Static).update(tabs(self._report, number))
        self.view.show(self._report.pages[number], self._cursors.get(number, 0))
        self.call_after_refresh(self._keep_in_sight)

    def action_turn_to(self, number: int) -> None:
        """A question by its number."""
        self._remember()
        self._turn_to(number)

    def action_turn(self, by: int) -> None:
        """The question before or after, round and round."""
        if self._report is not None:
            self.action_turn_to((self._number + by) % len(self._report.pages))

    def _remember(self) -> None:
        self._cursors[self._number] = self.view.cursor

    def action_move(self, by: int) -> None:
        """From number to number; past the last one to the end of the page."""
        if self.view.move(by):
            self._keep_in_sight()
        else:
            self.pane.scroll_relative(y=3 * by, animate=False)

    def _keep_in_sight(self) -> None:
        rows, top = self.view.rows_of_cursor(), round(self.pane.scroll_y)
        height = max(1, self.pane.size.height)
        if rows.start < top or len(rows) > height:
            self.pane.scroll_to(y=rows.start, animate=False)
        elif rows.stop > top + height:
            self.pane.scroll_to(y=rows.stop - height, animate=False)

    def action_scroll_page(self, by: int) -> None:
        """Scroll by a page; the cursor comes along."""
        height = max(1, self.pane.size.height)
        top = round(self.pane.scroll_y) + by * max(1, height - 2)
        top = min(max(0, top), round(self.pane.max_scroll_y))
        self.pane.scroll_to(y=top, animate=False)
        place = self.view.first_place_in(range(top, top + height))
        if place is not None:
            self.view.move_to(place)

    # What is behind it

    @on(ReportPageView.Clicked)
    def action_open(self) -> None:
        """Show the judgments that it rests on."""
        opens = self.view.chosen if self._report is not None else None
        if opens is None:
            return
        if not opens.behind and len(opens.figures) < 2:
            self.app.notify("No answers of yours are listed behind this one.")
            return
        with self.errors_shown():
            self.app.push_screen(BehindScreen(self._session.store, opens))
