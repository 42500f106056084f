import pytest

from selfaudit.core.extraction.linking import Linker


@pytest.fixture
def linker():
    made = Linker()
    for id, statement in enumerate(
        (
            "The user has two cats.",
            "The user lives in Lisbon.",
            "The user likes his brother Tiago.",
        ),
        1,
    ):
        made.add(id, statement)
    return made


@pytest.mark.parametrize(
    ("statement", "attribute"),
    [
        ("the USER has  two cats", 1),
        ("The user lives in Lisbon!", 2),
        ("The user really likes his brother Tiago", 3),
        ("The user has 2 cats.", None),
        ("The user has no cats.", None),
        ("The user has three cats.", None),
        ("The user has two cars.", None),
        ("The user doesn't live in Lisbon.", None),
        ("The user lives in London.", None),
    ],
)
def test_only_what_says_the_same_is_the_same_attribute(linker, statement, attribute):
    assert linker.find(statement) == attribute


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The user prefers tea to coffee.", "The user prefers coffee to tea."),
        ("The user moved from Berlin to Paris.", "The user moved from Paris to Berlin."),
        ("The user can swim across the lake.", "The user cannot swim across the lake."),
        ("The user has a cat called Mia.", "The user has a cat called Pia."),
        ("The user lives in a house in Austria.", "The user lives in a house in Australia."),
        ("The user programs in C.", "The user programs in C++."),
        ("The user programs in C.", "The user programs in C#."),
        ("The user likes 😀.", "The user likes 😡."),
        ("The user is 5 years older.", "The user is -5 years older."),
    ],
)
def test_what_differs_in_meaning_is_never_merged(one, other):
    linker = Linker()
    linker.add(1, one)
    assert linker.find(one) == 1
    assert linker.find(other) is None


def test_an_empty_linker_finds_nothing():
    assert Linker().find("The user has two cats.") is None
