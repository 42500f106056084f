"""The words of stage two's question, as PROTOCOL gives them. They are the measuring instrument."""

from selfaudit.core.models.relevance import MarkAnswer
from selfaudit.core.models.wording import Choice, Wording

SHOULD_MATTER = Wording(
    "should_matter",
    1,
    "Suppose you sent this today. Should this attribute change the response in any way, "
    "explicitly or implicitly?",
    (
        Choice("y", MarkAnswer.YES, "yes"),
        Choice("n", MarkAnswer.NO, "no"),
        Choice("u", MarkAnswer.UNSURE, "can't say"),
    ),
)
