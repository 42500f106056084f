"""Stage one: one card, one question, one key."""

from collections.abc import Callable
from functools import partial

from textual import events, getters, on
from textual.app import ComposeResult
from textual.content import Content

from selfaudit.core.models.judgment import Question
from selfaudit.core.models.wording import Choice
from selfaudit.core.review.review import OpenCard
from selfaudit.core.review.wordings import ASKED
from selfaudit.tui.actions import Place, actions_at, bindings_at
from selfaudit.tui.desk import Desk
from selfaudit.tui.extraction import Extraction
from selfaudit.tui.key_guard import KeyGuard
from selfaudit.tui.next_step import next_step
from selfaudit.tui.screens.base import Page
from selfaudit.tui.screens.conversation import ConversationScreen
from selfaudit.tui.screens.reading import DetailsDialog
from selfaudit.tui.screens.summary import Leaving, SummaryScreen
from selfaudit.tui.screens.writing import WritingDialog, comment_dialog, wording_dialog
from selfaudit.tui.session import Session
from selfaudit.tui.set_report import SetReport
from selfaudit.tui.widgets.card import CardView
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.question import ChoiceButton
from selfaudit.tui.widgets.waiting import WaitingView
from selfaudit.tui.words import TOO_SOON


class ReviewScreen(Page[None]):
    """Shows the card that is due, and records what the person says of it before moving on."""

    PLACE = Place.REVIEW
    CSS_PATH = "review.tcss"
    BINDINGS = bindings_at(Place.REVIEW)

    view = getters.query_one(CardView)
    waiting = getters.query_one(WaitingView)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._desk = Desk(session)
        self._card: OpenCard | None = None
        self._extraction = Extraction()
        self._guard = KeyGuard(
            session.clock, session.new_question_seconds, session.held_key_seconds
        )

    def compose(self) -> ComposeResult:
        """The card, or what there is to wait for."""
        yield CardView()
        yield WaitingView()
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Show the card that is due, and watch for cards to come."""
        self.watch(self.app, "extraction", self._extraction_moved)
        if self._card is None:
            self._present()

    def _extraction_moved(self, extraction: Extraction) -> None:
        self._extraction = extraction
        in_sight = self.is_active or self.app.screen.is_modal
        if self._card is None and in_sight:
            self._present()

    def touched(self) -> None:
        """The person is there, on this screen or on one above it."""
        self._desk.touched()

    def _present(self, remark: str = "") -> None:
        """Lay out the card that is due, with a remark on what just happened."""
        self._put_away()
        ended = not self._extraction.is_running
        with self.errors_shown():
            card = self._desk.due(extraction_ended=ended)
            if card is not None:
                self.view.show(card, self._desk.source(card), Content(remark))
                goal = self._desk.headline_goal(extraction_ended=ended)
                self.view.progress.show(self._desk.progress(), goal, card.policy)
                self.call_after_refresh(self._shown, card)
            else:
                step = next_step(self._session, self._extraction)
                self.waiting.show(step, remark, more_come=not ended)
            self._card = card
        self._show_keys()
        self.view.display = self._card is not None
        self.waiting.display = self._card is None

    def _put_away(self) -> None:
        """From here on nothing is judged until a card is laid out."""
        self._guard.close()
        self._card = None

    def _shown(self, card: OpenCard) -> None:
        # Only now has the question reached the terminal: keys typed before were not meant for it.
        if card is self._card:
            self._desk.shown()
            self._guard.open()

    def _show_keys(self) -> None:
        only_with_card = [
            action.id
            for action in actions_at(Place.REVIEW)
            if action.place is Place.REVIEW and action.id not in ("undo", "leave")
        ]
        self.query_one(KeyLine).relabel({} if self._card else dict.fromkeys(only_with_card, ""))

    # Judging

    def on_key(self, event: events.Key) -> None:
        """The keys of the open question come from its wording."""
        self._guard.arrived()
        if self._card is not None and event.character is not None:
            choice = ASKED[self._card.question].choice_for(event.character)
            if choice is not None:
                event.stop()
                self._choose(self._card, choice)

    @on(ChoiceButton.Chosen)
    def _clicked(self, message: ChoiceButton.Chosen) -> None:
        self._guard.arrived()
        if self._card is not None and message.choice in ASKED[self._card.question].choices:
            self._choose(self._card, message.choice)

    def _choose(self, card: OpenCard, choice: Choice) -> None:
        self._judge(choice.key, partial(self._desk.answer, card, choice.answer, choice.key))

    def action_skip(self) -> None:
        """Leave the question unanswered."""
        if self._card is not None:
            self._judge("s", partial(self._desk.skip, self._card, "s"))

    def _judge(self, key: str, record: Callable[[], SetReport | None]) -> None:
        if not self.is_active:
            return
        if self.is_too_small():
            return
        if not self._guard.admits_judgment(key):
            self.view.question.say(Content(TOO_SOON))
            return
        self._put_away()
        with self.errors_shown(self._present):
            finished = record()
            if finished is None:
                self._present()
            else:
                self.app.push_screen(SummaryScreen(finished), self._after_set)

    def _after_set(self, leaving: Leaving | None) -> None:
        match leaving:
            case Leaving.UNDO:
                self._take_back()
            case Leaving.GO_ON:
                self._present()
            case _:
                self.dismiss()

    def action_undo(self) -> None:
        """Take back the last act, and return to its card."""
        if self._guard.admits("z"):
            self._take_back()

    def _take_back(self) -> None:
        self._put_away()
        with self.errors_shown(self._present):
            self._present(self._desk.undo())

    # Marks and words of the person's own

    def action_flag(self) -> None:
        """Flag the card, or take the flag off."""
        self._mark(Question.FLAG, "f")

    def action_surprise(self) -> None:
        """Mark a surprise, or take the mark off."""
        self._mark(Question.SURPRISE, "!")

    def _mark(self, question: Question, key: str) -> None:
        if self._card is not None and self._guard.admits(key):
            with self.errors_shown():
                remark = self._desk.mark(self._card, question, key)
                self._refresh(remark)

    def _refresh(self, remark: str) -> None:
        """Show what changed on the card; its question stays open and its time runs on."""
        self._card = card = self._session.review.current()
        if card is not None:
            self.view.show(card, self._desk.source(card), Content(remark))

    def action_edit(self) -> None:
        """Put the statement in other words."""
        if self._card is not None:
            self._write(wording_dialog(self._card), partial(self._edited, self._card))

    def _edited(self, card: OpenCard, text: str) -> None:
        self._desk.edit(card, text)
        self._present("Saved in your words. Is it true as it stands now?")

    def action_comment(self) -> None:
        """Note a remark."""
        if self._card is not None:
            self._write(comment_dialog(self._card), partial(self._commented, self._card))

    def _commented(self, card: OpenCard, text: str) -> None:
        self._desk.comment(card, text)
        self._refresh("Comment saved.")

    def _write(self, dialog: WritingDialog, save: Callable[[str], None]) -> None:
        """Let the person write; nothing is judged until what they wrote is here."""

        def written(text: str | None) -> None:
            self._guard.open()
            if text is not None:
                with self.errors_shown():
                    save(text)

        self._guard.close()
        self.app.push_screen(dialog, written)

    # Looking closer

    def action_details(self) -> None:
        """Show what was hidden, and record that it was shown."""
        card = self._card
        if card is not None:
            with self.errors_shown():
                self._desk.see_details(card)
                self._refresh("")
                if card.attribute is not None and card.card is not None:
                    self.app.push_screen(DetailsDialog(card.attribute, card.card.evidence))

    def action_conversation(self) -> None:
        """Show the conversation around the quote."""
        with self.errors_shown():
            source = self._desk.source(self._card) if self._card is not None else None
            if source is not None:
                self.app.push_screen(ConversationScreen(self._session.store, source))

    def action_scroll_evidence(self, direction: int) -> None:
        """Scroll the message."""
        self.view.evidence.scroll_by(direction)
