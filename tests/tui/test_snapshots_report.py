"""Pictures of the report, in a small terminal and a large one. The clock is pinned."""

from collections.abc import Callable

import pytest
from tests.tui.conftest import Person
from tests.tui.reporting import Reading, little, plenty
from textual.pilot import Pilot

from selfaudit.tui.screens.report import ReportScreen
from selfaudit.tui.themes import LIGHT

SIZES = pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])
Compare = Callable[..., bool]

TO_THE_SELECTORS = ["2", *["down"] * 11]


def opened(person: Person, keys: list[str], theme: str | None = None) -> Callable[..., object]:
    """Open the report, wait until it is counted, and press keys."""

    async def prepare(pilot: Pilot[None]) -> None:
        await pilot.pause()
        if theme is not None:
            pilot.app.theme = theme
        await pilot.app.push_screen(ReportScreen(person.session()))
        at = Reading(pilot)
        await at.counted()
        await at.press(*keys)
        await pilot.pause()

    return prepare


@SIZES
@pytest.mark.parametrize("page", ["1", "2", "3"])
def test_no_data(person: Person, snap_compare: Compare, size: tuple[int, int], page: str) -> None:
    run = opened(person, [page])
    assert snap_compare(person.app(), terminal_size=size, run_before=run)


@SIZES
@pytest.mark.parametrize("page", ["1", "2", "3", "4", "5"])
def test_below_the_minimum(
    person: Person, snap_compare: Compare, size: tuple[int, int], page: str
) -> None:
    run = opened(little(person), [page])
    assert snap_compare(person.app(), terminal_size=size, run_before=run)


@SIZES
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("true", ["1"]),
        ("true_below", ["1", *["pagedown"] * 3]),
        ("matters", ["2"]),
        ("selectors", TO_THE_SELECTORS),
        ("helped", ["3"]),
        ("helped_below", ["3", *["pagedown"] * 7]),
        ("judge", ["4"]),
        ("steady", ["5"]),
        ("behind_cards", ["1", "enter"]),
        ("behind_marks", ["2", "enter", "n"]),
        ("behind_votes", ["3", "enter"]),
        ("behind_a_selector", [*TO_THE_SELECTORS, "enter"]),
        ("help", ["question_mark"]),
    ],
)
def test_enough(
    person: Person, snap_compare: Compare, size: tuple[int, int], name: str, keys: list[str]
) -> None:
    run = opened(plenty(person), keys)
    assert snap_compare(person.app(), terminal_size=size, run_before=run), name


@pytest.mark.parametrize("theme", [LIGHT.name, "ansi-dark", "ansi-light"])
@pytest.mark.parametrize("keys", [["1"], TO_THE_SELECTORS], ids=["true", "selectors"])
def test_in_other_colours(
    person: Person, snap_compare: Compare, theme: str, keys: list[str]
) -> None:
    run = opened(plenty(person), keys, theme)
    assert snap_compare(person.app(), terminal_size=(80, 24), run_before=run)
