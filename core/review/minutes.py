"""From minutes to cards, and from cards to a sample of conversations. Pure functions.

The number of cards is fixed here, before any of them is seen: a number that is chosen by what the
answers show so far would make the interval a lie.
"""

import math
from dataclasses import dataclass

from selfaudit.core.agreement.enough import cards_for
from selfaudit.core.agreement.proportions import wilson
from selfaudit.core.agreement.results import Interval
from selfaudit.core.errors import SelfauditError
from selfaudit.core.models.budget import CardTime, NewBudget
from selfaudit.core.review.sizes import HEADLINE_CARDS, SET_CARDS

PROTOCOL_TIME = CardTime(120 / SET_CARDS)
"""Two minutes for a set of twelve, with its checks (PROTOCOL)."""

OFFERED_MINUTES = (5, 10, 20, 40)
"""What the person is offered, beside no limit."""

MOST_MINUTES = 600
"""Nobody sits longer; more would be a slip of the hand."""

EXPECTED_SHARE = 0.8
"""The share accepted at which the width of an interval is foretold, as PROTOCOL does."""

ASSUMED_YIELD = 1.0
"""Attributes that a conversation is taken to give until it was measured.

An assumption. Crowd chit-chat gave four a conversation (docs/extraction.md), requests to assistants
hold fewer facts; where it is too high the sample grows, where it is too low more is read than
needed.
"""


@dataclass(frozen=True, slots=True)
class Choice:
    """A budget that may be chosen: minutes, the cards that fit, and what they can tell.

    `interval` is Wilson's 95% interval if 80% of the cards were accepted and each came from a
    conversation of its own; cards that share a conversation tell somewhat less.
    """

    minutes: float
    cards: int
    interval: Interval

    @property
    def feeds_headline(self) -> bool:
        """Whether a share may be said from so many cards, not only how far off it would be."""
        return self.cards >= HEADLINE_CARDS


def cards_in(minutes: float, time: CardTime = PROTOCOL_TIME) -> int:
    """How many cards fit into so many minutes, at least one."""
    return max(1, math.floor(60 * minutes / time.seconds + 1e-9))


def choice(minutes: float, time: CardTime = PROTOCOL_TIME) -> Choice:
    """What so many minutes buy."""
    cards = cards_in(minutes, time)
    return Choice(minutes, cards, wilson(EXPECTED_SHARE, cards))


def without_limit() -> Choice:
    """What is judged without a budget, in the protocol's time."""
    return choice(HEADLINE_CARDS * PROTOCOL_TIME.seconds / 60)


def minutes_for(width: float, time: CardTime = PROTOCOL_TIME) -> float:
    """How many minutes it takes to make the interval at 80% no wider than `width` (0 to 1)."""
    return cards_for(width, EXPECTED_SHARE) * time.seconds / 60


def plan(
    minutes: float | None, width: float | None = None, time: CardTime = PROTOCOL_TIME
) -> NewBudget:
    """What is fixed for so many minutes, or for an interval no wider than `width` (0 to 1).

    With both, the cards are as many as the width takes, if the minutes hold them. Raises
    SelfauditError where they do not, and for numbers that are none.
    """
    if minutes is None and width is None:
        raise ValueError("a budget needs minutes or a width")
    if width is not None and not 0 < width < 1:
        raise _no_budget("A width is between 1 and 99 points of a hundred.")
    if minutes is None:
        assert width is not None
        minutes = math.ceil(minutes_for(width, time))
    if not 0 < minutes <= MOST_MINUTES:
        raise _no_budget(f"A budget is from 1 to {MOST_MINUTES} minutes; this is {minutes:,g}.")
    fit = cards_in(minutes, time)
    cards = fit if width is None else cards_for(width, EXPECTED_SHARE)
    if cards > fit:
        raise _no_budget(
            f"An interval no wider than {100 * (width or 0):.0f} points takes {cards:,} cards, "
            f"about {math.ceil(cards * time.seconds / 60):,} minutes; in {minutes:g} minutes "
            f"{fit:,} fit."
        )
    return NewBudget(minutes, cards, time, wilson(EXPECTED_SHARE, cards).width, width)


def first_size(cards: int, frame: int, per_conversation: float = ASSUMED_YIELD) -> int:
    """With how many of `frame` conversations a sample begins that shall give so many attributes."""
    return min(frame, max(1, math.ceil(cards / per_conversation)))


def next_size(wanted: int, found: int, size: int, frame: int) -> int:
    """How large the sample must be after `size` conversations gave `found` attributes.

    The same size where that is enough or no conversation is left; otherwise by the measured
    yield, at least one more and at most twice as many. It looks at how many attributes there are,
    never at what was said of them.
    """
    if found >= wanted or size >= frame:
        return size
    needed = math.ceil(wanted * size / found) if found else 2 * size
    return min(frame, max(size + 1, min(needed, 2 * size)))


def _no_budget(message: str) -> SelfauditError:
    return SelfauditError(
        message,
        title="No budget was set",
        hint="`selfaudit budget` says what can be chosen.",
    )
