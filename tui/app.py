"""The app: screens one over another, and the extraction that runs beside them."""

from collections.abc import Iterable
from functools import partial
from threading import Event
from typing import ClassVar

from textual import events, on
from textual.app import SystemCommand
from textual.reactive import reactive
from textual.screen import Screen
from textual.worker import Worker

from selfaudit.tui import messages
from selfaudit.tui.actions import Place, actions_at, bindings_at
from selfaudit.tui.doors import Doors
from selfaudit.tui.extraction import Extraction, ExtractionRunner, Phase
from selfaudit.tui.indexing import make_searchable
from selfaudit.tui.preparation import Preparation, PreparationRunner
from selfaudit.tui.screens.base import Page, errors_shown
from selfaudit.tui.screens.budget import BudgetDialog
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.reading import HelpScreen
from selfaudit.tui.session import Session
from selfaudit.tui.themes import DARK, DEFAULTS, OWN

_SIGNS = (
    events.Key,
    events.Paste,
    events.MouseDown,
    events.MouseScrollDown,
    events.MouseScrollUp,
)
"""What tells that the person is there."""


class SelfauditApp(Doors):
    """Stage one of selfaudit in a terminal."""

    TITLE = "selfaudit"
    CSS_PATH = "app.tcss"
    BINDINGS = bindings_at(Place.EVERYWHERE)
    ENABLE_COMMAND_PALETTE: ClassVar[bool] = True

    extraction: reactive[Extraction] = reactive(Extraction())
    """How far the extraction has come. Screens watch it."""

    preparation: reactive[Preparation] = reactive(Preparation())
    """How far the work ahead of the person has come. Screens watch it."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._extractor = ExtractionRunner(lambda: self.post_message(messages.ExtractionMoved()))
        self._extraction_worker: Worker[None] | None = None
        self._has_more_to_read = False
        self._preparer: PreparationRunner | None = None
        self._preparation_worker: Worker[None] | None = None
        self._leaving = Event()
        if session.start_preparation is not None:
            self._preparer = PreparationRunner(
                session.start_preparation, lambda: self.post_message(messages.PreparationMoved())
            )
        for theme in OWN:
            self.register_theme(theme)
        self.theme = DARK.name

    def on_mount(self) -> None:
        """Show the first screen and begin to look."""
        if self._session.start_extraction is not None:
            self.extraction = Extraction(Phase.WAITING)
        self.push_screen(HomeScreen(self._session))
        if not self._session.store.history.is_empty():
            self._start_extraction()
            self._prepare()
            self._index()
        if self._session.paths:
            self._bring_in(messages.OpenImport(self._session.paths))

    # The extraction

    @on(messages.ExtractionMoved)
    def _extraction_moved(self) -> None:
        self.extraction = self._extractor.fetch(self.extraction)
        if self._has_more_to_read and not self.extraction.is_running:
            self._has_more_to_read = False
            self._start_extraction()

    @on(messages.ToggleExtraction)
    def _toggle_extraction(self) -> None:
        if self.extraction.phase is Phase.RUNNING:
            self.extraction = self.extraction.stopping()
            self._extractor.cancel()
        else:
            self._start_extraction()

    def _start_extraction(self) -> None:
        start = self._session.start_extraction
        if start is None or self.extraction.is_running:
            return
        with errors_shown(self):
            attributes = self._session.store.attributes.count()
            self.extraction = Extraction(Phase.RUNNING, attributes=attributes)
            self._extractor.begin(start, self.extraction)
            self._extraction_worker = self.run_worker(
                self._extractor.run, thread=True, exit_on_error=False, group="extraction"
            )

    # The work ahead of the person

    @on(messages.Prepare)
    def _prepare(self) -> None:
        if self._preparer is not None and self._preparer.wants_thread():
            self._preparation_worker = self.run_worker(
                self._preparer.run, thread=True, exit_on_error=False, group="preparation"
            )

    @on(messages.PreparationMoved)
    def _preparation_moved(self) -> None:
        if self._preparer is not None:
            self.preparation = self._preparer.fetch()

    # What an import left to be indexed

    def _index(self) -> None:
        work = partial(make_searchable, self._session.store, self._leaving)
        self.run_worker(work, thread=True, exit_on_error=False, group="indexing", exclusive=True)

    async def rest(self) -> None:
        """Let the model's work end, and wait until it has."""
        if self.extraction.is_running:
            self.extraction = self.extraction.stopping()
            self._extractor.cancel()
        if self._preparer is not None:
            self._preparer.rest()
        for worker in (self._extraction_worker, self._preparation_worker):
            if worker is not None:
                await self.workers.wait_for_complete([worker])

    async def action_quit(self) -> None:
        """Leave: the extraction is asked to end, and given a moment to do so."""
        worker = self._extraction_worker
        if worker is not None and self.extraction.is_running:
            self.extraction = self.extraction.stopping()
            self._extractor.leave()
            await self.workers.wait_for_complete([worker])
        self.exit()

    def on_unmount(self) -> None:
        """However the app ends, the work beside it does too."""
        self._leaving.set()
        self._extractor.leave()
        if self._preparer is not None:
            self._preparer.leave()

    # Screens

    async def on_event(self, event: events.Event) -> None:
        """Whatever is done on any screen is a sign that the person is there."""
        if isinstance(event, _SIGNS):
            for screen in self.screen_stack:
                if isinstance(screen, Page):
                    screen.touched()
        await super().on_event(event)

    @on(messages.OpenBudget)
    def _open_budget(self) -> None:
        def chosen(changed: bool | None) -> None:
            if changed:
                self.run_worker(self._read_anew(), exit_on_error=False)

        self.push_screen(BudgetDialog(self._session), chosen)

    async def _read_anew(self) -> None:
        """Let an extraction that runs begin again, in the order that now holds."""
        if self.extraction.phase is not Phase.RUNNING or self._extraction_worker is None:
            return
        self.extraction = self.extraction.stopping()
        self._extractor.cancel()
        await self.workers.wait_for_complete([self._extraction_worker])
        self._extraction_moved()
        self._start_extraction()

    @on(messages.Imported)
    def _imported(self) -> None:
        self._replaced()
        # A run that is under way has listed what it reads: another one takes what is new.
        self._has_more_to_read = self.extraction.is_running
        self._start_extraction()
        self._prepare()
        self._index()

    @on(messages.Replaced)
    def _replaced(self) -> None:
        for screen in self.screen_stack:
            if isinstance(screen, HomeScreen):
                screen.forget_counts()

    def get_theme_variable_defaults(self) -> dict[str, str]:
        """Colours of this program for themes that do not have them."""
        return DEFAULTS

    def action_help(self) -> None:
        """Show the keys of the screen on top."""
        if isinstance(self.screen, Page):
            self.push_screen(HelpScreen(self.screen.PLACE))

    def action_help_quit(self) -> None:
        """Ctrl+C copies; say how to leave."""
        self.notify("Ctrl+Q leaves; everything is kept.")

    def get_system_commands(self, screen: Screen[object]) -> Iterable[SystemCommand]:
        """Everything of the screen on top can be found by name.

        Textual's screenshot is left out: it would write private text into another folder.
        """
        for command in super().get_system_commands(screen):
            if command.title != "Screenshot":
                yield command
        if isinstance(screen, Page):
            for action in actions_at(screen.PLACE):
                if action.label and action.place is screen.PLACE:
                    name = action.label.capitalize()
                    yield SystemCommand(name, action.help, partial(screen.run_action, action.id))
