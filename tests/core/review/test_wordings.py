"""The measuring instrument, word for word as PROTOCOL gives it. Never regenerate these."""

from selfaudit.core.review.wordings import REMEMBER, TRUE, WHY


def test_the_words_of_the_questions():
    assert TRUE.full_text == (
        "Is this, as written, true of you now?\ny yes\nu can't say\nn no\n0 rather not say"
    )
    assert [f"{choice.key} {choice.words}" for choice in WHY.choices] == [
        "1 too broad",
        "2 was true, not now",
        "3 never true",
        "4 someone else",
        "5 from a task or a story",
        "6 makes no sense alone",
    ]
    assert REMEMBER.full_text == (
        "Should an assistant remember this?\n1 yes, use it when it fits\n2 only when I raise it\n"
        "3 no, not useful\n4 no, too private\n5 can't say"
    )


def test_a_change_of_one_word_is_another_wording():
    from dataclasses import replace

    assert replace(TRUE, text="Is this true of you now?").hash != TRUE.hash
