"""Before the first card: who typed, and what the person expects to have been noted."""

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from selfaudit.core.models.judgment import Question
from selfaudit.core.review.opening import MOST_RECALLED, Opening
from selfaudit.core.review.wordings import RECALL, TYPISTS
from selfaudit.core.timer import QuestionTimer
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.drawable import drawable, one_line
from selfaudit.tui.key_guard import KeyGuard
from selfaudit.tui.screens.base import Page
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.question import ChoiceButton, QuestionBar
from selfaudit.tui.widgets.writing import WritingArea
from selfaudit.tui.words import TOO_SOON


class _OpeningPage(Page[bool]):
    """One step before the first card. Its result: whether to go on."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self.words = session.words
        self.opening = Opening(session.store, session.clock)
        self.timer = QuestionTimer(session.clock)

    def touched(self) -> None:
        """The person is there."""
        self.timer.touch()

    def action_leave(self) -> None:
        """Not now."""
        self.dismiss(False)


class TypistsScreen(_OpeningPage):
    """Whose chats these are."""

    PLACE = Place.TYPISTS
    CSS_PATH = "first_visit.tcss"
    BINDINGS = bindings_at(Place.TYPISTS)

    question = getters.query_one(QuestionBar)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._guard = KeyGuard(
            session.clock, session.new_question_seconds, session.held_key_seconds
        )

    def compose(self) -> ComposeResult:
        """The question alone."""
        with Vertical(classes="column"):
            yield Static("Before the first card", classes="title", markup=False)
            yield QuestionBar(len(TYPISTS.choices))
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Ask, and take keys from then on."""
        self.question.show(self.words(TYPISTS))
        self.call_after_refresh(self._guard.open)

    def on_key(self, event: events.Key) -> None:
        """One key answers."""
        self._guard.arrived()
        choice = TYPISTS.choice_for(event.character or "")
        if choice is not None:
            event.stop()
            self._say(choice.answer, choice.key)

    @on(ChoiceButton.Chosen)
    def _clicked(self, message: ChoiceButton.Chosen) -> None:
        self._guard.arrived()
        self._say(message.choice.answer, message.choice.key)

    def action_skip(self) -> None:
        """Leave it unsaid."""
        self._say(Question.SKIP, "s")

    def _say(self, answer: str, key: str) -> None:
        if not self.is_active or self.is_too_small():
            return
        if not self._guard.admits_judgment(key):
            self.question.say(Content(TOO_SOON))
            return
        with self.errors_shown():
            self.opening.say(Question.TYPISTS, answer, key=key, timing=self.timer.so_far())
            self.dismiss(True)


_HOW = (
    "Enter keeps a thing, Enter on an empty line goes on. None is fine, too. Afterwards you say "
    "which of them appeared: only so can it be told what the model missed."
)


class RecallArea(WritingArea):
    """A field that tells when Backspace has nothing to delete."""

    class TakenBack(Message):
        """Backspace was pressed in the empty field."""

    def _on_key(self, event: events.Key) -> None:  # type: ignore[override]
        if event.key == "backspace" and not self.text:
            event.stop()
            event.prevent_default()
            self.post_message(self.TakenBack())


class RecallScreen(_OpeningPage):
    """What the person expects, a thing at a time."""

    PLACE = Place.RECALL
    CSS_PATH = "first_visit.tcss"
    BINDINGS = bindings_at(Place.RECALL)
    AUTO_FOCUS = "RecallArea"

    area = getters.query_one(RecallArea)

    def compose(self) -> ComposeResult:
        """The question, what was named so far, a field."""
        with Vertical(classes="column"):
            yield Static(drawable(self.words(RECALL).text), classes="title", markup=False)
            yield Static(id="named", classes="named", markup=False)
            yield RecallArea("")
            yield Static(_HOW, classes="note", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Show what was named before."""
        self._show()

    def _show(self) -> None:
        named = self.opening.recalled()
        lines = [f"{place}  {one_line(one.text, 64)}" for place, one in enumerate(named, 1)]
        shown = self.query_one("#named", Static)
        shown.update(Content("\n".join(lines)))
        shown.display = bool(lines)

    @on(RecallArea.TakenBack)
    def action_take_back(self) -> None:
        """Take back the last thing that was named."""
        with self.errors_shown():
            self.opening.forget_last()
            self._show()

    @on(WritingArea.Submitted)
    def action_save(self) -> None:
        """Keep what was written; with nothing written, go on."""
        text = self.area.text.strip()
        with self.errors_shown():
            if text:
                self.opening.recall(text, timing=self.timer.so_far())
                self.area.clear()
                self._show()
            if not text or len(self.opening.recalled()) >= MOST_RECALLED:
                named = bool(self.opening.recalled())
                self.opening.say(Question.RECALL, "done" if named else Question.SKIP, key="enter")
                self.dismiss(True)
