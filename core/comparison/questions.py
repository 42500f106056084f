"""What is asked of a pair, one question after another."""

from collections.abc import Sequence

from selfaudit.core.models.comparison import Better, Pair, Reason, Vote, VoteQuestion
from selfaudit.core.store.votes import Given

PREFERS = frozenset(
    {Better.LEFT_MUCH, Better.LEFT_SLIGHTLY, Better.RIGHT_SLIGHTLY, Better.RIGHT_MUCH}
)
"""The votes after which reasons are asked."""


def next_question(pair: Pair, given: Given) -> VoteQuestion | None:
    """What is still to be asked of a pair; None when nothing is.

    Reasons are asked for a preference, and what used facts of every pair that is asked about it
    and was not skipped.
    """
    vote = given.get(VoteQuestion.BETTER)
    if vote is None:
        return VoteQuestion.BETTER
    if vote.answer in PREFERS and reasons_of(given) is None:
        return VoteQuestion.REASONS
    skipped = vote.answer == Better.SKIP
    if pair.asks_about_you and not skipped and VoteQuestion.ABOUT_YOU not in given:
        return VoteQuestion.ABOUT_YOU
    return None


def reasons_of(given: Given) -> Vote | None:
    """The reasons for the vote that counts; those for one that was changed since are none."""
    vote, reasons = given.get(VoteQuestion.BETTER), given.get(VoteQuestion.REASONS)
    is_for_it = vote is not None and reasons is not None and reasons.id > vote.id
    return reasons if is_for_it and vote is not None and vote.answer in PREFERS else None


def joined(reasons: Sequence[Reason]) -> str:
    """Reasons as they are stored, in the order of their keys; "none" where there are none."""
    return ",".join(reason for reason in Reason if reason in reasons) or "none"
