import pytest
from builders import typed
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.extraction.answered import LONGEST, SHORT_WORDS, asked_before
from selfaudit.core.models.history import Origin, Role, Segment
from selfaudit.core.store.history import StoredMessage


def said(text, role=Role.ASSISTANT, segments=None):
    whole = (Segment(0, len(text), Origin.ASSISTANT, "test", 1),) if text else ()
    if role is Role.USER:
        whole = typed(text)
    return StoredMessage("m", "c", 0, role, text, None, True, segments or whole)


def answer(text="yes, two"):
    return said(text, Role.USER)


@pytest.mark.parametrize(
    ("turn", "shown"),
    [
        ("Do you have any pets?", "Do you have any pets?"),
        ("Sure!\n\n* **Do you have\nany pets?**  ", "Sure! * **Do you have any pets?**"),
        ("Nice. Do you have any pets? Or plants?", "Nice. Do you have any pets? Or plants?"),
        ("x" * 150 + ". Do you have any pets?", "Do you have any pets?"),
        ("word " * 40 + "do you have pets?", None),
        ("Do you have any pets? Let me know.", ""),
        ("", ""),
        ("你有宠物吗？", "你有宠物吗？"),
    ],
)
def test_the_end_of_a_question_is_shown_from_where_a_sentence_begins(turn, shown):
    found = asked_before(answer(), said(turn))
    if shown is None:
        assert found.startswith("word ")
        assert found.endswith("do you have pets?")
        assert LONGEST - 5 <= len(found) <= LONGEST
    else:
        assert found == shown


def test_only_short_messages_are_answers():
    turn = said("Do you have any pets?")
    assert asked_before(answer("word " * SHORT_WORDS), turn)
    assert not asked_before(answer("word " * (SHORT_WORDS + 1)), turn)
    assert not asked_before(answer(), None)


def test_what_the_assistant_only_thought_is_not_shown():
    text = "Does the user have pets? Hello."
    parts = (
        Segment(0, 24, Origin.HIDDEN, "test", 1),
        Segment(25, len(text), Origin.ASSISTANT, "test", 1),
    )
    assert asked_before(answer(), said(text, segments=parts)) == ""


@given(st.text(st.sampled_from("ab?. \n\"'é🐝！"), max_size=400))
def test_it_is_one_line_of_bounded_length_out_of_the_turn(turn):
    found = asked_before(answer(), said(turn))
    assert len(found) <= LONGEST
    assert "\n" not in found
    assert found in " ".join(turn.split())
