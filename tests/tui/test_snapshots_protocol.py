"""Pictures of what is asked before, among and after the cards, in a small terminal."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.tui.conftest import Person
from tests.tui.test_snapshots import Compare, keys

from selfaudit.core.models.judgment import Question
from selfaudit.core.review.design import Design
from selfaudit.core.review.missed import AGAIN_SECONDS

NONE = {"checks": 0.0, "folded": 0.0, "support": 0.0, "lasting": 0.0, "missed": False}
SMALL = (80, 24)


@pytest.fixture
def newcomer(tmp_path: Path) -> Iterator[Person]:
    made = Person(tmp_path / "home", instructed=False)
    made.design = Design(checks=0.1, folded=0, support=0, lasting=0, missed=False)
    made.attributes(30)
    made.freeze(3)
    yield made
    made.store.close()


BEFORE = ("enter", "1", "enter", "enter")


@pytest.mark.parametrize(
    ("name", "pressed"),
    [
        ("typists", ["enter"]),
        ("recall", ["enter", "1", *"That I row", "enter"]),
        ("practice", [*BEFORE, "y"]),
        ("guess", [*BEFORE, "n", "s", "9"]),
        ("summary", [*BEFORE, "n", "s", "9", "enter", *"y1n3uy20sy3y1n5uy4y1n2", "u", "u"]),
    ],
)
def test_before_the_first_card_and_after_a_set(
    newcomer: Person, snap_compare: Compare, name: str, pressed: list[str]
) -> None:
    run = keys(newcomer, *pressed)
    assert snap_compare(newcomer.app(), terminal_size=SMALL, run_before=run), name


@pytest.mark.parametrize(
    ("name", "design", "pressed"),
    [
        ("folded", Design(**{**NONE, "folded": 1.0}, guesses=False), ["enter"]),
        ("support", Design(**{**NONE, "support": 1.0}, guesses=False), ["enter", "u", "n"]),
        ("lasting", Design(**{**NONE, "lasting": 1.0}, guesses=False), ["enter", "y", "2"]),
    ],
)
def test_what_cards_ask_beside(
    person: Person, snap_compare: Compare, name: str, design: Design, pressed: list[str]
) -> None:
    person.design = design
    person.attributes(30)
    person.freeze(3)
    run = keys(person, *pressed)
    assert snap_compare(person.app(), terminal_size=SMALL, run_before=run), name


@pytest.mark.parametrize(
    ("name", "pressed"),
    [
        ("home", []),
        ("expected", ["r"]),
        ("message", ["r", "y"]),
        ("list", ["r", "y", "l"]),
        ("again", ["r", "y", *"nnnnn"]),
        ("changes", ["r", "y", *"nnnnn", *"uynuy"]),
    ],
)
def test_after_the_headline(
    person: Person, snap_compare: Compare, name: str, pressed: list[str]
) -> None:
    person.session().opening.recall("That I row on the lake")
    person.session().opening.say(Question.RECALL, "done")
    person.design = Design(checks=0, folded=0, support=0, lasting=0, guesses=False)
    person.attributes(5)
    person.freeze(3)
    review = person.session().review
    while (card := review.current()) is not None:
        review.answer(card, "unsure")
    if name in ("again", "changes"):
        person.clock.advance(AGAIN_SECONDS + 60)
    run = keys(person, *pressed)
    assert snap_compare(person.app(), terminal_size=SMALL, run_before=run), name
