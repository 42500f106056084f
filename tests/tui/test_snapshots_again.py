"""Pictures of what is asked again after two weeks, in a small terminal. The clock is pinned."""

from collections.abc import Callable

import pytest
from second_time import mark_again, vote_again
from tests.tui.conftest import Person
from tests.tui.test_asked_again import AFTER_MARKS, DAY, compared
from tests.tui.test_snapshots import keys
from tests.tui.test_snapshots_report import opened

Compare = Callable[..., bool]


@pytest.fixture
def later(person: Person) -> Person:
    """Two weeks after a block of marks and one of pairs; what is asked again has its seed."""
    compared(person)
    person.clock.advance(AFTER_MARKS + 2 * DAY)
    return person


@pytest.mark.parametrize(
    ("name", "pressed"),
    [
        ("home", []),
        ("offer", ["enter"]),
        ("begun", [*"ynq"]),
        ("question", ["enter", *"yn"]),
        ("done", ["enter", *"y" * 36]),
        ("same", ["enter", *"y" * 36, "enter"]),
    ],
)
def test_marks_again(later: Person, snap_compare: Compare, name: str, pressed: list[str]) -> None:
    if name not in ("home", "offer"):
        later.session().marking_again.begin(3)
    pressed = ["enter", *pressed] if name == "begun" else pressed
    assert snap_compare(later.app(), terminal_size=(80, 24), run_before=keys(later, *pressed)), name


@pytest.mark.parametrize(
    ("name", "pressed"),
    [
        ("home", []),
        ("offer", ["enter"]),
        ("pair", ["enter", "tab", "3"]),
        ("same", ["enter", *["tab", "3"] * 16, "enter"]),
    ],
)
def test_pairs_again(later: Person, snap_compare: Compare, name: str, pressed: list[str]) -> None:
    mark_again(later.store, later.clock, other_on=5)
    if name not in ("home", "offer"):
        later.session().voting_again.begin(3)
    assert snap_compare(later.app(), terminal_size=(80, 24), run_before=keys(later, *pressed)), name


def test_report_after_two_weeks(later: Person, snap_compare: Compare) -> None:
    mark_again(later.store, later.clock, other_on=5)
    vote_again(later.store, later.clock, other_on=3)
    run = opened(later, ["5"])
    assert snap_compare(later.app(), terminal_size=(80, 24), run_before=run)
