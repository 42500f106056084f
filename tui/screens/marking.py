"""Stage two: one prompt, one attribute, one question, one key."""

from enum import Enum

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.models.block import Block
from selfaudit.core.models.relevance import MarkAnswer
from selfaudit.core.relevance.marking import Marking, OpenEntry
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.timer import QuestionTimer
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.block_steps import BlockStep, marking_step, revealed_marking
from selfaudit.tui.key_guard import KeyGuard
from selfaudit.tui.marking_words import where
from selfaudit.tui.messages import Prepare
from selfaudit.tui.preparation import Preparation
from selfaudit.tui.screens.base import Page
from selfaudit.tui.screens.matching import MatchingScreen
from selfaudit.tui.screens.writing import prompt_dialog
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.prompt import PromptView
from selfaudit.tui.widgets.question import ChoiceButton, QuestionBar
from selfaudit.tui.widgets.statement import StatementCard
from selfaudit.tui.words import TOO_SOON


class _State(Enum):
    """What the screen shows."""

    BETWEEN = "between"
    QUESTION = "question"
    FINISHED = "finished"


class MarkingScreen(Page[None]):
    """Shows the entry that is due, and records what the person says of it before moving on."""

    PLACE = Place.MARKING
    CSS_PATH = "marking.tcss"
    BINDINGS = bindings_at(Place.MARKING)
    TAKES_PROMPTS = True

    where = getters.query_one("#where", Static)
    prompt = getters.query_one(PromptView)
    statement = getters.query_one(StatementCard)
    question = getters.query_one(QuestionBar)
    step = getters.query_one("#step", Static)
    keys = getters.query_one(KeyLine)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._marking = self.domain(session)
        self._timer = QuestionTimer(session.clock)
        self._guard = KeyGuard(
            session.clock, session.new_question_seconds, session.held_key_seconds
        )
        self._open: OpenEntry | None = None
        self._state = _State.BETWEEN
        self._preparation = Preparation()

    def domain(self, session: Session) -> Marking:
        """What asks the questions of this screen."""
        return session.marking

    def between(self) -> BlockStep:
        """What there is to do where no question is open."""
        return marking_step(self._session, self._preparation)

    def last_opened(self) -> Block | None:
        """The block that can be looked at again."""
        return revealed_marking(self._session)

    def compose(self) -> ComposeResult:
        """The question, or what comes next."""
        with Vertical(id="asked"):
            yield Static(id="where", markup=False)
            yield PromptView()
            yield StatementCard()
            yield QuestionBar(len(SHOULD_MATTER.choices))
        yield Static(id="step", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Show what is due, and follow the selectors."""
        self._present()
        self.watch(self.app, "preparation", self._preparation_moved)

    def touched(self) -> None:
        """The person is there, on this screen or on one above it."""
        self._timer.touch()

    def _preparation_moved(self, preparation: Preparation) -> None:
        self._preparation = preparation
        if self._state is _State.FINISHED and (self.is_active or self.app.screen.is_modal):
            self._present()

    def _present(self, remark: str = "") -> None:
        """Show what is due, with a remark on what just happened."""
        self._guard.close()
        self._open = None
        with self.errors_shown():
            self._open = self._marking.current()
            if self._open is not None:
                self._state = _State.QUESTION
                self._show_question(self._open, remark)
            else:
                block = self._marking.block()
                self._state = _State.BETWEEN if block is None else _State.FINISHED
                self._show_step(self.between(), remark)
        self.query_one("#asked").display = self._open is not None
        self.step.display = self._open is None

    def _show_question(self, asked: OpenEntry, remark: str) -> None:
        self.where.update(where(asked))
        self.prompt.show(asked.prompt, is_new=asked.place == 0)
        self.statement.lay(asked.entry.statement, "An attribute that you said is true")
        self.question.show(self._session.words(SHOULD_MATTER))
        self.question.say(Content(remark))
        hidden = ("go_on", "write_prompt", "last_reveal", "retry")
        self.keys.relabel(dict.fromkeys(hidden, ""))
        self.call_after_refresh(self._shown, asked)

    def _show_step(self, step: BlockStep, remark: str) -> None:
        lines = [Content.styled(step.title, "bold"), *(Content(text) for text in step.texts)]
        if remark:
            lines.append(Content.styled(remark, "$text-accent"))
        self.step.update(Content("\n\n").join(lines))
        self.call_after_refresh(self._guard.open)
        between = self._state is _State.BETWEEN
        self.keys.relabel(
            {
                "go_on": step.enter,
                "skip": "",
                "undo": "" if between else "undo",
                "write_prompt": "add a prompt" if between and self.TAKES_PROMPTS else "",
                "last_reveal": "last reveal" if self.last_opened() else "",
                "retry": "try the selectors again" if self._preparation.error else "",
            }
        )

    def _shown(self, asked: OpenEntry) -> None:
        # Only now has the question reached the terminal: keys typed before were not meant for it.
        if asked is self._open:
            self._timer = QuestionTimer(self._session.clock)
            self._guard.open()

    # Marking

    def on_key(self, event: events.Key) -> None:
        """The keys of the question come from its wording."""
        self._guard.arrived()
        if self._open is not None and event.character is not None:
            choice = SHOULD_MATTER.choice_for(event.character)
            if choice is not None:
                event.stop()
                self._mark(MarkAnswer(choice.answer), choice.key)

    @on(ChoiceButton.Chosen)
    def _clicked(self, message: ChoiceButton.Chosen) -> None:
        self._guard.arrived()
        self._mark(MarkAnswer(message.choice.answer), message.choice.key)

    def action_skip(self) -> None:
        """Leave the question unanswered."""
        self._mark(MarkAnswer.SKIP, "s")

    def _mark(self, answer: MarkAnswer, key: str) -> None:
        asked = self._open
        if asked is None or not self.is_active or self.is_too_small():
            return
        if not self._guard.admits_judgment(key):
            self.question.say(Content(TOO_SOON))
            return
        self._guard.close()
        with self.errors_shown(self._present):
            timing = self._timer.so_far()
            self._marking.answer(asked.entry, answer, key=key, timing=timing)
            self._present()

    def action_undo(self) -> None:
        """Take back the last mark of the block, and return to its question."""
        block = self._marking.block()
        if block is None or not self._guard.admits("z"):
            return
        with self.errors_shown(self._present):
            mark = self._marking.undo(block, key="z")
            if mark is None:
                self._present("There is nothing left in this block to take back.")
                return
            skipped = mark.answer is MarkAnswer.SKIP
            words = SHOULD_MATTER.words_of(mark.answer)
            self._present(f"Taken back: {'the skip' if skipped else f'your answer “{words}”'}.")

    def action_scroll_prompt(self, direction: int) -> None:
        """Scroll the prompt."""
        self.prompt.scroll_by(direction)

    # Between blocks

    def action_go_on(self) -> None:
        """Begin a block, or open a finished one."""
        if self._state is _State.QUESTION or not self._guard.admits_judgment("enter"):
            return
        self._guard.close()
        with self.errors_shown(self._present):
            block = self._marking.block()
            if not self.between().enter:
                return
            if block is None:
                self._marking.begin()
                self.post_message(Prepare())
                self._present()
            else:
                self.show_opened(self._marking.reveal(block))

    def action_last_reveal(self) -> None:
        """Open the last block that was revealed once more."""
        with self.errors_shown():
            block = self.last_opened()
            if self._state is not _State.QUESTION and block is not None:
                self.show_opened(block)

    def show_opened(self, block: Block) -> None:
        """Show a block that was opened."""
        self.app.push_screen(MatchingScreen(self._session, block), lambda _: self._present())

    def action_write_prompt(self) -> None:
        """Write a prompt for the next block."""
        if self._state is _State.BETWEEN and self.TAKES_PROMPTS:
            self.app.push_screen(prompt_dialog(), self._written)

    def _written(self, text: str | None) -> None:
        if text is not None:
            with self.errors_shown():
                self._marking.prompts.add(text)
                self._present("Your prompt will be in the next block.")

    def action_retry(self) -> None:
        """Let the selectors work again."""
        if self._preparation.error is not None:
            self.post_message(Prepare())
