import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.comparison.strangers import strangers_facts
from selfaudit.core.export.people import mentions_someone_else
from selfaudit.core.models.judgment import WhyAnswer

LISTED = tomllib.loads((Path(__file__).parent / "people_statements.toml").read_text("utf-8"))


def mentions(statement, quote=None, subject=None, why=None):
    return mentions_someone_else(statement, quote, subject=subject, why=why)


def test_there_are_enough_statements_of_both_kinds():
    assert min(len(LISTED["mentions"]), len(LISTED["mentions_not"])) >= 60


@pytest.mark.parametrize("statement", LISTED["mentions"])
def test_somebody_is_found(statement):
    assert mentions(statement)


@pytest.mark.parametrize("statement", LISTED["mentions_not"])
def test_nobody_is_let_through(statement):
    assert not mentions(statement)


@pytest.mark.parametrize("statement", LISTED["missed"])
def test_what_is_known_to_be_missed_still_is(statement):
    assert not mentions(statement)


@pytest.mark.parametrize("statement", LISTED["stopped"])
def test_what_is_known_to_be_stopped_for_nothing_still_is(statement):
    assert mentions(statement)


def test_a_quote_counts_where_it_would_be_given_away():
    assert not mentions("The user likes hiking.")
    assert mentions("The user likes hiking.", "my wife and i love hiking")
    assert not mentions("The user likes hiking.", "i love hiking")


def test_each_text_has_a_language_of_its_own():
    assert mentions("The user is from Kiel.", "meine Mutter kommt aus Kiel")


@pytest.mark.parametrize("subject", ["other", "someone else", "Nora"])
def test_another_subject_is_someone_else(subject):
    assert mentions("The user lives in Utrecht.", subject=subject)


@pytest.mark.parametrize("subject", [None, "", "user", "self"])
def test_the_writer_as_the_subject_is_not(subject):
    assert not mentions("The user lives in Utrecht.", subject=subject)


def test_what_the_person_said_counts_most():
    assert mentions("The user lives in Utrecht.", why=WhyAnswer.SOMEONE_ELSE)
    assert not mentions("The user lives in Utrecht.", why=WhyAnswer.NEVER_TRUE)


@pytest.mark.parametrize(
    "statement",
    ["THE USER'S WIFE IS A NURSE.", "The user’s wife is a nurse.", "The  user's\nwife is a nurse."],
)
def test_case_space_and_typography_make_no_difference(statement):
    assert mentions(statement)


def test_some_of_the_made_up_strangers_have_kin():
    with_kin = [each for each in strangers_facts() if mentions(each)]
    assert "The user has a grandson named Anselm." in with_kin
    assert "The user was born on a ferry." not in with_kin


@given(st.text(max_size=200), st.none() | st.text(max_size=200))
def test_any_text_is_answered_and_a_quote_never_hides_anybody(statement, quote):
    assert mentions(statement, quote) >= mentions(statement)


@given(st.sampled_from(LISTED["mentions"]), st.sampled_from(LISTED["mentions"]))
def test_two_sentences_with_somebody_have_somebody(first, second):
    assert mentions(first, second)
