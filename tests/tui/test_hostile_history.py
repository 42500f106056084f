"""Hostile text in the chats, beside them, in what is erased and kept: nothing acts."""

from pathlib import Path

import pytest
from tests.tui.conftest import Person, Sitting
from tests.tui.test_hostile import HOSTILE, Watch, hostile_person
from tests.tui.test_keeping import settled
from textual import events

from selfaudit.core.models.judgment import Question
from selfaudit.tui import drawable as boundary
from selfaudit.tui.screens.history import TYPING_SECONDS, HistoryScreen


def hostile_history(root: Path, text: str) -> Person:
    """A person all of whose texts are this one, paths of imports included."""
    person = hostile_person(root, text)
    person.store.history.add_source(text, text, person.clock.now())
    person.store.database.execute(
        "UPDATE conversation SET format = ?", [text[:200].replace("\0", "")]
    )
    review = person.session().review
    review.judge(1, {Question.TRUE: "yes", Question.SURPRISE: "yes"})
    return person


async def through_the_chats(person: Person, text: str, watch: Watch, width: int) -> None:
    """Go through every screen and dialog of the chats."""
    async with person.app().run_test(size=(width, 24)) as pilot:
        at = Sitting(person, pilot)

        async def look(*keys: str) -> None:
            await at.press(*keys)
            await settled(at)
            watch.look(at.app)

        await look("h")
        await look("enter")
        for key in ("pagedown", "end", "home", "tab", "tab"):
            await look(key)
        await look("enter")
        await look("down")
        await look("enter")
        await look("e")
        await look("escape")
        await look("q")
        await look("e")
        await look("escape")
        await look("q", "q")
        for key in ("e", "escape", "exclamation_mark", "q", "w", "q", "s", "s", "c"):
            await look(key)
        await at.press("slash")
        at.app.post_message(events.Paste("live"))
        await pilot.pause(2 * TYPING_SECONDS)
        watch.look(at.app)
        await look("enter")
        await look("enter")
        await look("n")
        await look("q", "slash")
        at.app.post_message(events.Paste(text[:2_000]))
        await pilot.pause(2 * TYPING_SECONDS)
        watch.look(at.app)
        await look("escape")
        assert isinstance(at.app.screen, HistoryScreen)
        await look("c", "y")
        for key in ("down", "e", "escape", "t", "escape", "x", "escape"):
            await look(key)
        await look("r")
        at.app.post_message(events.Paste(text[:200]))
        await pilot.pause()
        watch.look(at.app)
        await look("enter")
        await pilot.pause(0.2)
        watch.look(at.app)
        await look("escape")
        assert at.app.is_running


@pytest.mark.parametrize("width", [80, 130])
@pytest.mark.parametrize("name", HOSTILE)
async def test_nothing_gets_through(name: str, width: int, tmp_path: Path) -> None:
    person = hostile_history(tmp_path / "home", HOSTILE[name][:30_000])
    watch = Watch()
    await through_the_chats(person, HOSTILE[name], watch, width)
    person.store.close()
    assert watch.screens.keys() >= {
        "HistoryScreen", "ChatScreen", "AttributeScreen", "NotedScreen", "DataScreen",
        "ErasingDialog", "AskDialog",
    }  # fmt: skip
    assert watch.segments > 1_000
    assert watch.total() == 0, watch.found


@pytest.mark.parametrize("name", ["OSC 52", "C1", "bidi"])
async def test_without_the_boundary_it_would(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = hostile_history(tmp_path / "home", HOSTILE[name])
    open_door = lambda text: text  # noqa: E731
    monkeypatch.setattr(boundary, "drawable", open_door)
    watch = Watch()
    await through_the_chats(person, HOSTILE[name], watch, 80)
    person.store.close()
    assert watch.found["control characters"] > 0
