from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.errors import ConsentError
from selfaudit.core.export.consent import AgeRule, hash_of, rendered
from selfaudit.core.export.consent_file import load_template
from selfaudit.core.export.consenting import Consenting, Understood
from selfaudit.core.export.levels import Level

TEMPLATE = load_template(None)
FIRST, SECOND = TEMPLATE.questions
ACTS = st.lists(
    st.tuples(st.integers(0, 1), st.integers(0, 2)) | st.booleans(),
    max_size=12,
)


def wrong(question):
    return (question.right + 1) % 3


def complete(template=TEMPLATE, level=Level.ATTRIBUTES):
    consenting = Consenting(template, level)
    for number, question in enumerate(template.questions):
        assert consenting.answer(number, question.right) is None
    consenting.state_age(True)
    return consenting


def test_the_record_says_what_was_agreed_to():
    record = complete().record(12.5)
    assert record.template_version == TEMPLATE.version
    assert record.template_hash == TEMPLATE.hash
    assert record.level == Level.ATTRIBUTES
    assert record.text == rendered(TEMPLATE, Level.ATTRIBUTES)
    assert record.text_hash == hash_of(record.text)
    assert record.given_at == 12.5
    assert record.age_rule == AgeRule.ADULT
    assert record.age_statement == TEMPLATE.age_statement
    assert [len(each.tried) for each in record.understood] == [1, 1]


def test_a_wrong_answer_is_explained_and_counted_and_may_be_mended():
    consenting = Consenting(TEMPLATE, Level.FULL)
    consenting.state_age(True)
    assert consenting.answer(0, wrong(FIRST)) == FIRST.explanation
    assert consenting.answer(0, wrong(FIRST)) == FIRST.explanation
    assert consenting.answer(1, SECOND.right) is None
    assert consenting.missing() == ("the first question",)
    assert consenting.answer(0, FIRST.right) is None
    first, second = consenting.record(1.0).understood
    assert first.tried == (wrong(FIRST), wrong(FIRST), FIRST.right)
    assert second.tried == (SECOND.right,)


def test_an_answer_after_the_right_one_changes_nothing():
    consenting = complete()
    assert consenting.answer(0, wrong(FIRST)) is None
    assert consenting.record(1.0).understood[0].tried == (FIRST.right,)


def test_nothing_is_recorded_without_both_answers_and_the_age():
    consenting = Consenting(TEMPLATE, Level.LABELS)
    with pytest.raises(ConsentError) as caught:
        consenting.record(1.0)
    assert caught.value.message == (
        "Nothing was recorded: the first question, the second question and the statement of age "
        "are still missing."
    )
    assert caught.value.hint


def test_the_age_may_be_taken_back():
    consenting = complete()
    consenting.state_age(False)
    with pytest.raises(ConsentError, match="the statement of age is still missing"):
        consenting.record(1.0)


def test_a_guardian_declares_in_the_words_of_the_template():
    guarded = replace(TEMPLATE, age_rule=AgeRule.GUARDIAN, guardian="I agree for my child.")
    record = complete(guarded).record(1.0)
    assert record.age_rule == AgeRule.GUARDIAN
    assert record.age_statement == "I agree for my child."


@pytest.mark.parametrize(("number", "choice"), [(2, 0), (-1, 0), (0, 3), (0, -1)])
def test_there_are_two_questions_with_three_choices(number, choice):
    with pytest.raises(ValueError, match="no choice"):
        Consenting(TEMPLATE, Level.LABELS).answer(number, choice)


@pytest.mark.parametrize("tried", [(), (wrong(FIRST),), (FIRST.right, wrong(FIRST))])
def test_no_record_can_be_made_of_a_wrong_answer(tried):
    with pytest.raises(ValueError, match="not the right one"):
        Understood(FIRST, tried)


def test_no_record_can_be_made_without_an_age_or_of_another_text():
    record = complete().record(1.0)
    with pytest.raises(ValueError, match="the age"):
        replace(record, age_statement="")
    with pytest.raises(ValueError, match="the hash"):
        replace(record, text="Another text.")


@given(ACTS)
def test_consent_is_recorded_exactly_when_nothing_is_missing(acts):
    consenting = Consenting(TEMPLATE, Level.LABELS)
    stated = False
    for act in acts:
        if isinstance(act, bool):
            stated = act
            consenting.state_age(act)
        else:
            consenting.answer(*act)
    right = [(number, TEMPLATE.questions[number].right) in acts for number in range(2)]
    assert (consenting.missing() == ()) == (stated and all(right))
    if consenting.missing():
        with pytest.raises(ConsentError):
            consenting.record(1.0)
    else:
        for each in consenting.record(1.0).understood:
            assert each.tried.index(each.question.right) == len(each.tried) - 1
