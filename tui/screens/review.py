"""Stage one: one card, one question, one key."""

from collections.abc import Callable
from functools import partial

from textual import events, getters, on
from textual.app import ComposeResult
from textual.content import Content

from selfaudit.core.models.item import Item
from selfaudit.core.models.wording import Choice
from selfaudit.core.review.changes import Changes
from selfaudit.core.review.review import OpenCard
from selfaudit.core.review.wordings import wording_of
from selfaudit.tui.actions import Place, actions_at, bindings_at
from selfaudit.tui.desk import After
from selfaudit.tui.extraction import Extraction
from selfaudit.tui.next_step import next_step
from selfaudit.tui.screens.card_page import CardPage
from selfaudit.tui.screens.changes import ChangesScreen
from selfaudit.tui.screens.guess import GuessDialog
from selfaudit.tui.screens.summary import Leaving, SummaryScreen
from selfaudit.tui.screens.writing import missing_dialog
from selfaudit.tui.session import Session
from selfaudit.tui.set_report import SetReport
from selfaudit.tui.widgets.card import CardView
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.question import ChoiceButton
from selfaudit.tui.widgets.waiting import WaitingView
from selfaudit.tui.words import TOO_SOON


class ReviewScreen(CardPage):
    """Shows the card that is due, and records what the person says of it before moving on.

    Its result tells whether something from before the first card is to be done again.
    """

    PLACE = Place.REVIEW
    CSS_PATH = "review.tcss"
    BINDINGS = bindings_at(Place.REVIEW)

    waiting = getters.query_one(WaitingView)

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._extraction = Extraction()
        self._is_guessing = False

    def compose(self) -> ComposeResult:
        """The card, or what there is to wait for."""
        yield CardView(self._session.words)
        yield WaitingView()
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Show the card that is due, and watch for cards to come."""
        self.watch(self.app, "extraction", self._extraction_moved)
        if self._card is None:
            self.present()

    def _extraction_moved(self, extraction: Extraction) -> None:
        self._extraction = extraction
        in_sight = self.is_active or self.app.screen.is_modal
        if self._card is None and in_sight:
            self.present()

    def touched(self) -> None:
        """The person is there, on this screen or on one above it."""
        self._desk.touched()

    def present(self, remark: str = "") -> None:
        """Lay out the card that is due, or ask for a guess before a set."""
        self._put_away()
        ended = not self._extraction.is_running
        with self.errors_shown():
            card = self._desk.due(extraction_ended=ended)
            guessed = self._desk.guess_due(card)
            if guessed is not None:
                card = None
                self._ask_guess(guessed, remark)
            elif card is not None:
                self.view.show(card, self._desk.source(card), Content(remark))
                goal = self._desk.headline_goal(extraction_ended=ended)
                self.view.progress.show(self._desk.progress(), goal, card)
                self.call_after_refresh(self._shown, card)
            else:
                self.show_waiting(remark, more_come=not ended)
            self._card = card
        self._show_keys()
        self.view.display = self._card is not None
        self.waiting.display = self._card is None and not self._is_guessing

    def show_waiting(self, remark: str, *, more_come: bool) -> None:
        """Say what there is to do while no card lies here."""
        progress = self._session.review.queue.progress()
        step = next_step(self._session, self._extraction, progress)
        self.waiting.show(step, remark, more_come=more_come)

    def _ask_guess(self, number: int, remark: str) -> None:
        if self._is_guessing:
            return

        def guessed(guess: int | Leaving | None) -> None:
            self._is_guessing = False
            match guess:
                case Leaving.UNDO:
                    self.take_back()
                case Leaving.STOP | None:
                    self.dismiss()
                case _:
                    with self.errors_shown():
                        self._desk.guess(number, guess if isinstance(guess, int) else None)
                        self.present()

        self._is_guessing = True
        self._desk.shown()
        self.app.push_screen(GuessDialog(self._session, number, remark), guessed)

    def _put_away(self) -> None:
        """From here on nothing is judged until a card is laid out."""
        self._guard.close()
        self._card = None

    def _shown(self, card: OpenCard) -> None:
        # Only now has the question reached the terminal: keys typed before were not meant for it.
        if card is self._card:
            self._desk.shown()
            self._guard.open()

    def hidden_keys(self, card: OpenCard) -> list[str]:
        """The actions that a card does not have, or not yet. A check has those of a folded card."""
        hidden = [] if card.is_statement else ["edit", "details", "surprise"]
        if card.attribute is None or not card.may_see_details:
            hidden.append("details")
        if self._desk.source(card) is None:
            hidden.append("conversation")
        return hidden if self.is_on_message else [*hidden, "list"]

    def _show_keys(self) -> None:
        only_with_card = [
            action.id
            for action in actions_at(Place.REVIEW)
            if action.place is Place.REVIEW and action.id not in ("undo", "leave")
        ]
        hidden = only_with_card if self._card is None else self.hidden_keys(self._card)
        self.query_one(KeyLine).relabel(dict.fromkeys(hidden, ""))

    # Judging

    def on_key(self, event: events.Key) -> None:
        """The keys of the open question come from its wording."""
        self._guard.arrived()
        if self._card is not None and event.character is not None:
            choice = wording_of(self._card.question).choice_for(event.character)
            if choice is not None:
                event.stop()
                self._choose(self._card, choice)

    @on(ChoiceButton.Chosen)
    def _clicked(self, message: ChoiceButton.Chosen) -> None:
        self._guard.arrived()
        if self._card is not None and message.choice in wording_of(self._card.question).choices:
            self._choose(self._card, message.choice)

    def _choose(self, card: OpenCard, choice: Choice) -> None:
        self._judge(choice.key, partial(self._desk.answer, card, choice.answer, choice.key))

    def action_skip(self) -> None:
        """Leave the question unanswered."""
        if self._card is not None:
            self._judge("s", partial(self._desk.skip, self._card, "s"))

    def _judge(self, key: str, record: Callable[[], After]) -> None:
        if not self.is_active:
            return
        if self.is_too_small():
            return
        if not self._guard.admits_judgment(key):
            self.view.question.say(Content(TOO_SOON))
            return
        self._put_away()
        with self.errors_shown(self.present):
            finished = record()
            if finished is None:
                self.present()
            elif isinstance(finished, SetReport):
                self.app.push_screen(SummaryScreen(finished), self._after_set)
            elif isinstance(finished, Changes):
                self.app.push_screen(ChangesScreen(finished), self._after_set)
            else:
                self._ask_what(finished)

    def _ask_what(self, item: Item) -> None:
        def written(text: str | None) -> None:
            with self.errors_shown():
                if text:
                    self._desk.say_missing(item, text)
                self.present()

        self.app.push_screen(missing_dialog(), written)

    def _after_set(self, leaving: Leaving | None) -> None:
        match leaving:
            case Leaving.UNDO:
                self.take_back()
            case Leaving.GO_ON:
                self.present()
            case _:
                self.dismiss()

    def action_undo(self) -> None:
        """Take back the last act, and return to its card."""
        if self._guard.admits("z"):
            self.take_back()

    def take_back(self) -> None:
        """Take the last act back, and show its card, or what came before the first one."""
        self._put_away()
        with self.errors_shown(self.present):
            remark = self._desk.undo()
            if self._session.opening.step() is not None:
                self.dismiss(True)
            else:
                self.present(remark)
