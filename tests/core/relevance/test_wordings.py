"""The measuring instrument, word for word as PROTOCOL gives it. Never regenerate these."""

from selfaudit.core.relevance.wordings import SHOULD_MATTER


def test_the_words_of_the_question():
    assert SHOULD_MATTER.full_text == (
        "Suppose you sent this today. Should this attribute change the response in any way, "
        "explicitly or implicitly?\ny yes\nn no\nu can't say"
    )


def test_what_each_key_stores():
    stored = {choice.key: choice.answer for choice in SHOULD_MATTER.choices}
    assert stored == {"y": "yes", "n": "no", "u": "unsure"}
