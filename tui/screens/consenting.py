"""From the text that a person would agree to, over two questions, to the file."""

from dataclasses import dataclass
from pathlib import Path

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from selfaudit.core.export.consent import ConsentTemplate
from selfaudit.core.export.consenting import Consenting
from selfaudit.core.export.making import Remade
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.export import consent_text
from selfaudit.tui.export.consent_text import QUESTIONS, Step
from selfaudit.tui.export.desk import ExportDesk
from selfaudit.tui.export.writing import Outcome, check_place, make_and_write
from selfaudit.tui.key_guard import KeyGuard
from selfaudit.tui.screens.base import Page
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.made import MadeScreen
from selfaudit.tui.screens.writing import WritingDialog
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.words import TOO_SOON

_PLACE_NOTE = "A name that ends in .zip is one file; any other becomes a folder."


class ConsentScreen(Page[None]):
    """One step at a time. Until the last one nothing is recorded."""

    PLACE = Place.CONSENT
    CSS_PATH = "export.tcss"
    BINDINGS = bindings_at(Place.CONSENT)

    pane = getters.query_one(VerticalScroll)
    keys = getters.query_one(KeyLine)

    @dataclass
    class Ended(Message):
        """The thread is done."""

        outcome: Outcome

    def __init__(self, desk: ExportDesk, template: ConsentTemplate) -> None:
        super().__init__()
        assert desk.preview is not None
        self._desk = desk
        self._template = template
        self._seen = desk.preview
        self._consenting = Consenting(template, self._seen.level)
        session = desk.session
        self._guard = KeyGuard(
            session.clock, session.new_question_seconds, session.held_key_seconds
        )
        self._step = Step.TEXT
        self._place = Path.home() / f"selfaudit-{desk.drafting.package.id}.zip"
        self._remade: Remade | None = None

    def compose(self) -> ComposeResult:
        """Which step; what it holds; what was said."""
        with Vertical(classes="column"):
            yield Static(id="step", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(id="body", markup=False)
            yield Static(id="said", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Begin with the text."""
        self._go_to(Step.TEXT)

    def _go_to(self, step: Step, remark: str = "") -> None:
        self._guard.close()
        self._step = step
        self.query_one("#step", Static).update(consent_text.step_line(step))
        self.query_one("#body", Static).update(self._body())
        self.pane.scroll_home(animate=False)
        self._say(remark)
        is_text = step is Step.TEXT
        self.keys.relabel(
            {
                "go_on": {Step.TEXT: "read on", Step.PLACE: "make it"}.get(step, ""),
                "text_again": "" if is_text or step is Step.MAKING else "read the text again",
                "place": "another place" if step is Step.PLACE else "",
                "leave": "" if step is Step.MAKING else "stop, make nothing",
            }
        )
        self.call_after_refresh(self._shown)

    def _shown(self) -> None:
        self._guard.open()
        self._tell_where()

    def _body(self) -> Content:
        match self._step:
            case Step.TEXT:
                return consent_text.text_content(self._consenting.text)
            case Step.FIRST | Step.SECOND:
                return consent_text.question_content(
                    self._template.questions[QUESTIONS.index(self._step)]
                )
            case Step.AGE:
                return consent_text.age_content(self._template)
            case Step.PLACE:
                return consent_text.place_content(
                    self._seen,
                    self._place,
                    is_made=self._remade is not None,
                    has_looked=self._desk.has_looked,
                )
            case Step.MAKING:
                return Content(consent_text.WORKING)

    def _say(self, remark: str) -> None:
        self.query_one("#said", Static).update(Content(remark))

    # Reading

    @property
    def _is_at_end(self) -> bool:
        return self.pane.scroll_y >= self.pane.max_scroll_y

    def _tell_where(self) -> None:
        if self._step is Step.TEXT:
            self._say(consent_text.READ if self._is_at_end else consent_text.READ_ON)
            self.keys.relabel(
                {"go_on": "to the questions" if self._is_at_end else "read on"}
                | {"text_again": "", "place": ""}
            )

    def action_scroll_by(self, rows: int) -> None:
        """Scroll by rows."""
        self.pane.scroll_relative(y=rows, animate=False)
        self.call_after_refresh(self._tell_where)

    def action_scroll_page(self, by: int) -> None:
        """Scroll by a page."""
        self.action_scroll_by(by * max(1, self.pane.size.height - 2))

    def action_text_again(self) -> None:
        """Go back to the text."""
        if self._step is not Step.MAKING:
            self._go_to(Step.TEXT)

    # Answering

    def action_go_on(self) -> None:
        """Read on; at the end of the text on to what is still missing; at last make it."""
        self._guard.arrived()
        if self._step is Step.TEXT:
            if not self._is_at_end:
                self.action_scroll_page(1)
            elif self._guard.admits_judgment("enter"):
                self._next()
        elif self._step is Step.PLACE and self.is_active and not self.is_too_small():
            if self._guard.admits_judgment("enter"):
                self._begin()
            else:
                self._say(TOO_SOON)

    def _next(self, remark: str = "") -> None:
        for number, step in enumerate(QUESTIONS):
            if not self._consenting.is_understood(number):
                self._go_to(step, remark)
                return
        self._go_to(Step.AGE if self._consenting.missing() else Step.PLACE, remark)

    def on_key(self, event: events.Key) -> None:
        """The answers of the step."""
        key = event.character or ""
        if self._step in QUESTIONS and key in ("1", "2", "3"):
            event.stop()
            if self._admits(key):
                self._answer(int(key) - 1)
        elif self._step is Step.AGE and key in ("y", "n"):
            event.stop()
            if key == "n":
                self.action_leave()
            elif self._admits(key):
                self._consenting.state_age(True)
                self._next()

    def _admits(self, key: str) -> bool:
        self._guard.arrived()
        if not self.is_active or self.is_too_small():
            return False
        admitted = self._guard.admits_judgment(key)
        if not admitted:
            self._say(TOO_SOON)
        return admitted

    def _answer(self, choice: int) -> None:
        explanation = self._consenting.answer(QUESTIONS.index(self._step), choice)
        if explanation is None:
            self._next(consent_text.RIGHT)
        else:
            self._go_to(self._step, consent_text.WRONG + explanation + consent_text.AGAIN)

    # The file

    def action_place(self) -> None:
        """Write it to another place."""
        if self._step is Step.PLACE and self.is_active:
            dialog = WritingDialog("Where to write it", _PLACE_NOTE, str(self._place))
            self.app.push_screen(dialog, self._placed)

    def _placed(self, text: str | None) -> None:
        if text is not None and text.strip():
            self._place = Path(text.strip()).expanduser().absolute()
            self._go_to(Step.PLACE)

    def _begin(self) -> None:
        with self.errors_shown():
            check_place(self._place)
            self._go_to(Step.MAKING)
            self._work()

    @work(thread=True, group="export")
    def _work(self) -> None:
        making = (self._seen, self._consenting, self._remade)
        self.post_message(self.Ended(make_and_write(self._desk, *making, self._place)))

    @on(Ended)
    def _ended(self, message: Ended) -> None:
        outcome = message.outcome
        if outcome.written is not None:
            self._desk.begin_anew()
            made = MadeScreen(outcome.written, self._desk.session.program)
            self.app.push_screen(made, self._made_read)
            return
        self._remade = outcome.remade
        self._go_to(Step.PLACE, consent_text.NOT_WRITTEN if self._remade is not None else "")
        if outcome.error is not None:
            self.app.push_screen(ErrorDialog(outcome.error))

    def _made_read(self, _: None) -> None:
        self.dismiss()

    def action_leave(self) -> None:
        """Stop. Before the last step nothing is recorded."""
        if self._step is Step.MAKING:
            self._say(consent_text.NOT_AT_WORK)
        else:
            self.dismiss()
