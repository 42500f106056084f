"""Messages that leave the first person out: which are read, and by whom."""

import pytest

from selfaudit.core.extraction.recipes import FLAT
from selfaudit.core.extraction.taught import TAUGHT
from selfaudit.core.extraction.unsaid import leaves_out_self
from selfaudit.core.extraction.windows import worth_reading


@pytest.mark.parametrize(
    "text",
    [
        "three kids, one salary, rent 900",
        "moved to Leeds last year, what are good gyms",
        "Just got a puppy. crate training tips?",
        "can’t stand olives, what else goes on pizza",
        "as a vegan what can one eat in Lyon",
        "34m, back pain since march. stretches?",
        "wife wants a divorce. what now",
        "working nights at a bakery, how to sleep",
        "how to cook rice? allergic to milk",
    ],
)
def test_a_clause_without_its_subject_is_worth_reading_by_a_taught_model(text):
    assert leaves_out_self(text)
    assert worth_reading(text, unsaid=True)
    assert not worth_reading(text)


@pytest.mark.parametrize(
    "text",
    [
        "convert 72 f to c",
        "have you ever been to Lyon?",
        "write a poem about three kids",
        "translate to German: the husband was late",
        "5 names for a cat",
        "don't use lists. what is gout",
        "what is the best treatment for gout in older men",
        "does it work on a Mac",
        "",
    ],
)
def test_requests_and_questions_are_left(text):
    assert not leaves_out_self(text)


def test_only_the_taught_recipe_reads_them():
    assert TAUGHT.unsaid
    assert not FLAT.unsaid
