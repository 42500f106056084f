"""What the review screen asks the domain for, without any widget: the card that is due, the
evidence to show with it, and what an answer led to."""

from dataclasses import dataclass

from selfaudit.core.errors import UnknownIdError
from selfaudit.core.models.item import Item, Response
from selfaudit.core.models.judgment import Policy, Question, TrueAnswer
from selfaudit.core.review.changes import Changes, changes
from selfaudit.core.review.place import Progress
from selfaudit.core.review.review import OpenCard
from selfaudit.core.store.history import StoredConversation, StoredMessage
from selfaudit.core.timer import QuestionTimer
from selfaudit.tui.drawable import one_line
from selfaudit.tui.session import Session
from selfaudit.tui.set_report import SetReport, finished_set
from selfaudit.tui.words import taken_back


@dataclass(frozen=True, slots=True)
class Source:
    """Where a quote is from: `message.text[start:end]` is the quote."""

    message: StoredMessage
    conversation: StoredConversation
    start: int
    end: int


After = SetReport | Changes | Item | None
"""What an answer led to: the end of a set, the end of what was asked again, or a message of which
the person says that something is missing."""


class Desk:
    """The table on which cards are laid, one at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._review = session.review
        self._timer = QuestionTimer(session.clock)

    def due(self, *, extraction_ended: bool) -> OpenCard | None:
        """The card to be judged now; freezes the next batch where one may begin."""
        return self._review.due(extraction_ended=extraction_ended)

    def shown(self) -> None:
        """The card is on the screen: its time begins."""
        self._timer = QuestionTimer(self._session.clock)

    def touched(self) -> None:
        """The person is there."""
        self._timer.touch()

    def progress(self) -> Progress:
        """How far the cards have come."""
        return self._review.queue.progress()

    def headline_goal(self, *, extraction_ended: bool) -> int:
        """How many cards the headline can have: as fixed, or fewer where there are no more."""
        progress = self.progress()
        budget = self._session.store.budgets.current()
        if not (extraction_ended if budget is None else budget.is_read):
            return progress.headline_goal
        frames = self._review.queue.frames
        left = frames.headline_left()
        if left <= 0:
            return progress.headline_total
        more = len(frames.of_headline(most=left))
        return min(progress.headline_goal, progress.headline_total + more)

    def guess_due(self, card: OpenCard | None) -> int | None:
        """The set, counted from 0, that is to be guessed about before this card."""
        return self._session.guesses.due(card)

    def guess(self, number: int, right: int | None) -> None:
        """Record a guess, or that none was made."""
        self._session.guesses.guess(number, right, timing=self._timer.so_far())

    def source(self, card: OpenCard) -> Source | None:
        """Where the card's quote is from; None where there is no quote, or no message any more."""
        piece = card.evidence
        if piece is None:
            return None
        try:
            message = self._session.store.history.message(piece.message)
            conversation = self._session.store.history.conversation(piece.conversation)
        except UnknownIdError:
            return None
        return Source(message, conversation, piece.start, piece.end)

    def answer(self, card: OpenCard, answer: str, key: str) -> After:
        """Record an answer; return what it led to."""
        before = self.progress()
        self._review.answer(card, answer, key=key, timing=self._timer.so_far())
        if card.question is Question.MISSING and answer == TrueAnswer.YES:
            return card.item
        return self.finished(card, before)

    def skip(self, card: OpenCard, key: str) -> After:
        """Record a skip; return what it led to."""
        before = self.progress()
        self._review.skip(card, key=key, timing=self._timer.so_far())
        return self.finished(card, before)

    def say_missing(self, item: Item, text: str) -> None:
        """Record what the person misses on the list."""
        self._review.items.record(item, Question.COMMENT, "written", text=text)

    def finished(self, card: OpenCard, before: Progress) -> SetReport | Changes | None:
        """What an act finished, if it did: a set, whose checks are revealed from now on, or all
        that was asked again."""
        if card.policy is Policy.AGAIN:
            return changes(self._session.store) if card.nth and card.nth[0] == card.nth[1] else None
        queue = self._review.queue
        report = finished_set(self._session.store, queue, before, self.progress())
        if report is not None:
            self._review.items.reveal(check.item for check in report.checks)
        return report

    def mark(self, card: OpenCard, question: Question, key: str) -> str:
        """Set or take off a mark; say which, in words."""
        name = "the flag" if question is Question.FLAG else "“surprised me”"
        timing = self._timer.so_far()
        judgment = self._review.mark(card, question, key=key, timing=timing)
        return f"Set {name}." if judgment.answer == "yes" else f"Took off {name}."

    def edit(self, card: OpenCard, statement: str) -> None:
        """Record the person's own wording. Raises SelfauditError where nothing changed."""
        self._review.edit(card, statement, key="e", timing=self._timer.so_far())

    def comment(self, card: OpenCard, text: str) -> None:
        """Record a remark."""
        self._review.comment(card, text, key="c", timing=self._timer.so_far())

    def see_details(self, card: OpenCard) -> None:
        """Record that the model's opinion is shown. Raises SelfauditError before the answer."""
        self._review.see_details(card, key="d", timing=self._timer.so_far())

    def undo(self) -> str:
        """Take back the last act; say what that was."""
        judgment = self._review.undo(key="z")
        if judgment is None:
            return "There is nothing left to take back."
        what = f"Taken back: {taken_back(judgment)}"
        card = self._review.current()
        if isinstance(judgment, Response):
            return f"{what}."
        if card is not None and card.attribute and card.attribute.id == judgment.attribute:
            return f"{what}."
        statement = self._session.store.attributes.get(judgment.attribute).statement
        return f"{what} on “{one_line(statement, 60)}”."
