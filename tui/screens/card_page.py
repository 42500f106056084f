"""A screen on which a card lies: what can be noted on it, written of it, and looked at."""

from collections.abc import Callable
from functools import partial

from textual import getters
from textual.content import Content

from selfaudit.core.models.judgment import Question
from selfaudit.core.review.review import OpenCard
from selfaudit.tui.desk import Desk
from selfaudit.tui.key_guard import KeyGuard
from selfaudit.tui.screens.base import Page
from selfaudit.tui.screens.conversation import ConversationScreen
from selfaudit.tui.screens.reading import DetailsDialog, ListDialog
from selfaudit.tui.screens.writing import WritingDialog, comment_dialog, wording_dialog
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.card import CardView


class CardPage(Page[bool]):
    """Marks, words of the person's own, and a closer look. Judging is the review screen's."""

    view = getters.query_one(CardView)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._desk = Desk(session)
        self._card: OpenCard | None = None
        self._guard = KeyGuard(
            session.clock, session.new_question_seconds, session.held_key_seconds
        )

    def present(self, remark: str = "") -> None:
        """Lay out the card that is due, with a remark on what just happened."""
        raise NotImplementedError

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
            self.write(wording_dialog(self._card), partial(self._edited, self._card))

    def _edited(self, card: OpenCard, text: str) -> None:
        self._desk.edit(card, text)
        self.present("Saved in your words. Is it true as it stands now?")

    def action_comment(self) -> None:
        """Note a remark."""
        if self._card is not None:
            self.write(comment_dialog(self._card), partial(self._commented, self._card))

    def _commented(self, card: OpenCard, text: str) -> None:
        self._desk.comment(card, text)
        self._refresh("Comment saved.")

    def write(self, dialog: WritingDialog, save: Callable[[str], None]) -> None:
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

    @property
    def is_on_message(self) -> bool:
        """Whether it is asked what is missing from the list."""
        return self._card is not None and self._card.question is Question.MISSING

    def action_list(self) -> None:
        """Show every note, where the person is asked what is missing from them."""
        if self.is_on_message:
            with self.errors_shown():
                known = self._session.store.attributes.model_statements()
                self.app.push_screen(ListDialog([one.text for one in known]))

    def action_scroll_evidence(self, direction: int) -> None:
        """Scroll the message."""
        self.view.evidence.scroll_by(direction)
