"""What leads from the first screen to all others, and when it may."""

from textual import events
from textual.message import Message

from selfaudit.core.beliefs.asking import NO_BELIEFS
from selfaudit.tui import messages
from selfaudit.tui.importing.pasted import pasted_paths
from selfaudit.tui.next_step import NextStep, Step
from selfaudit.tui.screens.base import Page
from selfaudit.tui.session import Session


class HomeDoors(Page[None]):
    """A page with the doors of the first screen, by what is next and what was judged."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._step = NextStep(Step.IMPORT, "", "")
        self._beliefs = NO_BELIEFS

    @property
    def _may_judge_beliefs(self) -> bool:
        """Whether a vendor noted anything, and what the person expects is not to be asked first."""
        is_first = self._step.step in (Step.FIRST, Step.WAIT)
        return self._beliefs.left > 0 and not (is_first and not self._has_judged)

    @property
    def _opens(self) -> bool:
        return self._step.can_begin or self._step.step is Step.WAIT

    def action_begin(self) -> None:
        """To what is next."""
        match self._step.step:
            case Step.IMPORT:
                self.action_bring_in()
            case Step.BELIEFS:
                self.action_beliefs()
            case Step.MARK:
                self.action_marking()
            case Step.COMPARE:
                self.action_voting()
            case Step.MARK_AGAIN:
                self._open(messages.OpenMarking(again=True))
            case Step.COMPARE_AGAIN:
                self._open(messages.OpenVoting(again=True))
            case Step.REPORT:
                self.action_report()
            case _ if self._opens:
                self.post_message(messages.OpenReview())

    def action_review(self) -> None:
        """To the cards."""
        self._open(messages.OpenReview())

    def action_beliefs(self) -> None:
        """To what vendors noted."""
        if self._may_judge_beliefs:
            self.post_message(messages.OpenBeliefs())

    def action_marking(self) -> None:
        """To what should matter."""
        self._open(messages.OpenMarking())

    def action_voting(self) -> None:
        """To the answers."""
        self._open(messages.OpenVoting())

    def _open(self, screen: Message) -> None:
        if self._session.store.attributes.count():
            self.post_message(screen)

    @property
    def _has_judged(self) -> bool:
        store = self._session.store
        return store.judgments.count() > 0 or self._beliefs.done > 0

    @property
    def _can_budget(self) -> bool:
        store = self._session.store
        if store.history.is_empty():
            return False
        return store.budgets.current() is not None or self._session.budgeting.is_open()

    def action_budget(self) -> None:
        """To how many minutes the person has."""
        if self._can_budget:
            self.post_message(messages.OpenBudget())

    def action_report(self) -> None:
        """To how far the model and the person agree."""
        self._open_judged(messages.OpenReport())

    def action_about_me(self) -> None:
        """To the texts for an assistant."""
        self._open_judged(messages.OpenAboutMe())

    def action_give(self) -> None:
        """To a package of what was answered."""
        self._open_judged(messages.OpenGiving())

    def _open_judged(self, screen: Message) -> None:
        if self._has_judged:
            self.post_message(screen)

    def action_history(self) -> None:
        """To the chats."""
        self.post_message(messages.OpenHistory())

    def action_bring_in(self) -> None:
        """To bringing in chats."""
        self.post_message(messages.OpenImport())

    def on_paste(self, event: events.Paste) -> None:
        """A file that is dropped here is to be brought in."""
        if paths := pasted_paths(event.text):
            event.stop()
            self.post_message(messages.OpenImport(tuple(paths)))
