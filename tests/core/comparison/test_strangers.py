from itertools import combinations

import pytest
from rapidfuzz.fuzz import token_set_ratio

from selfaudit.core.comparison.strangers import parse_statements, strangers_facts


def test_there_are_60_different_facts():
    assert len(strangers_facts()) == 60
    assert len(set(strangers_facts())) == 60


@pytest.mark.parametrize("fact", strangers_facts())
def test_each_is_one_short_sentence_about_the_user(fact):
    assert fact.startswith("The user ")
    assert fact.endswith(".")
    assert fact.count(".") == 1
    assert len(fact) <= 100
    assert fact.isprintable()


def test_no_two_are_nearly_the_same():
    facts = [fact.removeprefix("The user ").lower() for fact in strangers_facts()]
    assert [pair for pair in combinations(facts, 2) if token_set_ratio(*pair) >= 80] == []


def test_they_are_read_once():
    assert strangers_facts() is strangers_facts()


@pytest.mark.parametrize(
    "source",
    [
        "",
        'statements = ["The user rows."]\nversion = 1\n',
        'facts = ["The user rows."]\n',
        'statements = "The user rows."\n',
        'statements = ["The user rows.", 5]\n',
    ],
)
def test_anything_else_in_the_file_is_an_error(source):
    with pytest.raises(ValueError, match=r"statements"):
        parse_statements(source)
