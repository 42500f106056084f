"""Figures from a sample of conversations: what they speak of, in words."""

from selfaudit.core.models.budget import BatchSample
from selfaudit.core.models.judgment import Policy
from selfaudit.core.report.words import counted
from selfaudit.core.review.sizes import HEADLINE_CARDS
from selfaudit.core.store.store import Store


def headline_sample(store: Store) -> BatchSample | None:
    """The sample of conversations that the headline speaks of.

    None where it speaks of everything: without a budget, where the sample was everything, and where
    the rest was drawn from later.
    """
    headline = [one for one in store.judgments.batches() if one.policy is Policy.HEADLINE]
    sample = store.budgets.of_batch(headline[-1].id) if headline else None
    return None if sample is None or sample.is_whole else sample


def of_sample(sample: BatchSample | None) -> str:
    """What the notes are of, to go on with a count of them; "" where they are of everything."""
    if sample is None:
        return ""
    return f" of a random sample of {sample.conversations:,} of {sample.of_conversations:,} chats"


def notes(store: Store, sample: BatchSample | None, judged: int) -> tuple[str, ...]:
    """What a figure from a sample of conversations speaks of, and when there will be none.

    `judged` counts the cards of the headline that were judged.
    """
    said = []
    if sample is not None:
        said.append(
            "You gave yourself a number of minutes, so the cards come from "
            f"{sample.conversations:,} of your {sample.of_conversations:,} conversations (all that "
            "were imported then), drawn at random. The figure speaks of what is noted in such "
            "conversations, and its range allows for notes of one conversation being alike. What "
            "you say in many conversations had more chances to be drawn than what you said once."
        )
    budget = store.budgets.current()
    if budget is not None and budget.plan.cards < HEADLINE_CARDS:
        said.append(
            f"Your minutes hold {counted(budget.plan.cards, 'card')}; a share takes "
            f"{HEADLINE_CARDS}. Until then only its width is said. Without a limit of minutes more "
            "cards can be drawn."
        )
    elif budget is not None and HEADLINE_CARDS <= judged < budget.plan.cards:
        said.append(
            f"You fixed {counted(budget.plan.cards, 'card')} beforehand and have judged "
            f"{judged:,}. To stop where the figure pleases would make its range a lie: go on to "
            "the end, or stop for a reason that has nothing to do with it."
        )
    return tuple(said)
