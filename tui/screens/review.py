"""Stage one: one card, one question, one key."""

from textual import events, getters, on
from textual.app import ComposeResult
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.models.judgment import Question
from selfaudit.core.review.review import OpenCard
from selfaudit.core.review.wordings import ASKED, Choice
from selfaudit.tui.actions import Place, actions_at, bindings_at
from selfaudit.tui.desk import Desk
from selfaudit.tui.extraction import Extraction
from selfaudit.tui.key_guard import KeyGuard
from selfaudit.tui.next_step import next_step
from selfaudit.tui.screens.base import Page
from selfaudit.tui.screens.conversation import ConversationScreen
from selfaudit.tui.screens.reading import DetailsDialog
from selfaudit.tui.screens.summary import Leaving, SummaryScreen
from selfaudit.tui.screens.writing import WritingDialog
from selfaudit.tui.session import Session
from selfaudit.tui.set_report import SetReport
from selfaudit.tui.widgets.card import CardView
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.question import ChoiceButton

_TOO_SOON = "That key came too soon to count. Nothing was saved; press it again."


class ReviewScreen(Page[None]):
    """Shows the card that is due, and records what the person says of it before moving on."""

    PLACE = Place.REVIEW
    CSS_PATH = "review.tcss"
    BINDINGS = bindings_at(Place.REVIEW)

    view = getters.query_one(CardView)
    waiting = getters.query_one("#waiting", Static)

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
        yield Static(id="waiting", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Show the card that is due, and watch for cards to come."""
        self.watch(self.app, "extraction", self._extraction_moved)
        if self._card is None:
            self._present()

    def _extraction_moved(self, extraction: Extraction) -> None:
        self._extraction = extraction
        if self._card is None and self.is_current:
            self._present()

    def _present(self, remark: str = "") -> None:
        """Lay out the card that is due, with a remark on what just happened."""
        self._guard.close()
        ended = not self._extraction.is_running
        with self.errors_shown():
            self._card = card = self._desk.due(extraction_ended=ended)
            if card is not None:
                self.view.show(card, self._desk.source(card), Content(remark))
                goal = self._desk.headline_goal(extraction_ended=ended)
                self.view.progress.show(self._desk.progress(), goal)
                self.call_after_refresh(self._shown, card)
            else:
                self._show_waiting(remark)
        self._show_keys()
        self.view.display = self._card is not None
        self.waiting.display = self._card is None

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

    def _show_waiting(self, remark: str) -> None:
        step = next_step(self._session, self._extraction)
        lines = [Content.styled(step.title, "bold"), Content(step.text)]
        if self._extraction.is_running:
            lines.append(Content.styled("They appear here by themselves.", "$foreground 65%"))
        if remark:
            lines.append(Content.styled(remark, "$text-accent"))
        self.waiting.update(Content("\n\n").join(lines))

    # Judging

    def on_key(self, event: events.Key) -> None:
        """The keys of the open question come from its wording."""
        self._desk.touched()
        if self._card is not None and event.character is not None:
            choice = ASKED[self._card.question].choice_for(event.character)
            if choice is not None:
                event.stop()
                self._choose(self._card, choice)

    @on(ChoiceButton.Chosen)
    def _clicked(self, message: ChoiceButton.Chosen) -> None:
        if self._card is not None and message.choice in ASKED[self._card.question].choices:
            self._choose(self._card, message.choice)

    def _choose(self, card: OpenCard, choice: Choice) -> None:
        if not self._guard.admits_judgment(choice.key):
            self.view.question.say(Content(_TOO_SOON))
            return
        with self.errors_shown():
            self._go_on(self._desk.answer(card, choice.answer, choice.key))

    def action_skip(self) -> None:
        """Leave the question unanswered."""
        if self._card is None:
            return
        if not self._guard.admits_judgment("s"):
            self.view.question.say(Content(_TOO_SOON))
            return
        with self.errors_shown():
            self._go_on(self._desk.skip(self._card, "s"))

    def _go_on(self, finished: SetReport | None) -> None:
        if finished is None:
            self._present()
        else:
            self.app.push_screen(SummaryScreen(finished), self._after_set)

    def _after_set(self, leaving: Leaving | None) -> None:
        match leaving:
            case Leaving.UNDO:
                self.action_undo()
            case Leaving.GO_ON:
                self._present()
            case _:
                self.dismiss()

    def action_undo(self) -> None:
        """Take back the last act, and return to its card."""
        if self._guard.admits("z"):
            with self.errors_shown():
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
            note = "It then counts as not accepted as written, and you are asked about your words."
            statement = " ".join(self._card.attribute.statement.split())
            dialog = WritingDialog("How would you put it?", note, statement)
            self.app.push_screen(dialog, self._edited)

    def _edited(self, text: str | None) -> None:
        if text is not None and self._card is not None:
            with self.errors_shown():
                self._session.review.edit(self._card, text)
                self._present("Saved in your words. Is it true as it stands now?")

    def action_comment(self) -> None:
        """Note a remark."""
        if self._card is not None:
            standing = self._card.marks.get(Question.COMMENT)
            text = standing.text if standing is not None else None
            note = "It stays on this machine. A later comment stands for the earlier one."
            dialog = WritingDialog("Your comment on this card", note, text or "")
            self.app.push_screen(dialog, self._commented)

    def _commented(self, text: str | None) -> None:
        if text is not None and self._card is not None:
            with self.errors_shown():
                self._session.review.comment(self._card, text)
                self._refresh("Comment saved.")

    # Looking closer

    def action_details(self) -> None:
        """Show what was hidden, and record that it was shown."""
        card = self._card
        if card is not None:
            with self.errors_shown():
                self._session.review.see_details(card)
                self._refresh("")
                self.app.push_screen(DetailsDialog(card.attribute, card.card.evidence))

    def action_conversation(self) -> None:
        """Show the conversation around the quote."""
        source = self._desk.source(self._card) if self._card is not None else None
        if source is not None:
            self.app.push_screen(ConversationScreen(self._session.store, source))

    def action_scroll_evidence(self, direction: int) -> None:
        """Scroll the message."""
        self.view.evidence.scroll_by(direction)

    def action_leave(self) -> None:
        """Back to the first screen."""
        self.dismiss()
