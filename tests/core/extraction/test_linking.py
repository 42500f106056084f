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
        ("The user likes his brother, Tiagos.", 3),
        ("The user has 2 cats.", None),
        ("The user has no cats.", None),
        ("The user doesn't live in Lisbon.", None),
        ("The user lives in London.", None),
    ],
)
def test_only_what_says_the_same_is_the_same_attribute(linker, statement, attribute):
    assert linker.find(statement) == attribute


def test_an_empty_linker_finds_nothing():
    assert Linker().find("The user has two cats.") is None
