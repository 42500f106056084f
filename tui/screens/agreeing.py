"""Saying what would happen to what is stored, and doing it once the person has agreed."""

import asyncio
from collections.abc import Sequence

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.drawable import one_line
from selfaudit.tui.messages import Prepare, Replaced, ToggleExtraction
from selfaudit.tui.screens.base import Dialog
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.session import Session
from selfaudit.tui.styled import content
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.writing import WritingArea


class WordField(WritingArea):
    """Where a word is typed; the arrow keys scroll what is said above."""

    BINDINGS = [  # noqa: RUF012
        Binding("down,pagedown", "screen.scroll_said(1)", show=False),
        Binding("up,pageup", "screen.scroll_said(-1)", show=False),
    ]


class AgreeingDialog(Dialog[bool]):
    """Two steps in a thread, `look` and `do`, with the person's word between them.

    The model's work rests from before the first until after the second. The result is whether it
    was done. `word` is what the person has to type; without one a key is enough.
    """

    PLACE = Place.ERASING
    CSS_PATH = "history.tcss"
    BINDINGS = bindings_at(Place.ERASING)

    WAITING = "Looking …"
    DOING = "Working … this can take a while."

    lines = getters.query_one("#lines", Static)
    note = getters.query_one("#note", Static)
    area = getters.query_one(WordField)
    pane = getters.query_one(VerticalScroll)

    def __init__(self, session: Session, title: str, word: str = "") -> None:
        super().__init__()
        self._session = session
        self._title = title
        self._word = word
        self._may = False
        self._at_work = True
        self._was_extracting = False

    def compose(self) -> ComposeResult:
        """The title, what would happen, what to do."""
        with Vertical(classes="box"):
            yield Static(content(self._title), classes="title")
            with VerticalScroll(can_focus=False):
                yield Static(id="lines", classes="lines", markup=False)
            yield WordField("")
            yield Static(id="note", classes="note", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Look first."""
        self.area.display = False
        self._offer(False)
        self.lines.update(Content(self.WAITING))
        self._look()

    def look(self) -> tuple[Sequence[str], bool]:
        """In a thread: what to say, and whether it can be done."""
        raise NotImplementedError

    def do(self) -> None:
        """In a thread: do it. Raises SelfauditError."""
        raise NotImplementedError

    def put_away(self) -> None:
        """However it ended: what `look` made goes."""

    @work
    async def _look(self) -> None:
        from selfaudit.tui.app import SelfauditApp

        try:
            if isinstance(self.app, SelfauditApp):
                self._was_extracting = self.app.extraction.is_running
                await self.app.rest()
            said, may = await asyncio.to_thread(self.look)
        except SelfauditError as error:
            self._failed(error)
            return
        self._at_work = False
        self.lines.update(content("\n".join(said)))
        self._offer(may)
        self.call_after_refresh(self._offer, may)
        if not may:
            self.note.update(Content("There is nothing to do here."))
        elif self._word:
            self.note.update(
                Content(f"This cannot be undone. To do it, type {self._word} and press Enter.")
            )
            self.area.display = True
            self.area.focus()
        else:
            self.note.update(Content("This cannot be undone."))

    def _offer(self, may: bool) -> None:
        self._may = may
        no = "leave it as it is" if may else "back"
        yes = {} if may and not self._word else {"agree": ""}
        scroll = {} if self.pane.max_scroll_y > 0 else {"scroll_said(1)": ""}
        self.query_one(KeyLine).relabel({**yes, **scroll, "leave": no})

    def action_scroll_said(self, by: int) -> None:
        """Scroll what is said."""
        self.pane.scroll_relative(y=by * max(1, self.pane.size.height - 1), animate=False)

    def action_agree(self) -> None:
        """Do it, where a key is enough."""
        if self._may and not self._word:
            self._do()

    @on(WritingArea.Submitted)
    def _typed(self) -> None:
        if not self._may:
            return
        if self.area.text.strip().casefold() == self._word:
            self._do()
        else:
            said = f"Nothing was done: that is not {self._word}."
            self.note.update(Content(one_line(said)))

    @work
    async def _do(self) -> None:
        self._at_work = True
        self._offer(False)
        self.area.display = False
        self.note.update(Content(self.DOING))
        self.query_one(KeyLine).relabel({"agree": "", "scroll_said(1)": "", "leave": ""})
        try:
            await asyncio.to_thread(self.do)
        except SelfauditError as error:
            self._failed(error)
            return
        self._leave(True)

    def _failed(self, error: SelfauditError) -> None:
        self.app.push_screen(ErrorDialog(error), lambda _: self._leave(False))

    def _leave(self, done: bool) -> None:
        self.put_away()
        if done:
            self.app.post_message(Replaced())
        if self._was_extracting:
            self.app.post_message(ToggleExtraction())
        self.app.post_message(Prepare())
        self.dismiss(done)

    def action_leave(self) -> None:
        """Change nothing."""
        if not self._at_work:
            self._leave(False)
