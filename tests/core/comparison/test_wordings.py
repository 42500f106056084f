"""The measuring instrument, word for word as PROTOCOL gives it. Never regenerate these."""

import pytest

from selfaudit.core.comparison.wordings import (
    ABOUT_YOU,
    BETTER,
    RATING,
    REASONS,
    VOTE_WORDINGS,
    can_be_answered,
)
from selfaudit.core.models.comparison import AboutYou, Better, Reason, VoteQuestion


def test_the_words_of_the_vote():
    assert BETTER.full_text == (
        "Two answers. They may differ in many ways or none. Which serves you better?\n"
        "1 left much\n2 left slightly\n3 no difference\n4 right slightly\n5 right much\n"
        "b both unusable\ns skip"
    )
    assert [choice.answer for choice in BETTER.choices] == list(Better)


def test_the_words_about_facts():
    assert ABOUT_YOU.text == "Did either use facts about you?"
    words = [choice.words for choice in ABOUT_YOU.choices]
    assert words == ["left", "right", "both", "neither", "can't tell"]
    assert [choice.answer for choice in ABOUT_YOU.choices] == list(AboutYou)


def test_reasons_and_ratings_have_one_key_each():
    assert [choice.answer for choice in REASONS.choices] == list(Reason)
    assert [choice.key for choice in REASONS.choices] == list("123456")
    assert [(choice.key, choice.answer) for choice in RATING.choices] == [(n, n) for n in "12345"]


def test_every_question_has_words_of_its_own():
    assert VOTE_WORDINGS.keys() == set(VoteQuestion)
    assert len({wording.hash for wording in VOTE_WORDINGS.values()}) == 4
    assert all(wording.name == question for question, wording in VOTE_WORDINGS.items())


@pytest.mark.parametrize(
    ("question", "answer", "can"),
    [
        (VoteQuestion.BETTER, "left_much", True),
        (VoteQuestion.BETTER, "1", False),
        (VoteQuestion.BETTER, "none", False),
        (VoteQuestion.REASONS, "none", True),
        (VoteQuestion.REASONS, "clearer,other_too_personal", True),
        (VoteQuestion.REASONS, "clearer,", False),
        (VoteQuestion.REASONS, "clearer,none", False),
        (VoteQuestion.REASONS, "", False),
        (VoteQuestion.ABOUT_YOU, "cannot_tell", True),
        (VoteQuestion.RATING, "5", True),
        (VoteQuestion.RATING, "6", False),
    ],
)
def test_only_what_a_question_offers_answers_it(question, answer, can):
    assert can_be_answered(question, answer) is can
