import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.extraction.grounding import find_quote, ground
from selfaudit.core.extraction.recipes import FLAT, RECORDS
from selfaudit.core.extraction.taught import TAUGHT
from selfaudit.core.extraction.windows import Piece, Window
from selfaudit.core.models.attribute import Draft, QuarantineReason

TEXT = "Hi!  I moved to\nLisbon last year and I’ve two cats, Pixel & Grübel. 🐈 I love them."


def window(text=TEXT, start=0, before=""):
    return Window("c", (Piece("m", start, text),), (), before)


@pytest.mark.parametrize(
    ("quote", "found"),
    [
        ("I moved to Lisbon last year", "I moved to\nLisbon last year"),
        ("i've TWO cats", "I’ve two cats"),
        ('"Pixel & Grübel."', "Pixel & Grübel"),
        ("moved to Lisbom last year and", "moved to\nLisbon last year and"),
        ("ixel & Grü", "Pixel & Grübel"),
    ],
)
def test_a_quote_is_found_whatever_its_case_space_and_typography(quote, found):
    span = find_quote(quote, window(start=7))
    assert TEXT[span.start - 7 : span.end - 7] == found


@pytest.mark.parametrize("quote", ["I moved to Porto in spring", "hi", "", "?!", "🐈", "x" * 500])
def test_what_is_not_there_is_not_found(quote):
    assert find_quote(quote, window()) is None


@given(st.text(min_size=1, max_size=80), st.data())
def test_any_words_of_the_text_are_found_in_it(text, data):
    start = data.draw(st.integers(0, len(text) - 1))
    end = data.draw(st.integers(start + 1, len(text)))
    span = find_quote(text[start:end], window(text))
    if span is not None:
        assert 0 <= span.start < span.end <= len(text)
        assert text[span.start : span.end].strip()


@given(st.text(max_size=60), st.text(max_size=200))
def test_no_quote_and_no_text_is_an_error(quote, text):
    find_quote(quote, window(text))


@pytest.mark.parametrize(
    ("statement", "quote", "reason"),
    [
        ("The user has two cats.", "I've two cats", None),
        ("The user lives in Porto.", "I live in Porto", QuarantineReason.QUOTE_NOT_FOUND),
        ("The user has two cats.", "my two cats", QuarantineReason.REPEATS_EXAMPLE),
        ("The user is a cat.", "Pixel & Grübel", QuarantineReason.QUOTE_NOT_OF_SELF),
        ("The user plays football.", "I've two cats", QuarantineReason.UNRELATED_TO_QUOTE),
    ],
)
def test_a_plain_fact_needs_a_quote_of_the_writer_that_says_it(statement, quote, reason):
    candidate = ground(Draft(statement, quote), window(), FLAT)
    assert candidate.reason == reason
    assert (candidate.span is None) == (reason is not None)


def test_a_record_needs_its_quote_alone():
    candidate = ground(Draft("The user owns a pet.", "Pixel & Grübel"), window(), RECORDS)
    assert candidate.span is not None


@pytest.mark.parametrize(
    ("statement", "quote", "message", "before", "reason"),
    [
        ("The user has two pets.", "yes, two", "yes, two", "Do you have any pets?", None),
        ("The user has 3 children.", "3", "3", "How many children do you have?", None),
        ("The user is a vegetarian.", "im a vegeterian", "im a vegeterian", "", None),
        ("The user's mother is a nurse.", "my moms a nurse", "my moms a nurse btw", "", None),
        (
            "The user plays the violin.",
            "i live in porto",
            "i live in porto",
            "",
            QuarantineReason.UNRELATED_TO_MESSAGE,
        ),
        ("The user is.", "i live", "i live", "", QuarantineReason.UNRELATED_TO_MESSAGE),
        ("The user has 3 children.", "3", "3 of them", "", QuarantineReason.QUOTE_NOT_FOUND),
        ("The user has pets.", "any pets", "yes", "any pets?", QuarantineReason.QUOTE_NOT_FOUND),
    ],
)
def test_what_a_taught_model_says_must_be_of_the_message_or_of_what_it_answers(
    statement, quote, message, before, reason
):
    made = ground(Draft(statement, quote), window(message, before=before), TAUGHT)
    assert made.reason == reason
