"""What the voting screen asks the domain for where pairs are shown again after two weeks."""

from selfaudit.core.comparison.voting import Voting
from selfaudit.core.models.block import Block
from selfaudit.tui.again_steps import voting_again_step
from selfaudit.tui.ballot import Ballot
from selfaudit.tui.preparation import Preparation
from selfaudit.tui.session import Session
from selfaudit.tui.voting_step import VotingStep


class BallotAgain(Ballot):
    """The table on which pairs are laid that were voted on before."""

    def domain(self, session: Session) -> Voting:
        """What is asked again."""
        return session.voting_again

    def step(self, preparation: Preparation, *, is_too_weak: bool) -> VotingStep:
        """What there is to do where no pair is open."""
        return voting_again_step(self._session)

    def begin(self) -> None:
        """Draw the next block. Raises SelfauditError where nothing has lain long enough."""
        self._session.voting_again.begin()

    def last_revealed(self) -> Block | None:
        """Nothing of an arm is shown here."""
        return None
