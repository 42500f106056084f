"""The words of stage three's questions. They are the measuring instrument.

PROTOCOL gives those of `BETTER` and `ABOUT_YOU`; reasons and ratings are worded here.
"""

from selfaudit.core.models.comparison import AboutYou, Better, Reason, VoteQuestion
from selfaudit.core.models.wording import Choice, Wording

BETTER = Wording(
    VoteQuestion.BETTER,
    1,
    "Two answers. They may differ in many ways or none. Which serves you better?",
    (
        Choice("1", Better.LEFT_MUCH, "left much"),
        Choice("2", Better.LEFT_SLIGHTLY, "left slightly"),
        Choice("3", Better.NO_DIFFERENCE, "no difference"),
        Choice("4", Better.RIGHT_SLIGHTLY, "right slightly"),
        Choice("5", Better.RIGHT_MUCH, "right much"),
        Choice("b", Better.BOTH_UNUSABLE, "both unusable"),
        Choice("s", Better.SKIP, "skip"),
    ),
)

REASONS = Wording(
    VoteQuestion.REASONS,
    1,
    "Why? As many as apply, or none.",
    (
        Choice("1", Reason.FITS_ME, "it fits me better"),
        Choice("2", Reason.MORE_CORRECT, "it is more correct"),
        Choice("3", Reason.CLEARER, "it is clearer"),
        Choice("4", Reason.MORE_USEFUL, "I can use more of it"),
        Choice("5", Reason.OTHER_WRONG_ABOUT_ME, "the other is wrong about me"),
        Choice("6", Reason.OTHER_TOO_PERSONAL, "the other is too personal"),
    ),
)

ABOUT_YOU = Wording(
    VoteQuestion.ABOUT_YOU,
    1,
    "Did either use facts about you?",
    (
        Choice("1", AboutYou.LEFT, "left"),
        Choice("2", AboutYou.RIGHT, "right"),
        Choice("3", AboutYou.BOTH, "both"),
        Choice("4", AboutYou.NEITHER, "neither"),
        Choice("5", AboutYou.CANNOT_TELL, "can't tell"),
    ),
)

RATING = Wording(
    VoteQuestion.RATING,
    1,
    "Now that you know: what did using this attribute do to the answer?",
    (
        Choice("1", "1", "much worse"),
        Choice("2", "2", "slightly worse"),
        Choice("3", "3", "no difference"),
        Choice("4", "4", "slightly better"),
        Choice("5", "5", "much better"),
    ),
)

VOTE_WORDINGS: dict[VoteQuestion, Wording] = {
    VoteQuestion.BETTER: BETTER,
    VoteQuestion.REASONS: REASONS,
    VoteQuestion.ABOUT_YOU: ABOUT_YOU,
    VoteQuestion.RATING: RATING,
}
"""The wording of each question of a pair."""


def can_be_answered(question: VoteQuestion, answer: str) -> bool:
    """Whether this, as it is stored, answers a question: a choice, or reasons joined by commas."""
    given = answer.split(",") if question is VoteQuestion.REASONS else [answer]
    if given == ["none"] and question is VoteQuestion.REASONS:
        return True
    return all(VOTE_WORDINGS[question].words_of(one) for one in given)
