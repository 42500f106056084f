"""Erasing, keeping a copy and going back to one, from the screens."""

import stat
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from pathlib import Path

import pytest
from canaries import GOES, NAMES, canary, fill
from tests.tui.conftest import Person, ScriptedExtraction, Sitting
from tests.tui.test_history import screen

from selfaudit.core.errors import StoreError
from selfaudit.core.models.judgment import Question
from selfaudit.core.store.backup import backup
from selfaudit.tui.extraction import Phase
from selfaudit.tui.screens.agreeing import AgreeingDialog
from selfaudit.tui.screens.chat import ChatScreen
from selfaudit.tui.screens.data import DataScreen
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.history import HistoryScreen
from selfaudit.tui.screens.home import HomeScreen


@asynccontextmanager
async def keeping(person: Person, **changes: object) -> AsyncIterator[Sitting]:
    """A person who looks at their data."""
    async with person.app(**changes).run_test(size=(100, 40)) as pilot:
        at = Sitting(person, pilot)
        await at.press("h", "y")
        assert isinstance(pilot.app.screen, DataScreen)
        yield at


async def settled(at: Sitting) -> None:
    """Wait until a dialog has looked, or done what it was asked."""

    def rests() -> bool:
        dialog = at.app.screen
        return not isinstance(dialog, AgreeingDialog) or not dialog._at_work

    await at.pilot.pause(0.01)
    await at.until(rests)


async def test_a_conversation_goes_by_one_key_once_it_was_said_what_goes(person: Person) -> None:
    person.attributes(3)
    person.session().review.judge(1, {Question.TRUE: "yes"})
    async with person.app().run_test(size=(80, 24)) as pilot:
        at = Sitting(person, pilot)
        await at.press("h", "e")
        await settled(at)
        said = screen(at)
        for words in (
            "Erase the conversation “Chat 1", "This goes for good:", "2 messages", "1 attribute",
            "This stays:", "1 judgment", "This cannot be undone.",
        ):  # fmt: skip
            assert words in said
        await at.press("escape")
        assert person.store.history.counts()["conversations"] == 3
        await at.press("e")
        await settled(at)
        await at.press("y")
        await settled(at)
        assert isinstance(at.app.screen, HistoryScreen)
        assert "Chat 1" not in screen(at)
        assert person.store.history.counts()["conversations"] == 2
        await at.press("q")
        assert isinstance(at.app.screen, HomeScreen)
        assert "2 conversations" in at.said("#stored")


async def test_erasing_inside_a_conversation_leads_back_to_the_list(person: Person) -> None:
    person.attributes(2)
    async with person.app().run_test(size=(80, 24)) as pilot:
        at = Sitting(person, pilot)
        await at.press("h", "enter", "e")
        await settled(at)
        await at.press("y")
        await settled(at)
        assert isinstance(at.app.screen, HistoryScreen)
        assert "1 conversation" in screen(at)


async def test_an_attribute_goes_from_its_details(person: Person) -> None:
    person.attributes(2)
    async with person.app().run_test(size=(80, 24)) as pilot:
        at = Sitting(person, pilot)
        await at.press("h", "enter", "tab", "enter", "e")
        await settled(at)
        assert "Erase “The user is vegetarian.”" in screen(at)
        await at.press("y")
        await settled(at)
        assert not isinstance(at.app.screen, ChatScreen)
        assert person.store.attributes.erased() == {1}
        await at.press("enter")
        assert "The user is vegetarian" not in screen(at)


@pytest.mark.parametrize(
    ("keys", "stays"),
    [
        (("e",), 0),
        (("t",), 0),
        (("x",), 0),
        (("d", *"2026-03-01 2026-03-03", "enter"), 9),
    ],
)
async def test_what_is_larger_goes_only_by_a_word(
    twelve: Person, keys: tuple[str, ...], stays: int
) -> None:
    async with keeping(twelve) as at:
        await at.press(*("space" if key == " " else key for key in keys))
        await settled(at)
        assert "type erase and press Enter" in screen(at)
        await at.press("y", "e", "s", "enter")
        assert "Nothing was done" in screen(at)
        assert twelve.store.history.counts()["conversations"] == 12
        await at.press(*["backspace"] * 3, *"Erase", "enter")
        await settled(at)
        assert isinstance(at.app.screen, DataScreen)
        assert "Erased." in screen(at)
        assert twelve.store.history.counts()["conversations"] == stays
        await at.press("q")
        assert isinstance(at.app.screen, HistoryScreen)
        assert ("No chat is stored" in screen(at)) is (stays == 0)


