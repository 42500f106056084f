"""Pictures of bringing in chats, in a small terminal and a large one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from format_samples import SAMPLES
from tests.tui.conftest import Person
from textual.pilot import Pilot

from selfaudit.tui.screens.importing import ImportScreen, Stage
from selfaudit.tui.screens.narrowing import NarrowedPage
from selfaudit.tui.themes import LIGHT

SIZES = pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])
Compare = Callable[..., bool]

SHOWN = {
    "found": [],
    "help": ["question_mark"],
    "list": ["l", "down", "space"],
    "list_words": ["l", "slash", *"bees"],
    "list_days": ["l", "d", *"2024-05", "enter", "n"],
    "list_nothing": ["l", "slash", *"nothing", "escape"],
    "list_help": ["l", "question_mark"],
    "found_with_some_left_out": ["l", "down", "space", "q"],
    "done": ["l", "down", "space", "q", "enter", "wait"],
}


@pytest.fixture
def exports(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three exports in a folder that is always called the same."""
    folder = tmp_path / "downloads"
    folder.mkdir()
    for format in ("chatgpt", "claude", "openai-messages"):
        SAMPLES[format].zip(folder / f"{format}.zip")
    monkeypatch.chdir(tmp_path)
    return Path("downloads")


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Let the app work until something is so."""
    for _ in range(1000):
        await pilot.pause()
        if true():
            return
        await pilot.pause(0.01)
    raise AssertionError("it never came to that")


def is_at(pilot: Pilot[None], stage: Stage) -> bool:
    screen = pilot.app.screen
    return isinstance(screen, ImportScreen) and screen._stage is stage


def pressed(*keys: str, begin: Stage = Stage.FOUND) -> Callable[..., object]:
    async def prepare(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: is_at(pilot, begin))
        for key in keys:
            if key == "wait":
                await until(pilot, lambda: is_at(pilot, Stage.DONE))
            else:
                await pilot.press(key)
                await pilot.pause()
        await until(pilot, lambda: all(timer_rests(screen) for screen in pilot.app.screen_stack))
        for screen in pilot.app.screen_stack:
            for field in screen.query("WritingArea"):
                field.cursor_blink = False  # type: ignore[attr-defined]

    return prepare


def timer_rests(screen: object) -> bool:
    """Whether what was typed was looked for."""
    return not isinstance(screen, NarrowedPage) or screen._typing is None


@SIZES
@pytest.mark.parametrize("name", SHOWN)
def test_an_import(
    person: Person, exports: Path, snap_compare: Compare, size: tuple[int, int], name: str
) -> None:
    app = person.app(paths=(exports,))
    assert snap_compare(app, terminal_size=size, run_before=pressed(*SHOWN[name]))


@SIZES
@pytest.mark.parametrize("name", ["paths", "failed"])
def test_a_path(person: Person, snap_compare: Compare, size: tuple[int, int], name: str) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await pilot.press("enter")
        await until(pilot, lambda: is_at(pilot, Stage.PATHS))
        if name == "failed":
            await pilot.press(*"/gone.zip", "enter")
            screen = pilot.app.screen
            assert isinstance(screen, ImportScreen)
            await until(pilot, lambda: any("gone" in str(row) for row in screen.lines._rows(60)))
        for field in pilot.app.screen.query("WritingArea"):
            field.cursor_blink = False  # type: ignore[attr-defined]

    assert snap_compare(person.app(), terminal_size=size, run_before=prepare)


def test_in_light_colours(person: Person, exports: Path, snap_compare: Compare) -> None:
    async def prepare(pilot: Pilot[None]) -> None:
        await until(pilot, lambda: is_at(pilot, Stage.FOUND))
        pilot.app.theme = LIGHT.name
        await pilot.press("l", "space")
        await pilot.pause()

    app = person.app(paths=(exports,))
    assert snap_compare(app, terminal_size=(80, 24), run_before=prepare)
