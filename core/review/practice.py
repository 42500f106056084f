"""Three practice cards, which show what the answers mean. What is said on them is not stored."""

from dataclasses import dataclass

from selfaudit.core.models.judgment import TrueAnswer


@dataclass(frozen=True, slots=True)
class PracticeCard:
    """A made-up note on made-up words. `suppose` is what the person is to take for given; `best`
    is the answer that fits it, and `because` says why."""

    statement: str
    words: str
    suppose: str
    best: TrueAnswer
    because: str


PRACTICE = (
    PracticeCard(
        "The user is learning French.",
        "Can you put this letter to my landlord into French?",
        "Suppose you wrote this, and you are not learning French.",
        TrueAnswer.NO,
        "One letter is not learning French. You would then be asked why not: “too broad”.",
    ),
    PracticeCard(
        "The user lives in Porto.",
        "I moved from Porto to Lisbon last spring. How do I change my address?",
        "Suppose you wrote this.",
        TrueAnswer.NO,
        "It was true once; what counts is now. You would say why: “was true, not now”.",
    ),
    PracticeCard(
        "The user has migraines.",
        "I have had migraines since I was twelve. Is coffee bad for me?",
        "Suppose you wrote this, and would rather that no assistant kept it.",
        TrueAnswer.YES,
        "It is true. Whether an assistant should keep it is the next question: “no, too private”.",
    ),
)
"""In the order in which they are shown."""
