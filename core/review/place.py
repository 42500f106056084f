"""A card's place in the queue: what was answered on it, and what is still to be asked."""

from dataclasses import dataclass

from selfaudit.core.models.item import ASKS_NO_MORE, Asking, Item, Support
from selfaudit.core.models.judgment import Policy, Question, TrueAnswer
from selfaudit.core.review.sizes import HEADLINE_CARDS, PROTOCOL_SIZES, SET_CARDS, Sizes
from selfaudit.core.review.wordings import follow_up
from selfaudit.core.store.judgments import Card

Answers = dict[Question, str]


def open_question(
    given: Answers, skipped: frozenset[Question], asking: Asking, *, as_written: bool = True
) -> Question | None:
    """What is still to be asked on a card; None when nothing is.

    What a stranger would make of the words is never asked about a wording of the person's own.
    A card whose first question was skipped or refused asks no more.
    """
    support = asking.support if as_written and not asking.folded else Support.NEVER
    verdict = given.get(Question.TRUE)
    due = []
    if verdict is None:
        due = [Question.SUPPORT] if support is Support.BEFORE else []
        due.append(Question.TRUE)
    else:
        after = follow_up(verdict)
        due += [after] if after is not None else []
        if asking.lasting and verdict == TrueAnswer.YES:
            due.append(Question.LASTING)
        if support is Support.AFTER and verdict != TrueAnswer.REFUSE:
            due.append(Question.SUPPORT)
    if verdict is None and Question.TRUE in skipped:
        return None
    return next((one for one in due if one not in given and one not in skipped), None)


@dataclass(frozen=True, slots=True)
class Place:
    """A card in the queue, how its batch was drawn, and what was answered on it so far.

    `skipped` are the questions that were left unanswered. `as_written` is False where the
    statement is in the person's own words. `is_erased` tells that the statement was erased:
    nothing more can be asked of it.
    """

    card: Card
    policy: Policy
    seed: int
    given: Answers
    skipped: frozenset[Question] = frozenset()
    asking: Asking = ASKS_NO_MORE
    as_written: bool = True
    is_erased: bool = False

    @property
    def question(self) -> Question | None:
        """What is still to be asked on the card; None when nothing is."""
        return open_question(self.given, self.skipped, self.asking, as_written=self.as_written)

    @property
    def is_skipped(self) -> bool:
        """Whether the card was skipped without a verdict."""
        return Question.TRUE in self.skipped and Question.TRUE not in self.given

    @property
    def is_done(self) -> bool:
        """Whether nothing more will be asked on the card."""
        return self.question is None or self.is_erased


@dataclass(frozen=True, slots=True)
class CheckPlace:
    """A check in the queue, and what was answered on it so far."""

    item: Item
    policy: Policy
    given: Answers
    skipped: frozenset[Question]
    set_cards: int = SET_CARDS

    @property
    def question(self) -> Question | None:
        """What is still to be asked on it; None when nothing is."""
        return open_question(self.given, self.skipped, Asking(folded=True))

    @property
    def number(self) -> int:
        """The set that it belongs to, counted from 0."""
        return (self.item.order_index or 0) // self.set_cards


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the cards have come, each attribute counted once.

    `done` counts cards that are answered to the end, skipped or erased, `skipped` those among
    them that were skipped without a verdict; `total` the cards that are drawn so far.
    `headline_total` counts the cards drawn for the headline, `headline_done` those of them that
    have a verdict, and `headline_goal` is how many there shall be. Checks are in none of these:
    `checks` and `checks_done` count those of the set that is open.
    """

    done: int
    total: int
    headline_done: int
    headline_total: int
    skipped: int
    verdicts: dict[str, int]
    edited: int
    checks: int = 0
    checks_done: int = 0
    headline_goal: int = HEADLINE_CARDS
    sizes: Sizes = PROTOCOL_SIZES

    @property
    def in_set(self) -> int:
        """Cards done since the last full set."""
        return self.done % self.sizes.set

    @property
    def headline_finished(self) -> bool:
        """Whether as many uniform draws have a verdict as the headline needs."""
        return self.headline_done >= self.headline_goal
