"""Bringing in chats: from a path to the account of what was stored."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from format_samples import sample_of
from tests.tui.conftest import Person, ScriptedExtraction
from textual import events
from textual.pilot import Pilot
from textual.widgets import Static

from selfaudit.tui.extraction import Phase
from selfaudit.tui.screens.asking import AskDialog
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.importing import ImportScreen, PathField, Stage
from selfaudit.tui.screens.leaving_out import LeavingOutScreen
from selfaudit.tui.widgets.lines import LinesView


async def until(pilot: Pilot[None], true: Callable[[], bool]) -> None:
    """Let the app work until something is so."""
    for _ in range(1000):
        await pilot.pause()
        if true():
            await pilot.pause()
            return
        await pilot.pause(0.01)
    raise AssertionError("it never came to that")


def stage(pilot: Pilot[None]) -> Stage:
    screen = pilot.app.screen
    assert isinstance(screen, ImportScreen)
    return screen._stage


async def comes_to(pilot: Pilot[None], wanted: Stage) -> None:
    await until(pilot, lambda: stage(pilot) is wanted)


def shown(pilot: Pilot[None]) -> str:
    lines = pilot.app.screen.query_one(LinesView)
    said = str(pilot.app.screen.query_one("#said", Static).content)
    return "\n".join(str(row) for row in lines._rows(200)) + "\n" + said


def said(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#said", Static).content)


@pytest.fixture
def exports(tmp_path: Path) -> Path:
    """Two exports of two vendors in a folder whose name has a space."""
    folder = tmp_path / "my downloads"
    folder.mkdir()
    sample_of("chatgpt").zip(folder / "chatgpt.zip")
    sample_of("claude").zip(folder / "claude.zip")
    return folder


async def test_from_the_first_screen_to_what_was_stored(person: Person, exports: Path) -> None:
    async with person.app().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press("enter")
        assert stage(pilot) is Stage.PATHS
        pilot.app.post_message(events.Paste(f"'{exports}'"))
        await until(pilot, lambda: "downloads" in pilot.app.screen.query_one(PathField).text)
        await pilot.press("enter")
        await comes_to(pilot, Stage.FOUND)
        text = shown(pilot)
        assert "Enter imports 5 new conversations" in text
        assert "ChatGPT" in text
        assert "Claude" in text
        assert person.store.history.is_empty()
        await pilot.press("enter")
        await comes_to(pilot, Stage.DONE)
        assert "5 conversations and" in shown(pilot)
        assert "no text" in shown(pilot)
        assert person.store.history.counts()["conversations"] == 5
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "5 conversations" in str(pilot.app.screen.query_one("#stored", Static).content)


async def test_what_is_left_out_is_not_stored_and_comes_back_unticked(
    person: Person, exports: Path
) -> None:
    async with person.app(paths=(exports,)).run_test(size=(100, 30)) as pilot:
        await comes_to(pilot, Stage.FOUND)
        await pilot.press("l")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, LeavingOutScreen)
        first = screen.shown[0]
        await pilot.press("space", "space", "z")
        await pilot.pause()
        assert screen.desk.left_out == {first.id}
        await pilot.press("q")
        await pilot.pause()
        assert "1 conversation left out: l shows which" in shown(pilot)
        await pilot.press("enter")
        await comes_to(pilot, Stage.DONE)
        assert "left out by you (1)" in shown(pilot)
        assert not person.store.history.has_conversation(first.id)
        # The same export again: it is still left out, and can be taken now.
        await pilot.press("a")
        assert stage(pilot) is Stage.PATHS
        pilot.app.screen.query_one(PathField).load_text(f'"{exports}"')
        await pilot.press("enter")
        await comes_to(pilot, Stage.FOUND)
        assert "1 of them already in an earlier import" in shown(pilot)
        assert "Enter imports 0 new conversations" in shown(pilot)
        await pilot.press("l")
        await pilot.pause()
        await pilot.press("a", "q")
        await pilot.pause()
        await pilot.press("enter")
        await comes_to(pilot, Stage.DONE)
    assert person.store.history.has_conversation(first.id)
    assert person.store.left_out.ids() == frozenset()


async def test_the_list_is_narrowed_by_title_own_words_and_days(
    person: Person, exports: Path
) -> None:
    async with person.app(paths=(exports,)).run_test(size=(100, 30)) as pilot:
        await comes_to(pilot, Stage.FOUND)
        await pilot.press("l")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, LeavingOutScreen)
        titles = [one.title for one in screen.shown]
        assert titles[0] == "About rye"
        await pilot.press("slash", *"about")
        await until(pilot, lambda: len(screen.shown) == 4)
        await pilot.press("ctrl+u", *"HIVES", "escape")
        await until(pilot, lambda: not screen.shown)
        assert "Nothing was found" in said(pilot)
        await pilot.press("slash", "ctrl+u", *"KEEP", "space", *"bees", "enter")
        await until(pilot, lambda: [one.title for one in screen.shown] == ["About bees"])
        await pilot.press("n")
        await pilot.pause()
        assert "1 conversation more left out" in said(pilot)
        assert screen.desk.left_out == {screen.shown[0].id}
        await pilot.press("c", "d")
        await pilot.pause()
        assert isinstance(pilot.app.screen, AskDialog)
        await pilot.press(*"2024-05", "enter")
        await until(pilot, lambda: len(screen.shown) == 2)
        await pilot.press("n", "c")
        await pilot.pause()
        assert len(screen.shown) == 5
        assert len(screen.desk.left_out) == 3
        await pilot.press("z", "z")
        await pilot.pause()
        assert screen.desk.left_out == frozenset()


async def test_what_cannot_be_read_is_said_and_asked_again(person: Person, tmp_path: Path) -> None:
    gone = tmp_path / "gone\x1b[31m.zip"
    async with person.app(paths=(gone,)).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "no file or folder" in shown(pilot))
        assert stage(pilot) is Stage.PATHS
        assert "\x1b" not in shown(pilot)
        await pilot.press("escape")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)


async def test_looking_can_be_stopped(person: Person, tmp_path: Path) -> None:
    line = json.dumps({"messages": [{"role": "user", "content": "I am " + "very " * 500}]})
    (tmp_path / "a.jsonl").write_text("\n".join([line] * 20_000))
    async with person.app(paths=(tmp_path / "a.jsonl",)).run_test(size=(80, 24)) as pilot:
        await until(pilot, lambda: "so far" in said(pilot))
        await pilot.press("escape")
        await comes_to(pilot, Stage.PATHS)
        assert "Stopped. Nothing was stored." in said(pilot)
    assert person.store.history.is_empty()


async def test_a_file_that_is_dropped_on_the_first_screen_is_looked_at(
    person: Person, exports: Path
) -> None:
    async with person.app().run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        pilot.app.post_message(events.Paste(f"file://{exports}/claude.zip".replace(" ", "%20")))
        await until(pilot, lambda: isinstance(pilot.app.screen, ImportScreen))
        await comes_to(pilot, Stage.FOUND)
        assert "Claude" in shown(pilot)
        # Another one is dropped where the first is shown.
        pilot.app.post_message(events.Paste(str(exports / "chatgpt.zip")))
        await until(pilot, lambda: "ChatGPT" in shown(pilot))


async def test_the_extraction_begins_with_what_was_imported(person: Person, exports: Path) -> None:
    extraction = ScriptedExtraction(ends=True)
    app = person.app(paths=(exports,), start_extraction=extraction)
    async with app.run_test(size=(80, 24)) as pilot:
        await comes_to(pilot, Stage.FOUND)
        assert extraction.starts == 0
        await pilot.press("enter")
        await comes_to(pilot, Stage.DONE)
        await until(pilot, lambda: extraction.starts == 1)


async def test_a_run_that_is_under_way_is_followed_by_another(
    twelve: Person, exports: Path
) -> None:
    extraction = ScriptedExtraction()
    app = twelve.app(paths=(exports,), start_extraction=extraction)
    async with app.run_test(size=(80, 24)) as pilot:
        await comes_to(pilot, Stage.FOUND)
        assert app.extraction.phase is Phase.RUNNING
        await pilot.press("enter")
        await comes_to(pilot, Stage.DONE)
        assert extraction.starts == 1
        extraction.tell(None)
        await until(pilot, lambda: extraction.starts == 2)


async def test_titles_are_drawn_and_never_act(person: Person, tmp_path: Path) -> None:
    hostile = "\x1b]52;c;eA==\x07[@click=app.quit]x[/] \u202egpj"
    line = {"title": hostile, "messages": [{"role": "user", "content": "I am here."}]}
    (tmp_path / "a.jsonl").write_text(json.dumps(line))
    async with person.app(paths=(tmp_path / "a.jsonl",)).run_test(size=(100, 30)) as pilot:
        await comes_to(pilot, Stage.FOUND)
        await pilot.press("l")
        await pilot.pause()
        screen = pilot.app.screen
        assert isinstance(screen, LeavingOutScreen)
        text = str(screen.rows.render())
        assert "[@click=app.quit]" in text
        assert not {"\x1b", "\x07", "\u202e"} & set(text)
        assert not any(
            span.style and "click" in str(span.style) for span in screen.rows.render().spans
        )
