"""Generated hostile strings through what no other test shows them on, and through every command."""

from itertools import islice
from pathlib import Path

import pytest
from hostile_strings import hostile_strings
from tests.tui.hostile_commands import Printed, calls, leaves, run_all
from tests.tui.hostile_journeys import JOURNEYS, CloseWatch

from selfaudit.tui.action import Place
from selfaudit.tui.main import cli

REACHES: dict[str, str] = {
    "cards": "home review reading help writing conversation",
    "chats": "history chat attribute noted data erasing reading writing",
    "answers": "voting results help reading",
    "export": "giving rows listing choices consent made reading writing",
    "report": "report,behind",
    "marks": "marking,matching,first comparison",
    "again": "marking voting",
    "beside the cards": "review recall",
    "beliefs": "review,summary,about me,conversation,report",
    "first visit": "typists,recall,welcome,practice,budget,guess,summary",
    "import": "importing,leaving out,data,history,home",
}
"""Which places a journey comes to. The first eight are gone by tests of their own."""

HERE = ("beliefs", "first visit", "import")


def text_of(seed: int, strings: int = 80) -> str:
    """Some strings in one text that can be stored."""
    return " ".join(islice(hostile_strings(seed), strings)).encode("utf-8", "replace").decode()


def places(journey: str) -> set[str]:
    """The places that a journey comes to."""
    told = REACHES[journey]
    return set(told.split("," if "," in told else " "))


def test_every_place_is_on_a_journey() -> None:
    assert REACHES.keys() == JOURNEYS.keys()
    assert set().union(*map(places, REACHES)) == {*Place} - {Place.EVERYWHERE}


@pytest.mark.parametrize("name", HERE)
async def test_nothing_gets_through_on_a_journey(name: str, tmp_path: Path) -> None:
    watch = CloseWatch()
    await JOURNEYS[name](text_of(HERE.index(name))[:4_000], tmp_path / "home", watch)
    assert watch.total() == 0, watch.found
    assert watch.places >= places(name)
    assert watch.segments > 1_000


def test_every_command_is_called(tmp_path: Path) -> None:
    assert calls(tmp_path, text_of(1)).keys() == set(leaves(cli)) | {"open"}


def test_nothing_gets_through_in_any_command(tmp_path: Path) -> None:
    printed = Printed()
    run_all(tmp_path, text_of(5)[:3_000], printed, with_json=False)
    assert printed.acting == []
    assert printed.crashes == []
    assert len(printed.drawn) > 20
