import pytest

from selfaudit.core.extraction.recipes import FLAT
from selfaudit.core.extraction.taught import TAUGHT, VERIFIED_FROM
from selfaudit.core.extraction.verifying import Verification
from selfaudit.core.extraction.windows import Piece, Window
from selfaudit.core.models.attribute import Candidate, Draft, QuarantineReason, Span
from selfaudit.core.ports import Scored

TEXT = "im a  nurse\nand i love it"
WINDOW = Window("c", (Piece("m", 3, TEXT),), (), "What do you do?")


def candidate(statement="The user is a nurse and hates it.", found=True):
    span = Span("m", 3, 14) if found else None
    reason = None if found else QuarantineReason.QUOTE_NOT_FOUND
    return Candidate(Draft(statement, "im a nurse"), span, reason)


def verified(scores, *candidates, recipe=TAUGHT):
    """Verify with a score for each statement; return candidates and the questions in order."""
    verification = Verification("key", WINDOW, candidates, recipe)
    questions = verification.begin()
    for number, question in enumerate(questions):
        statement = question.prompt.split("\n")[1].removeprefix("Statement: ")
        score = scores[statement]
        answer = Scored(question.id, (score, 1 - score), 1.0, 10, 0.5)
        assert question.id in verification.waiting
        questions += verification.hear(answer)
        assert verification.prompt_tokens == 10 * (number + 1)
        assert verification.seconds == 0.5 * (number + 1)
    assert not verification.waiting
    return verification.candidates, questions


def test_the_question_is_the_one_that_was_taught():
    _, (question,) = verified({"The user is a nurse and hates it.": 0.9}, candidate())
    assert question.prefix + question.shared + question.prompt == (
        "Before: What do you do?\nMessage: im a nurse and i love it\n"
        "Quote: im a nurse\nStatement: The user is a nurse and hates it.\nSupported:"
    )
    assert question.answers == (" yes", " no")
    assert (question.adapted, question.chat) == (True, False)


def test_what_is_supported_passes_with_its_score():
    least = VERIFIED_FROM
    made, questions = verified({"The user is a nurse and hates it.": least}, candidate())
    assert [(one.reason, one.verifier) for one in made] == [(None, least)]
    assert len(questions) == 1


def test_what_is_just_below_does_not_pass():
    below = VERIFIED_FROM - 0.01
    (made,), _ = verified({"The user is a nurse.": below}, candidate("The user is a nurse."))
    assert (made.reason, made.verifier) == (QuarantineReason.NOT_SUPPORTED, below)


def test_what_says_too_much_is_cut_down():
    scores = {"The user is a nurse and hates it.": 0.2, "The user is a nurse.": 0.8}
    (made,), _ = verified(scores, candidate())
    assert made.draft == Draft("The user is a nurse.", "im a nurse")
    assert (made.span, made.reason, made.verifier) == (Span("m", 3, 14), None, 0.8)


def test_of_several_cuts_the_best_is_taken():
    scores = {
        "The user is a nurse and tall, who sings.": 0.2,
        "The user is a nurse and tall.": 0.6,
        "The user is a nurse.": 0.7,
    }
    (made,), _ = verified(scores, candidate("The user is a nurse and tall, who sings."))
    assert made.draft.statement == "The user is a nurse."


def test_what_no_cut_saves_is_held_back_whole_with_its_own_score():
    scores = {"The user is a nurse and hates it.": 0.2, "The user is a nurse.": 0.4}
    (made,), _ = verified(scores, candidate())
    assert made.draft.statement == "The user is a nurse and hates it."
    assert (made.span, made.reason, made.verifier) == (None, QuarantineReason.NOT_SUPPORTED, 0.2)


def test_what_is_quarantined_is_not_asked_about_and_order_stays():
    lost, first = candidate(found=False), candidate("The user is a nurse.")
    made, questions = verified({"The user is a nurse.": 0.1}, lost, first)
    assert made[0] == lost
    assert made[1].reason is QuarantineReason.NOT_SUPPORTED
    assert len(questions) == 1


def test_a_recipe_without_a_verifier_asks_nothing():
    made, questions = verified({}, candidate(), recipe=FLAT)
    assert (made, questions) == ([candidate()], [])


def test_an_answer_to_nothing_is_an_error():
    verification = Verification("key", WINDOW, [candidate()], TAUGHT)
    with pytest.raises(KeyError):
        verification.hear(Scored("key:0.0", (0.5, 0.5), 1.0, 1, 0.1))
