"""The words of every question, as PROTOCOL gives them. They are the measuring instrument.

A change of wording is a new version: judgments refer to the words that were on the screen.
"""

from selfaudit.core.models.judgment import (
    Question,
    RememberAnswer,
    TrueAnswer,
    Typists,
    WhyAnswer,
)
from selfaudit.core.models.wording import Choice, Wording

TRUE = Wording(
    Question.TRUE,
    1,
    "Is this, as written, true of you now?",
    (
        Choice("y", TrueAnswer.YES, "yes"),
        Choice("u", TrueAnswer.UNSURE, "can't say"),
        Choice("n", TrueAnswer.NO, "no"),
        Choice("0", TrueAnswer.REFUSE, "rather not say"),
    ),
)

WHY = Wording(
    Question.WHY,
    1,
    "Why not?",
    (
        Choice("1", WhyAnswer.TOO_BROAD, "too broad"),
        Choice("2", WhyAnswer.NOT_NOW, "was true, not now"),
        Choice("3", WhyAnswer.NEVER_TRUE, "never true"),
        Choice("4", WhyAnswer.SOMEONE_ELSE, "someone else"),
        Choice("5", WhyAnswer.TASK_OR_STORY, "from a task or a story"),
        Choice("6", WhyAnswer.MAKES_NO_SENSE_ALONE, "makes no sense alone"),
    ),
)

REMEMBER = Wording(
    Question.REMEMBER,
    1,
    "Should an assistant remember this?",
    (
        Choice("1", RememberAnswer.WHEN_IT_FITS, "yes, use it when it fits"),
        Choice("2", RememberAnswer.WHEN_RAISED, "only when I raise it"),
        Choice("3", RememberAnswer.NOT_USEFUL, "no, not useful"),
        Choice("4", RememberAnswer.TOO_PRIVATE, "no, too private"),
        Choice("5", RememberAnswer.UNSURE, "can't say"),
    ),
)

_YES_UNSURE_NO = (
    Choice("y", TrueAnswer.YES, "yes"),
    Choice("u", TrueAnswer.UNSURE, "can't say"),
    Choice("n", TrueAnswer.NO, "no"),
)

INSTRUCTIONS = Wording(
    Question.READ,
    1,
    "These are a program's guesses; some are wrong. A few cards are checks. You can refuse any "
    "card.\n"
    "True: it holds for you now, all of it, as it is written. “The user” is you.\n"
    "Can't say: you do not know. Rather not say: you know, and keep it to yourself.\n"
    "Remember: whether an assistant should keep it, which is another matter than whether it is "
    "true.\n"
    "A stranger would be right to note it: the words alone say it, true or not.\n"
    "Check: a card that we made up. Which ones these were, you are told after each set.",
    (),
)
"""The instructions before the first card, with their definitions: a line each, the words that they
define before the colon."""

SUPPORT = Wording(
    Question.SUPPORT,
    1,
    "Going only by these words, would a stranger be right to note this about the writer?",
    _YES_UNSURE_NO,
)

LASTING = Wording(Question.LASTING, 1, "Will this still hold in a year?", _YES_UNSURE_NO)

TYPISTS = Wording(
    Question.TYPISTS,
    1,
    "Who typed in these chats?",
    (
        Choice("1", Typists.ONLY_ME, "Only me"),
        Choice("2", Typists.MOSTLY_ME, "Mostly me"),
        Choice("3", Typists.SEVERAL, "Several people"),
    ),
)

RECALL = Wording(
    Question.RECALL,
    1,
    "Without looking: name up to eight things that these chats should have told an assistant "
    "about you.",
    (),
)

APPEARED = Wording(
    Question.APPEARED, 1, "Did this, or much the same, appear on your cards?", _YES_UNSURE_NO
)

GUESS = Wording(Question.GUESS, 1, "How many of the next 12 will be right?", ())

MISSING = Wording(
    Question.MISSING,
    1,
    "Is there something about you here that is not on the list?",
    _YES_UNSURE_NO,
)

UNASKED = Wording(Question.COMMENT, 1, "(the person's own act: no question was asked)", ())
"""Stands for skips, flags, comments, edits and looks at details, which answer no question."""

ASKED: dict[Question, Wording] = {
    Question.TRUE: TRUE,
    Question.WHY: WHY,
    Question.REMEMBER: REMEMBER,
    Question.SUPPORT: SUPPORT,
    Question.LASTING: LASTING,
}
"""The wording of each question that a card asks."""

_BESIDE: dict[Question, Wording] = {
    Question.READ: INSTRUCTIONS,
    Question.TYPISTS: TYPISTS,
    Question.RECALL: RECALL,
    Question.APPEARED: APPEARED,
    Question.GUESS: GUESS,
    Question.MISSING: MISSING,
}
"""What is asked before, between and after the cards."""


def wording_of(question: Question) -> Wording:
    """The words that were on the screen for a question, or `UNASKED`."""
    return ASKED.get(question) or _BESIDE.get(question, UNASKED)


def follow_up(answer: str) -> Question | None:
    """What is asked after an answer to `true`: why after no, remember after yes."""
    if answer == TrueAnswer.NO:
        return Question.WHY
    if answer == TrueAnswer.YES:
        return Question.REMEMBER
    return None