@pytest.mark.parametrize("kind", ["source", "texts", "everything"])
async def test_no_byte_of_it_is_left_in_the_folder(
    kind: str, person: Person, tmp_path: Path
) -> None:
    person.store.close()
    root = tmp_path / "home"
    for path in root.glob("selfaudit.db*"):
        path.unlink()
    person.restart()
    filled = fill(person.store, person.clock, tmp_path)  # type: ignore[arg-type]
    assert filled.sources == (1, 2)
    key = {"source": "e", "texts": "t", "everything": "x"}[kind]
    async with keeping(person) as at:
        await at.press(key)
        await settled(at)
        await at.press(*"erase", "enter")
        await settled(at)
        assert isinstance(at.app.screen, DataScreen)
    data = b"\n".join(path.read_bytes().lower() for path in root.rglob("*") if path.is_file())
    left = {name for name in NAMES if canary(name).lower().encode() in data}
    assert left == set(NAMES) - GOES[kind]


async def test_the_extraction_rests_meanwhile_and_goes_on_after(twelve: Person) -> None:
    extraction = ScriptedExtraction()
    held: list[bool] = []

    @contextmanager
    def at_rest() -> Iterator[None]:
        held.append(extraction.finished.is_set())
        yield

    async with twelve.app(start_extraction=extraction, at_rest=at_rest).run_test() as pilot:
        at = Sitting(twelve, pilot)
        while at.app.extraction.phase is not Phase.RUNNING:
            await pilot.pause(0.01)
        await at.press("h", "e")
        await settled(at)
        await at.press("y")
        await settled(at)
        assert held == [True]
        await at.until(lambda: extraction.starts == 2)
        assert extraction.starts == 2
        extraction.tell(None)


async def test_where_another_one_is_at_work_nothing_is_erased(twelve: Person) -> None:
    @contextmanager
    def at_rest() -> Iterator[None]:
        raise StoreError("Another selfaudit is extracting.", title="Nothing was changed")
        yield

    async with keeping(twelve, at_rest=at_rest) as at:
        await at.press("t")
        await settled(at)
        await at.press(*"erase", "enter")
        await at.until(lambda: isinstance(at.app.screen, ErrorDialog))
        assert "Nothing was changed" in screen(at)
        await at.press("escape")
        assert isinstance(at.app.screen, DataScreen)
        assert twelve.store.history.counts()["conversations"] == 12


async def test_a_copy_is_kept_and_put_in_place_again(
    twelve: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "selfaudit-copy.db"
    async with keeping(twelve) as at:
        await at.press("b")
        assert "Anyone who has it can read everything" in screen(at)
        await at.press("enter")
        # Where the line with the file's path is broken depends on the path.
        await at.until(lambda: "is a whole copy" in " ".join(screen(at).split()))
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        await at.press("x")
        await settled(at)
        assert str(file) in "".join(screen(at).split())
        await at.press(*"erase", "enter")
        await settled(at)
        assert twelve.store.history.is_empty()
        await at.press("r", *str(file))
        await at.press("enter")
        await settled(at)
        said = screen(at)
        assert "The copy is whole: 12 conversations, 24 messages, 12 attributes" in said
        await at.press(*"restore", "enter")
        await settled(at)
        assert "The copy is in place." in screen(at)
        assert twelve.store.history.counts()["messages"] == 24
        assert not list((tmp_path / "home").glob("*.restoring*"))
        await at.press("q", "q")
        assert "12 conversations" in at.said("#stored")


@pytest.mark.parametrize("holds", [b"no store at all", b"SQLite format 3\0 but then not"])
async def test_a_file_that_is_no_copy_is_refused(
    twelve: Person, tmp_path: Path, holds: bytes
) -> None:
    file = tmp_path / "other.db"
    file.write_bytes(holds)
    async with keeping(twelve) as at:
        await at.press("r", *str(file), "enter")
        await at.until(lambda: isinstance(at.app.screen, ErrorDialog))
        assert "Not a copy to go by" in screen(at)
        await at.press("escape")
        assert isinstance(at.app.screen, DataScreen)
        assert twelve.store.history.counts()["messages"] == 24
        assert not list((tmp_path / "home").glob("*.restoring*"))


async def test_leaving_a_restore_changes_nothing_and_leaves_nothing(
    twelve: Person, tmp_path: Path
) -> None:
    made = backup(twelve.store, tmp_path / "copy.db", twelve.clock.now())
    async with keeping(twelve) as at:
        await at.press("r", *str(made.path), "enter")
        await settled(at)
        await at.press("escape")
        await at.pilot.pause()
        assert "Nothing was changed." in screen(at)
        assert not list((tmp_path / "home").glob("*.restoring*"))


async def test_a_copy_is_never_written_over_another_file(
    twelve: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "selfaudit-copy.db").write_text("mine")
    async with keeping(twelve) as at:
        await at.press("b", "enter")
        await at.until(lambda: isinstance(at.app.screen, ErrorDialog))
        assert "is there already" in screen(at)
        assert (tmp_path / "selfaudit-copy.db").read_text() == "mine"


async def test_enter_on_an_import_shows_its_chats(twelve: Person) -> None:
    async with keeping(twelve) as at:
        assert "export.zip" in screen(at)
        assert "24 messages, 24 of them in no other import" in screen(at)
        await at.press("enter")
        assert isinstance(at.app.screen, HistoryScreen)
        assert "import 1" in screen(at)
