"""Stage three: one prompt, two answers, one key."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from textual import events, getters, on
from textual.app import ComposeResult
from textual.content import Content

from selfaudit.core.comparison.voting import OpenPair
from selfaudit.core.comparison.wordings import VOTE_WORDINGS
from selfaudit.core.models.block import Block
from selfaudit.core.models.comparison import Reason, Side, VoteQuestion
from selfaudit.core.models.wording import Choice
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.ballot import Ballot
from selfaudit.tui.messages import Prepare
from selfaudit.tui.preparation import Preparation
from selfaudit.tui.screens.answers_page import AnswersPage
from selfaudit.tui.screens.first_comparison import FirstComparisonScreen
from selfaudit.tui.screens.results import ResultsScreen
from selfaudit.tui.session import Session
from selfaudit.tui.voting_step import Turn, VotingStep
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.pair import PairView
from selfaudit.tui.widgets.question import ChoiceButton
from selfaudit.tui.widgets.voting_step import VotingStepView
from selfaudit.tui.words import TOO_SOON

_WITH_PAIR = ("flip", "read_prompt", "together")
_UNSEEN = "Look at the {} answer first: Tab shows it. Nothing was saved."


class VotingScreen(AnswersPage):
    """Shows the pair that is due, and records what the person says of it before moving on.

    Nothing that is shown here before a block is opened follows from a pair's arm.
    """

    PLACE = Place.VOTING
    CSS_PATH = "voting.tcss"
    BINDINGS = bindings_at(Place.VOTING)

    step_view = getters.query_one(VotingStepView)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._session = session
        self._ballot = self.ballot(session)
        self._on_table: int | None = None
        self._step: VotingStep | None = None
        self._ticked: set[Reason] = set()
        self._preparation = Preparation()

    def ballot(self, session: Session) -> Ballot:
        """What asks the questions of this screen."""
        return Ballot(session)

    def compose(self) -> ComposeResult:
        """The pair, or what else there is to do."""
        yield PairView(self._session.words)
        yield VotingStepView()
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Show what is due, and watch for answers to come."""
        self.watch(self.app, "preparation", self._preparation_moved)
        if self._pair is None and self._step is None:
            self._present()
        can_compare = self._step is None or self._step.turn in (Turn.BEGIN, Turn.MAKING)
        with self.errors_shown():
            if can_compare and self._ballot.is_first:
                self.app.push_screen(FirstComparisonScreen(self._session), self._after_introduction)

    def _after_introduction(self, goes_on: bool | None) -> None:
        if goes_on:
            self._step = None
            self._present()
        else:
            self.dismiss()

    def _preparation_moved(self, preparation: Preparation) -> None:
        self._preparation = preparation
        if self._pair is None and (self.is_active or self.app.screen.is_modal):
            self._present()

    def touched(self) -> None:
        """The person is there, on this screen or on one above it."""
        self._ballot.touched()

    # Showing

    def _present(self, remark: str = "") -> None:
        """Lay out what is due, with a remark on what just happened."""
        before = self._step
        self._pair, self._step = None, None
        self._ticked.clear()
        with self.errors_shown():
            due = self._ballot.due(self._preparation)
            if isinstance(due, OpenPair):
                self._guard.close()
                self.view.show(due, self._ticked, remark, is_new=due.pair != self._on_table)
                self._pair, self._on_table = due, due.pair
                self.call_after_refresh(self._shown, due)
            else:
                self.step_view.show(due, remark)
                self._step = due
                if before is None or before.turn is not due.turn:
                    self._guard.close()
                    self.call_after_refresh(self._shown, due)
        self.view.display = self._pair is not None
        self.step_view.display = self._pair is None
        self.show_keys()

    def _shown(self, due: OpenPair | VotingStep) -> None:
        # Only now has the question reached the terminal: keys typed before were not meant for it.
        is_same_step = isinstance(due, VotingStep) and self._step is not None
        if due is self._pair or is_same_step:
            self._ballot.shown()
            self._guard.open()

    def show_keys(self) -> None:
        """Only keys that do something are shown."""
        step, pair, answers = self._step, self._pair, self.view.answers
        labels = {
            "go_on": "",
            "reveal": step.reveal if step else "",
            "undo": "undo" if self._ballot.may_undo else "",
            "last_results": "last results" if step and self._ballot.last_revealed() else "",
        }
        if step is not None:
            labels |= {"go_on": step.enter, **dict.fromkeys(_WITH_PAIR, "")}
        elif pair is not None:
            labels["go_on"] = "go on" if pair.question is VoteQuestion.REASONS else ""
            labels["together"] = "scroll together" if answers.scrolls_apart else "scroll apart"
            if not self.is_wide:
                labels["together"] = ""
            elif not answers.scrolls_apart:
                labels["flip"] = ""
        self.query_one(KeyLine).relabel(labels)

    # Voting

    def on_key(self, event: events.Key) -> None:
        """The keys of the open question come from its wording."""
        self._guard.arrived()
        if self._pair is not None and event.character is not None:
            choice = VOTE_WORDINGS[self._pair.question].choice_for(event.character)
            if choice is not None:
                event.stop()
                self._choose(self._pair, choice)

    @on(ChoiceButton.Chosen)
    def _clicked(self, message: ChoiceButton.Chosen) -> None:
        self._guard.arrived()
        pair = self._pair
        if pair is not None and message.choice in VOTE_WORDINGS[pair.question].choices:
            self._choose(pair, message.choice)

    def _choose(self, pair: OpenPair, choice: Choice) -> None:
        if pair.question is VoteQuestion.REASONS:
            if self._admits(choice.key):
                self._ticked ^= {Reason(choice.answer)}
                self.view.ask(pair, self._ticked)
                self.view.question.say(Content())
            return
        unseen = set(Side) - self.view.answers.seen
        if pair.question is VoteQuestion.BETTER and unseen and not self.is_too_small():
            self.view.question.say(Content(_UNSEEN.format(*unseen)))
            return
        self._record(choice.key, partial(self._ballot.answer, pair, choice.answer, choice.key))

    def _admits(self, key: str) -> bool:
        """Whether a key may change something that counts; if not, the person is told."""
        if not self.is_active or self.is_too_small():
            return False
        if not self._guard.admits_judgment(key):
            if self._step is None:
                self.view.question.say(Content(TOO_SOON))
            else:
                self.step_view.show(self._step, TOO_SOON)
            return False
        return True

    def _record(self, key: str, record: Callable[[], object]) -> None:
        if self._admits(key):
            self._guard.close()
            with self.errors_shown(self._present):
                record()
                self._present()

    def action_undo(self) -> None:
        """Take back the last answer, and return to its pair."""
        if self._guard.admits("z"):
            with self.errors_shown(self._present):
                self._present(self._ballot.undo())

    def action_go_on(self) -> None:
        """Give the reasons that are ticked, or do what the step offers."""
        pair, step = self._pair, self._step
        if pair is not None and pair.question is VoteQuestion.REASONS:
            reasons = partial(self._ballot.give_reasons, pair, list(self._ticked))
            self._record("enter", reasons)
        elif step is not None and step.enter and self._admits("enter"):
            with self.errors_shown(self._present):
                match step.turn:
                    case Turn.BEGIN:
                        self._ballot.begin()
                        self._prepare()
                    case Turn.BROKEN:
                        self._prepare()
                    case Turn.TOO_WEAK:
                        self._ballot.go_on_with_weak_model()
                        self._present()
                    case _:
                        self._reveal(step)

    def _prepare(self) -> None:
        """Let the model go on, and wait for it."""
        self._preparation = replace(self._preparation, is_running=True, purpose=None, error=None)
        self.post_message(Prepare())
        self._present()

    # Opening

    def action_reveal(self) -> None:
        """Open a block whose model is too weak."""
        if self._step is not None and self._step.turn is Turn.TOO_WEAK and self._admits("r"):
            with self.errors_shown(self._present):
                self._reveal(self._step)

    def _reveal(self, step: VotingStep) -> None:
        block = self._ballot.reveal(step.turn)
        if block is not None:
            self.show_opened(block)

    def action_last_results(self) -> None:
        """Show the block once more that was opened last."""
        with self.errors_shown():
            block = self._ballot.last_revealed()
            if block is not None and self._step is not None:
                self.show_opened(block)

    def show_opened(self, block: Block) -> None:
        """Show a block that was opened."""
        self.app.push_screen(ResultsScreen(self._session, block), lambda _: self._present())
