"""Giving data away: how much would leave, what is held back, and the steps from here."""

from pathlib import Path

from textual import getters
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.export.consent import ConsentTemplate
from selfaudit.core.export.levels import Level
from selfaudit.core.study.giving import template_for
from selfaudit.core.study.in_force import study_in
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.export.desk import ExportDesk
from selfaudit.tui.export.filters import Filter
from selfaudit.tui.export.giving_text import (
    INTRODUCTION,
    NOT_PREPARED,
    NOTHING_YET,
    PREPARING,
    level_lines,
    levels,
    study_line,
    summary,
)
from selfaudit.tui.screens.consenting import ConsentScreen
from selfaudit.tui.screens.export_page import ExportPage
from selfaudit.tui.screens.listing import ListingScreen
from selfaudit.tui.screens.rows import RowsScreen
from selfaudit.tui.screens.writing import WritingDialog
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.lines import LinesView

_STUDY_NOTE = "The path of the file. Leave it empty for no study."
_WAIT = "One moment: what would leave is still being put together."


class GivingScreen(ExportPage):
    """The first of the screens that make a package."""

    PLACE = Place.GIVING
    BINDINGS = bindings_at(Place.GIVING)

    pane = getters.query_one(VerticalScroll)
    keys = getters.query_one(KeyLine)

    def __init__(self, session: Session) -> None:
        super().__init__(ExportDesk(session))
        self._study: Path | None = None
        self._template: ConsentTemplate | None = None
        self._failed = False

    def compose(self) -> ComposeResult:
        """What this is; how much; what that comes to."""
        with VerticalScroll(classes="column", can_focus=False):
            yield Static(
                Content.assemble(("Give data", "bold $primary"), f"  {INTRODUCTION}"), id="title"
            )
            yield Static(id="levels", markup=False)
            yield Static(PREPARING, id="waiting", markup=False)
            yield LinesView(id="summary")
            yield LinesView(id="level")
            yield Static(id="study", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Show the level, and begin to prepare."""
        self._show()
        self.prepare()

    def on_screen_resume(self) -> None:
        """Coming back from the rows, where something may have been decided."""
        if not self._failed:
            self._show()

    def prepared(self, changed: int | None) -> None:
        """Show what would leave."""
        self._failed = changed is None
        self._show()

    def _show(self) -> None:
        preview = self.desk.preview
        is_shown = preview is not None and not self.is_preparing and not self._is_empty
        with self.errors_shown():
            level = Level(self.desk.drafting.package.level)
            study = study_in(self.desk.session.store)
            made = self.desk.session.store.packages.made()
            self.query_one("#levels", Static).update(levels(level, study))
            waiting = self.query_one("#waiting", Static)
            waiting.update(
                PREPARING if self.is_preparing else NOT_PREPARED if preview is None else NOTHING_YET
            )
            waiting.display = not is_shown
            lines = self.query_one("#summary", LinesView)
            lines.display = is_shown
            if preview is not None and is_shown:
                lines.lay(summary(preview, made[-1] if made else None))
            self.query_one("#level", LinesView).lay(
                level_lines(level, preview if is_shown else None)
            )
            self.query_one("#study", Static).update(study_line(self._template, study))
        self._show_keys(is_shown=is_shown)

    @property
    def _is_empty(self) -> bool:
        return self.desk.preview is not None and self.desk.preview.is_empty

    def _show_keys(self, *, is_shown: bool) -> None:
        preview = self.desk.preview
        if preview is None or not is_shown:
            steps = ("rows", "names", "make", "identify", "others", "new_rows")
            self.keys.relabel(dict.fromkeys(steps, ""))
            return
        shown = {
            "identify": bool(preview.identifying),
            "others": bool(preview.of_others),
            "new_rows": bool(preview.new),
        }
        self.keys.relabel({name: "" for name, there in shown.items() if not there})

    # How much

    def action_level(self, number: int) -> None:
        """Choose how much leaves."""
        level = list(Level)[number]
        if level is self.desk.drafting.package.level:
            return
        with self.errors_shown():
            self.desk.set_level(level)
            self.prepare()
            self._show()

    # The steps

    def _is_ready(self) -> bool:
        if self.desk.preview is None or self.is_preparing:
            self.app.notify(_WAIT)
            return False
        return not self._is_empty and self.is_active

    def action_rows(self) -> None:
        """To every row."""
        self._open_rows(Filter.ALL)

    def action_identify(self) -> None:
        """To the notes that could identify the person together."""
        self._open_rows(Filter.IDENTIFY)

    def action_others(self) -> None:
        """To what mentions someone else."""
        self._open_rows(Filter.OTHERS)

    def action_new_rows(self) -> None:
        """To what is new since the last package."""
        self._open_rows(Filter.NEW)

    def _open_rows(self, chosen: Filter) -> None:
        if self._is_ready():
            self.app.push_screen(RowsScreen(self.desk, chosen), self._came_back)

    def action_names(self) -> None:
        """To the names and places that are replaced."""
        if self._is_ready():
            self.app.push_screen(ListingScreen(self.desk), self._came_back)

    def _came_back(self, _: None) -> None:
        self.prepare()
        self._show()

    def action_make(self) -> None:
        """To the consent, and from there to the file."""
        if not self._is_ready():
            return
        with self.errors_shown():
            template = template_for(self.desk.session.store, self._study)
            self.app.push_screen(ConsentScreen(self.desk, template), self._came_back)

    # The study

    def action_study(self) -> None:
        """Name the file that a study gave."""
        if self._is_ready():
            written = "" if self._study is None else str(self._study)
            dialog = WritingDialog("A study's file", _STUDY_NOTE, written)
            self.app.push_screen(dialog, self._named)

    def _named(self, text: str | None) -> None:
        if text is None:
            return
        with self.errors_shown():
            study = Path(text.strip()).expanduser() if text.strip() else None
            self._template = template_for(self.desk.session.store, study)
            self._study = study
            self._show()

    def action_scroll_page(self, by: int) -> None:
        """Scroll."""
        self.pane.scroll_relative(y=by * max(1, self.pane.size.height - 2), animate=False)
