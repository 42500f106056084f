"""A budget of minutes in words, for the screens and the command line alike."""

from selfaudit.core.models.budget import Budget, CardTime
from selfaudit.core.review.minutes import Choice
from selfaudit.core.review.sizes import HEADLINE_CARDS, SET_CARDS
from selfaudit.tui.words import count, duration

TOO_FEW = (
    f"A share is said from {HEADLINE_CARDS} cards on. From fewer the report says only how far off "
    "it could be."
)
"""What is said where a budget holds fewer cards than the headline needs."""

HOW = (
    "A random sample of your chats is read first, large enough for your cards; the rest follows in "
    "the background. How many cards there are is fixed now, not by what you find."
)

TOO_LATE = (
    "The cards that your result rests on are drawn. To change their number now, knowing your "
    "answers, would make the result a lie."
)


def minutes(number: float) -> str:
    """A number of minutes: "1 minute", "20 minutes", "2.5 minutes"."""
    return f"{number:g} minute{'' if number == 1 else 's'}"


def learned(one: Choice) -> str:
    """What the cards tell if 80 of a hundred are true: "between 68 and 88"."""
    low, high = round(100 * one.interval.low), round(100 * one.interval.high)
    return f"between {low} and {high}"


def card_time(time: CardTime) -> str:
    """How long a card is taken to last, and how that is known."""
    if time.measured_on:
        return f"A card takes you about {time.seconds:.0f} seconds ({time.measured_on} cards)."
    return f"A card takes about {time.seconds:.0f} seconds (two minutes for {SET_CARDS})."


def summary(budget: Budget) -> str:
    """What was chosen: minutes, cards, and what they can tell."""
    plan = budget.plan
    return (
        f"{minutes(plan.minutes)}: {count(plan.cards, 'card')}, ± {50 * plan.width:.0f} points if "
        "80 of a hundred are true."
    )


def sample(budget: Budget) -> str:
    """Which conversations are read first, and whether they are."""
    if budget.is_whole:
        there = count(budget.frame_size, "conversation")
        state = "and it is read." if budget.is_read else "read in a random order."
        return f"Your sample is everything: {there}, {state}"
    drawn = f"{budget.size:,} of {count(budget.frame_size, 'conversation')}"
    if budget.is_read:
        return f"Your sample is read: {drawn}, drawn at random. The rest needs no waiting for."
    return f"Your sample, read first: {drawn}, at random. It grows if it gives too little."


def waiting(left: int | None, seconds: float | None) -> str:
    """How long until the sample is read; "" where nobody waits for it."""
    if not left:
        return ""
    time = f", {duration(seconds)} left" if seconds is not None else ""
    return f"{count(left, 'window')} of your sample still to read{time}"
