"""What the interface is given to work with."""

from collections.abc import Callable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from selfaudit.core.beliefs.asking import BeliefReview
from selfaudit.core.comparison.again import VotingAgain
from selfaudit.core.comparison.voting import Voting
from selfaudit.core.models.wording import Wording
from selfaudit.core.ports import Clock
from selfaudit.core.relevance.again import MarkingAgain
from selfaudit.core.relevance.marking import Marking
from selfaudit.core.review.budgeting import Budgeting
from selfaudit.core.review.guesses import Guesses
from selfaudit.core.review.opening import Opening
from selfaudit.core.review.review import Review
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import wording_in
from selfaudit.tui.extraction import StartExtraction
from selfaudit.tui.preparation import StartPreparation

NEW_QUESTION_SECONDS = 0.35
"""How long keys that judge are ignored after a question appeared."""

HELD_KEY_SECONDS = 0.8
"""How long the key that judged last must rest before it judges again.

Keyboards begin to repeat a held key after 0.25 to 0.66 s in the settings they come with.
"""

REDRAW_SECONDS = 0.5
"""How long the first screen rests before it counts again what a running extraction found."""


@dataclass(frozen=True)
class Session:
    """One sitting: the person's store, the review over it, and what can be done in it.

    `start_extraction` blocks and yields events; it is called in a thread, ends soon after the
    event that it is given is set, and raises SelfauditError; so does `start_preparation`, which
    lets selectors, answers and the judge be made ahead. None where there is no model, or nothing
    to extract from. `at_rest` keeps any selfaudit from extracting or preparing while what is
    stored is erased or replaced. `model_name` is what people call the model. `notices` are
    sentences of the import; `paths` are to be brought in first; `program` is how to call selfaudit
    again for the same home.
    """

    store: Store
    review: Review
    clock: Clock
    start_extraction: StartExtraction | None = None
    start_preparation: StartPreparation | None = None
    at_rest: Callable[[], AbstractContextManager[None]] = nullcontext
    model_name: str = ""
    notices: tuple[str, ...] = ()
    paths: tuple[Path, ...] = ()
    program: str = "selfaudit"
    new_question_seconds: float = NEW_QUESTION_SECONDS
    held_key_seconds: float = HELD_KEY_SECONDS
    redraw_seconds: float = REDRAW_SECONDS

    def words(self, own: Wording) -> Wording:
        """The words in which a question is asked, given those that the program has for it."""
        return wording_in(self.store, own)

    @property
    def opening(self) -> Opening:
        """What comes before the first card."""
        return Opening(self.store, self.clock)

    @property
    def budgeting(self) -> Budgeting:
        """How many minutes the person has."""
        return Budgeting(self.store, self.clock, self.review.queue.design)

    @property
    def guesses(self) -> Guesses:
        """What is guessed before a set of cards."""
        return Guesses(self.store, self.clock, self.review.queue)

    @property
    def beliefs(self) -> BeliefReview:
        """What vendors believe about the person, on cards of its own."""
        return BeliefReview(self.store, self.clock)

    @property
    def marking(self) -> Marking:
        """Stage two over the store."""
        return Marking(self.store, self.clock)

    @property
    def voting(self) -> Voting:
        """Stage three over the store."""
        return Voting(self.store, self.clock)

    @property
    def marking_again(self) -> MarkingAgain:
        """What of stage two is asked again."""
        return MarkingAgain(self.store, self.clock)

    @property
    def voting_again(self) -> VotingAgain:
        """What of stage three is asked again."""
        return VotingAgain(self.store, self.clock)
