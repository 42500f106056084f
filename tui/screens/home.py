"""The first screen: what is stored, what happens now, what to do next."""

from textual import getters
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from selfaudit.core.study.in_force import study_in
from selfaudit.tui import messages
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.belief_words import noted
from selfaudit.tui.extraction import Extraction
from selfaudit.tui.home_words import (
    beside_labels,
    lowered,
    nothing_stored,
    stage_line,
    study_line,
    toggle_label,
)
from selfaudit.tui.importing.words import EXPORTS
from selfaudit.tui.next_step import Step
from selfaudit.tui.screens.home_doors import HomeDoors
from selfaudit.tui.session import Session
from selfaudit.tui.stages import next_of_all, stage_lines
from selfaudit.tui.styled import content
from selfaudit.tui.themes import next_theme
from selfaudit.tui.widgets.extraction import ExtractionView
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.words import count

_EXPORT_HELP = (
    "How to get an export\n"
    + "".join(f"  {vendor:<9} {where}\n" for vendor, where in EXPORTS)
    + "A zip file comes by mail (Claude may send several). Give it to selfaudit as it is."
)


class HomeScreen(HomeDoors):
    """Three blocks from top to bottom, of which the first to catch the eye is the next step."""

    PLACE = Place.HOME
    CSS_PATH = "home.tcss"
    BINDINGS = bindings_at(Place.HOME)

    stored = getters.query_one("#stored", Static)
    stages = getters.query_one("#stages", Static)
    now = getters.query_one(ExtractionView)
    next = getters.query_one("#next", Static)
    keys = getters.query_one(KeyLine)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._extraction = Extraction()
        self._drawn_at = float("-inf")
        self._drawing_later: Timer | None = None
        self._told_of_error = False
        self._counts: dict[str, int] | None = None

    def compose(self) -> ComposeResult:
        """The blocks."""
        with VerticalScroll(classes="column", can_focus=False):
            yield Static(
                Content.assemble(
                    ("selfaudit", "bold $primary"),
                    "  What a model on this machine infers about you",
                ),
                id="title",
            )
            yield Static("Nothing leaves this machine.", id="privacy", markup=False)
            yield Static(id="study", markup=False)
            yield Static(id="next", markup=False)
            yield Static(id="stages", markup=False)
            yield ExtractionView()
            yield Static(id="stored", markup=False)
            for notice in self._session.notices:
                yield Static(content(notice), classes="notice")
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Fill the blocks, and follow the extraction."""
        self.watch(self.app, "extraction", self._extraction_moved)

    def on_screen_resume(self) -> None:
        """Coming back from the cards, or from a dialog that told of an error here."""
        if self._told_of_error:
            self._told_of_error = False
        else:
            self._draw()

    def _extraction_moved(self, extraction: Extraction) -> None:
        turned = extraction.phase is not self._extraction.phase
        self._extraction = extraction
        rest = self._drawn_at + self._session.redraw_seconds - self._session.clock.monotonic()
        if turned or rest <= 0:
            self._draw()
        elif self._drawing_later is None:
            self._drawing_later = self.set_timer(rest, self._draw)

    def _draw(self) -> None:
        """Count and show everything; under another screen that can wait until it is gone."""
        if self._drawing_later is not None:
            self._drawing_later.stop()
            self._drawing_later = None
        if not self.is_active:
            return
        self._told_of_error = True
        with self.errors_shown():
            self._show_stored()
            store = self._session.store
            self.now.show(
                self._extraction, store.extractions.quarantined(), store.budgets.current()
            )
            self._show_next()
            self._told_of_error = False
        self._drawn_at = self._session.clock.monotonic()

    def _show_stored(self) -> None:
        line = study_line(study_in(self._session.store))
        self.query_one("#study", Static).update(line)
        self.query_one("#study", Static).display = bool(line)
        # Counting all of it takes a while, and only what says so changes it.
        counts = self._counts = self._counts or self._session.store.history.counts()
        self._beliefs = beliefs = self._session.beliefs.progress()
        self.stored.display = counts["messages"] > 0
        self.stored.border_title = "Stored on this machine"
        self.stored.update(
            Content.assemble(
                f"{count(counts['conversations'], 'conversation')}, "
                f"{count(counts['messages'], 'message')}, of which "
                f"{counts['own_words_messages']:,} in your own words"
                + (f"\n{noted(beliefs)}" if beliefs.total else ""),
            )
        )
        attributes = self._session.store.attributes.count()
        self.stages.display = attributes > 0
        self.stages.border_title = f"Three questions about {count(attributes, 'attribute')}"
        lines = [
            stage_line(number, line) for number, line in enumerate(stage_lines(self._session), 1)
        ]
        self.stages.update(Content("\n").join(lines))

    def _show_next(self) -> None:
        self._step = step = next_of_all(self._session, self._extraction)
        key = Content.styled(" Enter ", "bold reverse $primary")
        title = Content.styled(step.title, "bold")
        lines = [key + "  " + title if step.can_begin else title, Content(step.text)]
        if step.step is Step.IMPORT:
            lines.append(Content("\n" + _EXPORT_HELP))
        self.next.update(Content("\n").join(lines))
        self.next.border_title = "Next"
        self.next.set_class(step.can_begin, "-ready")
        begin = {"begin": lowered(step.title) if step.can_begin else "wait for cards"}
        beside = self._session.store.attributes.count() > 0
        self.keys.relabel(
            {
                **(begin if self._opens else {"begin": ""}),
                **beside_labels(step, any_attribute=beside),
                **({} if self._has_judged else {"report": "", "about_me": "", "give": ""}),
                **({} if self._can_budget else {"budget": ""}),
                **({} if self._may_judge_beliefs else {"beliefs": ""}),
                "toggle_extraction": toggle_label(self._extraction.phase),
                **nothing_stored(step, self._extraction.phase),
            }
        )

    def forget_counts(self) -> None:
        """Count anew what is stored: some came or was erased, or all of it replaced."""
        self._counts = None

    def action_toggle_extraction(self) -> None:
        """Stop the extraction, or let it go on."""
        self.post_message(messages.ToggleExtraction())

    def action_next_theme(self) -> None:
        """Change the colours."""
        self.app.theme = next_theme(self.app.theme)

    async def action_quit(self) -> None:
        """Leave."""
        await self.app.action_quit()
