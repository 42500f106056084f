"""Hostile text in every row of a package, in names, a study's file and a path: nothing acts."""

from pathlib import Path

import pytest
from stages import vote_on_all
from tests.tui.conftest import Person
from tests.tui.giving import Giving, giving
from tests.tui.test_hostile import HOSTILE, Watch
from tests.tui.test_hostile_answers import hostile_pairs
from textual import events

from selfaudit.core.models.block import Stage
from selfaudit.core.models.judgment import Question
from selfaudit.tui import drawable as boundary
from selfaudit.tui.screens.consenting import ConsentScreen
from selfaudit.tui.screens.rows import RowsScreen

TEXTS = {name: text for name, text in HOSTILE.items() if len(text) >= 200}
TEXTS["all of the short ones"] = " ".join(text for text in HOSTILE.values() if len(text) < 200)


def hostile_answers(root: Path, text: str) -> Person:
    """A person all of whose texts are this one, and all of whose blocks are open."""
    person = hostile_pairs(root, text)
    vote_on_all(person.store, person.clock, ("left_much",))
    review = person.session().review
    review.judge(1, {Question.TRUE: "yes"})
    for stage in Stage:
        for block in person.store.blocks.all(stage):
            person.store.blocks.reveal(block.id, person.clock.now())
    return person


async def through_the_rows(at: Giving, watch: Watch) -> None:
    """Go through every table; open, withhold and look for what is replaced."""
    assert isinstance(at.app.screen, RowsScreen)
    for _ in at.rows._tables:
        keys = ("enter", "escape", "p", "l") if at.rows._spots else ("enter", "escape")
        for key in keys:
            await at.press(key)
            watch.look(at.app)
        await at.press("tab")
    await at.do("w", "4", "s")
    watch.look(at.app)
    await at.do("escape")
    await at.press("slash")
    at.app.post_message(events.Paste("e" + HOSTILE["C1"] + HOSTILE["bidi"]))
    await at.pilot.pause()
    watch.look(at.app)
    await at.press("enter")
    watch.look(at.app)
    await at.do("w")
    watch.look(at.app)
    await at.do("v")
    watch.look(at.app)
    await at.do("q", "q")


async def through_every_screen(person: Person, text: str, folder: Path, watch: Watch) -> None:
    async with giving(person) as at:
        await at.do("3")
        watch.look(at.app)
        await at.do("enter")
        await through_the_rows(at, watch)
        await at.do("n", "a")
        at.app.post_message(events.Paste(text[:1_000]))
        await at.pilot.pause()
        await at.do("enter", "t", "down")
        watch.look(at.app)
        await at.do("q", "m")
        watch.look(at.app)
        screen = at.app.screen
        assert isinstance(screen, ConsentScreen)
        for _ in range(40):
            await at.press("enter", after=4)
            if "Step 2" in at.said("#step"):
                break
        await at.press("2", "1", "2", "y", after=4)
        name = "".join(one for one in text if one not in "/\0")[:40]
        screen._placed(str(folder / name.encode("utf-8", "replace").decode()))
        await at.pilot.pause()
        watch.look(at.app)
        await at.press("enter", after=4)
        await at.settled()
        watch.look(at.app)
        assert at.app.is_running


@pytest.mark.parametrize("name", TEXTS)
async def test_nothing_gets_through(name: str, tmp_path: Path) -> None:
    person = hostile_answers(tmp_path / "home", TEXTS[name][:4_000])
    watch = Watch()
    await through_every_screen(person, TEXTS[name], tmp_path, watch)
    person.store.close()
    seen = {"GivingScreen", "RowsScreen", "FieldsDialog", "ListingScreen", "ChoicesScreen"}
    assert watch.screens.keys() >= seen | {"ConsentScreen", "MadeScreen"}
    assert watch.segments > 1_000
    assert watch.total() == 0, watch.found


@pytest.mark.parametrize("name", ["OSC 52", "C1", "bidi"])
async def test_without_the_boundary_it_would(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = hostile_answers(tmp_path / "home", HOSTILE[name])
    open_door = lambda text: text  # noqa: E731
    monkeypatch.setattr(boundary, "drawable", open_door)
    watch = Watch()
    async with giving(person) as at:
        await at.do("3", "enter", "tab")
        watch.look(at.app)
    person.store.close()
    assert watch.found["control characters"] > 0
