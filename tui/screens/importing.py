"""Bringing in chats: a path, what it holds, what is left out, and what was stored of it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import Path
from threading import Event

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from selfaudit.core.errors import SelfauditError
from selfaudit.core.events import ImportDone, ImportEvent, ImportProgress
from selfaudit.core.importers.survey import SurveyDone, SurveyEvent
from selfaudit.tui import messages
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.importing.desk import ImportDesk
from selfaudit.tui.importing.pages import HOW, done_page, found_page, progress_words
from selfaudit.tui.importing.pasted import pasted_paths
from selfaudit.tui.screens.base import Page
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.leaving_out import LeavingOutScreen
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.lines import LinesView
from selfaudit.tui.widgets.writing import WritingArea
from selfaudit.tui.work_thread import WorkThread

_Event = SurveyEvent | ImportEvent


class Stage(Enum):
    """How far the import is."""

    PATHS = "paths"
    LOOKING = "looking"
    FOUND = "found"
    IMPORTING = "importing"
    DONE = "done"


_KEYS: Mapping[Stage, Mapping[str, str | None]] = {
    Stage.PATHS: {"go_on": "look through it", "leave": "back"},
    Stage.LOOKING: {"leave": "stop"},
    Stage.FOUND: {"go_on": "import", "choose": None, "add": None, "leave": "back"},
    Stage.IMPORTING: {"leave": "stop"},
    Stage.DONE: {"go_on": "done", "add": "import more"},
}
"""What the keys do at each stage; None is their usual name, and those that are not here do
nothing."""


_HEADS = {
    Stage.PATHS: "Which export?",
    Stage.LOOKING: "Looking at what is in it. Nothing is stored yet.",
    Stage.FOUND: "This is what is in it. Nothing is stored yet.",
    Stage.IMPORTING: "Importing …",
    Stage.DONE: "What was imported",
}


class PathField(WritingArea):
    """Where a path is typed or pasted."""


class ImportScreen(Page[None]):
    """One import from the path to the account of it."""

    PLACE = Place.IMPORTING
    CSS_PATH = "importing.tcss"
    BINDINGS = bindings_at(Place.IMPORTING)

    heading = getters.query_one("#heading", Static)
    field = getters.query_one(PathField)
    lines = getters.query_one(LinesView)
    said = getters.query_one("#said", Static)
    keys = getters.query_one(KeyLine)

    @dataclass
    class Told(Message):
        """The thread has news."""

        news: _Event | SelfauditError

    def __init__(self, session: Session, paths: Sequence[Path] = ()) -> None:
        super().__init__()
        self._session = session
        self._desk = ImportDesk(session.store, session.clock, paths)
        self._stage = Stage.PATHS
        self._thread: WorkThread[_Event] | None = None

    def compose(self) -> ComposeResult:
        """What is going on; the field; what was found; a remark."""
        with Vertical(classes="column"):
            yield Static(id="heading", markup=False)
            yield PathField("")
            with VerticalScroll(can_focus=False):
                yield LinesView()
            yield Static(id="said", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Look through the paths that there are, or ask for one."""
        if self._desk.paths:
            self._look()
        else:
            self._go(Stage.PATHS)

    def on_unmount(self) -> None:
        """However the screen ends, its work does too."""
        if self._thread is not None:
            self._thread.leave()

    def _go(self, stage: Stage, said: str = "") -> None:
        self._stage = stage
        keys = _KEYS[stage]
        names = ("go_on", "choose", "add", "leave")
        labels = {name: keys.get(name, "") for name in names}
        if stage is Stage.PATHS:
            labels["help"] = ""  # its key is a letter like any other while a path is typed
        self.keys.relabel({name: label for name, label in labels.items() if label is not None})
        self.field.display = stage is Stage.PATHS
        self.set_focus(self.field if stage is Stage.PATHS else None)
        title = ("Bring in your chats  ", "bold $primary")
        self.heading.update(Content.assemble(title, (_HEADS[stage], "bold")))
        if stage is Stage.PATHS:
            self.lines.lay(HOW)
        elif stage is Stage.FOUND:
            self.lines.lay(found_page(self._desk.survey, self._desk.left_out))
        elif stage is not Stage.DONE:
            self.lines.lay(())
        self.said.update(Content(said))

    # The path

    @on(WritingArea.Submitted)
    def _typed(self) -> None:
        self._take(self.field.text)

    def on_paste(self, event: events.Paste) -> None:
        """A file that is dropped where there is no field."""
        if self._stage in (Stage.FOUND, Stage.DONE):
            event.stop()
            self._take(event.text)

    def _take(self, text: str) -> None:
        paths = pasted_paths(text)
        if self._stage is Stage.DONE:
            self._desk.forget()
        if paths:
            self._desk.add(paths)
            self.field.load_text("")
            self._look()
        elif self._desk.survey.sources:
            self._go(Stage.FOUND)

    # The work

    def _look(self) -> None:
        self._go(Stage.LOOKING)
        self._work(self._desk.surveying, "the look through it")

    @work(thread=True, group="import", exit_on_error=False)
    def _work(
        self,
        start: Callable[[Event], Iterator[_Event]],
        name: str,
    ) -> None:
        thread = self._thread = WorkThread(start, name)
        try:
            for event in thread.events():
                self.post_message(self.Told(event))
        except SelfauditError as error:
            self.post_message(self.Told(error))

    @on(Told)
    def _told(self, message: Told) -> None:
        match message.news:
            case ImportProgress():
                self.said.update(Content(progress_words(message.news)))
            case SurveyDone():
                self._looked(message.news)
            case ImportDone():
                self.lines.lay(done_page(message.news))
                self._go(Stage.DONE)
                self.post_message(messages.Imported())
            case SelfauditError():
                self.app.push_screen(ErrorDialog(message.news))
                self._go(Stage.FOUND if self._desk.survey.sources else Stage.PATHS)

    def _looked(self, done: SurveyDone) -> None:
        if done.cancelled:
            self._desk.forget()
            self._go(Stage.PATHS, "Stopped. Nothing was stored.")
            return
        self._desk.survey = done.survey
        if done.survey.sources:
            self._go(Stage.FOUND)
            return
        self._go(Stage.PATHS)
        self.lines.lay(found_page(done.survey, ()))
        self._desk.forget()

    # Going on

    def action_go_on(self) -> None:
        """To what comes next."""
        if self._stage is Stage.FOUND and self._desk.survey.sources:
            self._go(Stage.IMPORTING)
            self._work(self._desk.importing, "the import")
        elif self._stage is Stage.DONE:
            self.dismiss()

    def action_choose(self) -> None:
        """Choose what is left out."""
        if self._stage is Stage.FOUND and self._desk.survey.sources:
            screen = LeavingOutScreen(self._desk)
            self.app.push_screen(screen, lambda _: self._go(Stage.FOUND))

    def action_add(self) -> None:
        """Another path."""
        if self._stage is Stage.DONE:
            self._desk.forget()
        if self._stage in (Stage.FOUND, Stage.DONE):
            self._go(Stage.PATHS)

    def action_scroll_by(self, by: int) -> None:
        """Scroll what is said."""
        self.query_one(VerticalScroll).scroll_relative(y=by, animate=False)

    def action_leave(self) -> None:
        """Stop what is going on, or go back."""
        if self._stage in (Stage.LOOKING, Stage.IMPORTING):
            if self._thread is not None:
                self._thread.cancel()
            self.said.update(Content("Stopping …"))
        elif self._stage is Stage.PATHS and self._desk.survey.sources:
            self._go(Stage.FOUND)
        else:
            self.dismiss()
