"""What vendors noted about the person: the same cards, in sets of their own."""

from dataclasses import replace

from selfaudit.core.beliefs.asking import AskedBelief, asked_beliefs
from selfaudit.core.models.judgment import Question, TrueAnswer
from selfaudit.core.review.place import Progress
from selfaudit.core.review.review import OpenCard
from selfaudit.core.review.sizes import SET_CARDS
from selfaudit.tui.desk import Desk
from selfaudit.tui.screens.review import ReviewScreen
from selfaudit.tui.session import Session
from selfaudit.tui.set_report import SetReport

DONE = "That was all that was noted. What to delete there, line by line, is under a."


class BeliefDesk(Desk):
    """The table on which what vendors noted is laid."""

    def __init__(self, session: Session) -> None:
        super().__init__(session)
        self._store = session.store

    def guess_due(self, card: OpenCard | None) -> int | None:
        """Nothing is guessed about these."""
        return None

    def finished(self, card: OpenCard, before: Progress) -> SetReport | None:
        """The report of the set that an act finished, the last of which may be a part of one."""
        asked = asked_beliefs(self._store)
        done = [one for one in asked if one.question is None]
        is_done = any(one.drawn.item == card.item for one in done)
        if not is_done or (len(done) % SET_CARDS and len(done) < len(asked)):
            return None
        number = -(-len(done) // SET_CARDS)
        return _report(number, done)


def _report(number: int, done: list[AskedBelief]) -> SetReport:
    members = done[SET_CARDS * (number - 1) :]
    answers: dict[str, int] = {}
    for one in members:
        if one.verdict is not None:
            answers[one.verdict] = answers.get(one.verdict, 0) + 1
    seconds = sum(said.active_seconds or 0.0 for one in members for said in one.said.values())
    edited = [one for one in members if Question.STATEMENT in one.said]
    right = sum(one.verdict == TrueAnswer.YES and one not in edited for one in members)
    return SetReport(
        number,
        len(members),
        len(members) - sum(answers.values()),
        len(edited),
        seconds / len(members),
        finishes_headline=False,
        answers=answers,
        right=right,
        done=len(done),
    )


class BeliefScreen(ReviewScreen):
    """Cards of what vendors noted. Nothing said here is in any figure of the model's."""

    def __init__(self, session: Session) -> None:
        session = replace(session, review=session.beliefs)
        super().__init__(session)
        self._desk = BeliefDesk(session)

    def show_waiting(self, remark: str, *, more_come: bool) -> None:
        """Nothing is left: back to the first screen, with a word on what came of it."""
        self.app.notify(DONE)
        self.dismiss()

    def hidden_keys(self, card: OpenCard) -> list[str]:
        """There is no model's opinion to look at."""
        return ["details", "list"]

    def action_details(self) -> None:
        """There are none."""

    def take_back(self) -> None:
        """Take the last act on these cards back, and show its card."""
        self._put_away()
        with self.errors_shown(self.present):
            self.present(self._desk.undo())
