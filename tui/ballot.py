"""What the voting screen asks the domain for, without any widget: the pair that is due, and what
an answer of the person led to."""

from collections.abc import Sequence

from selfaudit.core.comparison.questions import joined
from selfaudit.core.comparison.voting import OpenPair, Voting
from selfaudit.core.comparison.wordings import VOTE_WORDINGS
from selfaudit.core.models.block import Block, Stage
from selfaudit.core.models.comparison import Reason, Vote, VoteQuestion
from selfaudit.core.timer import QuestionTimer
from selfaudit.tui.preparation import Preparation
from selfaudit.tui.session import Session
from selfaudit.tui.voting_step import Turn, VotingStep, voting_step

NOTHING_LEFT = "There is nothing left in this block to take back."


class Ballot:
    """The table on which pairs are laid, one at a time."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._voting = self.domain(session)
        self._timer = QuestionTimer(session.clock)
        self._goes_on_with: int | None = None

    def domain(self, session: Session) -> Voting:
        """What asks the questions."""
        return session.voting

    def step(self, preparation: Preparation, *, is_too_weak: bool) -> VotingStep:
        """What there is to do where no pair can be shown."""
        return voting_step(self._session, preparation, is_too_weak=is_too_weak)

    @property
    def is_first(self) -> bool:
        """Whether the person has compared nothing yet."""
        return self._session.store.votes.count() == 0

    def due(self, preparation: Preparation) -> OpenPair | VotingStep:
        """The pair to be voted on now, or what else there is to do."""
        block = self._voting.block()
        if block is not None and not self._is_too_weak(block):
            pair = self._voting.current()
            if pair is not None:
                return pair
        return self.step(preparation, is_too_weak=self._is_too_weak(block))

    def _is_too_weak(self, block: Block | None) -> bool:
        return (
            block is not None
            and block.id != self._goes_on_with
            and not self._voting.progress(block).is_finished
            and self._voting.is_too_weak(block)
        )

    def shown(self) -> None:
        """The question is on the screen: its time begins."""
        self._timer = QuestionTimer(self._session.clock)

    def touched(self) -> None:
        """The person is there."""
        self._timer.touch()

    def answer(self, pair: OpenPair, answer: str, key: str) -> None:
        """Record an answer to the question that is open."""
        self._voting.answer(pair.pair, pair.question, answer, key=key, timing=self._timer.so_far())

    def give_reasons(self, pair: OpenPair, reasons: Sequence[Reason]) -> None:
        """Record the reasons that were ticked, or that there are none."""
        self.answer(pair, joined(reasons), "enter")

    def undo(self) -> str:
        """Take back the last answer of the open block; say what that was."""
        block = self._voting.block()
        vote = self._voting.undo(block, key="z") if block is not None else None
        return f"Taken back: {taken_back(vote)}." if vote is not None else NOTHING_LEFT

    @property
    def may_undo(self) -> bool:
        """Whether a block is open, in which answers can be taken back."""
        return self._voting.block() is not None

    def begin(self) -> None:
        """Begin the next block. Raises SelfauditError where there is too little to compare."""
        self._voting.planning.begin()

    def go_on_with_weak_model(self) -> None:
        """Vote on although the model is too weak; it is not said again in this sitting."""
        block = self._voting.block()
        self._goes_on_with = block.id if block is not None else None

    def reveal(self, turn: Turn) -> Block | None:
        """Open the block that is done, or whose model is too weak; None in any other turn."""
        block = self._voting.block()
        if block is None or turn not in (Turn.FINISHED, Turn.TOO_WEAK):
            return None
        return self._voting.reveal(block)

    def last_revealed(self) -> Block | None:
        """The last block of pairs that was laid open."""
        blocks = self._session.store.blocks.all(Stage.COMPARISON)
        revealed = [block for block in blocks if not block.is_sealed]
        return revealed[-1] if revealed else None


def taken_back(vote: Vote) -> str:
    """What an undo took back, in words."""
    match vote.question:
        case VoteQuestion.REASONS:
            return "your reasons"
        case VoteQuestion.RATING:
            return f"your rating “{VOTE_WORDINGS[vote.question].words_of(vote.answer)}”"
        case _:
            return f"your answer “{VOTE_WORDINGS[vote.question].words_of(vote.answer)}”"
