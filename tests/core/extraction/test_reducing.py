import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.extraction.reducing import reductions


@pytest.mark.parametrize(
    ("statement", "shorter"),
    [
        (
            "The user is a nurse, works nights and loves her job.",
            ("The user is a nurse, works nights.", "The user is a nurse."),
        ),
        ("The user is tired because he has twins.", ("The user is tired.",)),
        ("The user has a cat (a black one).", ("The user has a cat.",)),
        (
            "The user's brother is an engineer who lives in Oslo.",
            ("The user's brother is an engineer.",),
        ),
        ("The user lives in Lisbon with his wife", ("The user lives in Lisbon.",)),
        ("The user works with children.", ()),
        ("The user is a nurse.", ()),
        ("The user has rock and roll records.", ("The user has rock.",)),
        ("", ()),
    ],
)
def test_the_last_parts_are_dropped_one_after_the_other(statement, shorter):
    assert reductions(statement) == shorter


@given(st.lists(st.sampled_from("The user is a nurse , and with because (x) so who".split())))
def test_what_is_left_is_a_beginning_of_it_and_ever_shorter(words):
    statement = " ".join(words)
    found = reductions(statement)
    assert all(statement.startswith(one.removesuffix(".")) for one in found)
    assert [len(one) for one in found] == sorted({len(one) for one in found}, reverse=True)
