from string import Formatter

import pytest

from selfaudit.core.export.levels import Level
from selfaudit.core.export.levels_words import NO_CLAIM, WORDS

ROW = {"statement": "Has {two} cats.", "quote": "my {0} cats", "answer": "yes"}
HELD = {
    Level.LABELS: {"answer"},
    Level.ATTRIBUTES: {"answer", "statement"},
    Level.FULL: {"answer", "statement", "quote"},
}


def test_every_level_has_its_words_from_the_least_to_the_most():
    assert list(WORDS) == list(Level)


@pytest.mark.parametrize("level", Level)
def test_the_example_holds_what_the_level_holds_and_no_more(level):
    fields = {field for _, field, _, _ in Formatter().parse(WORDS[level].example) if field}
    assert fields == HELD[level]
    filled = WORDS[level].filled(**ROW)
    for name, text in ROW.items():
        assert (text in filled) == (name in fields)


def test_each_level_gives_away_all_that_the_one_before_does():
    labels, attributes, full = (set(WORDS[level].leaves) for level in Level)
    assert labels < attributes < full


@pytest.mark.parametrize("level", Level)
def test_every_level_says_what_leaves_and_what_stays(level):
    words = WORDS[level]
    assert words.leaves
    assert words.stays
    assert not set(words.leaves) & set(words.stays)


def test_nobody_is_told_to_be_anonymous():
    assert "you are not anonymous" in NO_CLAIM
    every = " ".join([*(s for w in WORDS.values() for s in (*w.leaves, *w.stays)), NO_CLAIM])
    assert every.count("anonym") == 1
