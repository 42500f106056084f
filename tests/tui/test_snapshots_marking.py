"""Pictures of stage two, in a small terminal and a large one. The clock is pinned."""

from collections.abc import Callable

import pytest
from tests.tui.conftest import Person
from tests.tui.test_marking import accept, mark_all, select
from tests.tui.test_snapshots import keys

SIZES = pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])
Compare = Callable[..., bool]


@pytest.fixture
def accepted(person: Person) -> Person:
    """A person who accepted nine attributes, rejected three, and added two prompts."""
    accept(person, 9, 3)
    prompts = person.session().marking.prompts
    prompts.add("Suggest three dinners for a warm week. Nothing that needs the oven.")
    prompts.add("What is a good present for a colleague who is moving away?")
    return person


@SIZES
@pytest.mark.parametrize(
    ("name", "pressed"),
    [
        ("between", ["m"]),
        ("question", ["m", *"nny"]),
        ("undone", ["m", *"nnyz"]),
        ("home", ["m", *"nny", "q"]),
        ("help", ["m", "question_mark"]),
    ],
)
def test_marking(
    accepted: Person, snap_compare: Compare, size: tuple[int, int], name: str, pressed: list[str]
) -> None:
    if name != "between":
        accepted.session().marking.begin(3)
    assert snap_compare(accepted.app(), terminal_size=size, run_before=keys(accepted, *pressed)), (
        name
    )


@SIZES
@pytest.mark.parametrize(
    ("name", "pressed"),
    [("done", ["m"]), ("reveal", ["m", "enter", "down", "down", *["left"] * 6, "y"])],
)
def test_after_a_block(
    accepted: Person, snap_compare: Compare, size: tuple[int, int], name: str, pressed: list[str]
) -> None:
    accepted.session().marking.begin(3)
    mark_all(accepted)
    select(accepted)
    assert snap_compare(accepted.app(), terminal_size=size, run_before=keys(accepted, *pressed)), (
        name
    )
