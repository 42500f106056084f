"""Marks and votes that have lain for two weeks, asked again: the same screens, other questions."""

from selfaudit.core.models.block import Block
from selfaudit.core.relevance.marking import Marking
from selfaudit.tui.again_steps import marking_again_step
from selfaudit.tui.ballot import Ballot
from selfaudit.tui.ballot_again import BallotAgain
from selfaudit.tui.block_steps import BlockStep
from selfaudit.tui.screens.marking import MarkingScreen
from selfaudit.tui.screens.voting import VotingScreen
from selfaudit.tui.session import Session


class MarkingAgainScreen(MarkingScreen):
    """Marks asked again. What it comes to stands where the next block would."""

    TAKES_PROMPTS = False

    def domain(self, session: Session) -> Marking:
        """What is asked again."""
        return session.marking_again

    def between(self) -> BlockStep:
        """What there is to do where no question is open."""
        return marking_again_step(self._session)

    def last_opened(self) -> Block | None:
        """Nothing of a selector is shown here."""
        return None

    def show_opened(self, block: Block) -> None:
        """Say how often the answer was the same."""
        self._present()


class VotingAgainScreen(VotingScreen):
    """Pairs shown again. What it comes to stands where the next block would."""

    def ballot(self, session: Session) -> Ballot:
        """What is asked again."""
        return BallotAgain(session)

    def show_opened(self, block: Block) -> None:
        """Say how often the answer was the same."""
        self._present()
