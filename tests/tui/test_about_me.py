"""The texts for an assistant: on the screen, in a file, on the command line."""

import stat
from pathlib import Path

import pytest
from tests.tui.conftest import Person
from tests.tui.test_hostile import HOSTILE, Watch, hostile_person
from textual.pilot import Pilot
from textual.widgets import Static

from selfaudit.core.models.judgment import Question
from selfaudit.tui.screens.about_me import FILE, AboutMeScreen
from selfaudit.tui.screens.error import ErrorDialog


@pytest.fixture
def judged(person: Person) -> Person:
    """A person who accepted two statements and rejected one."""
    vegetarian, lisbon, _, parrots = person.attributes(4)
    review = person.session().review
    yes, no = {Question.TRUE: "yes"}, {Question.TRUE: "no"}
    review.judge(vegetarian, yes | {Question.REMEMBER: "when_it_fits"})
    review.judge(lisbon, yes | {Question.REMEMBER: "too_private"})
    review.judge(parrots, no)
    return person


def shown(pilot: Pilot[None]) -> str:
    return "\n".join(str(one.content) for one in pilot.app.screen.query(Static))


async def test_the_three_texts_are_shown(judged: Person) -> None:
    async with judged.app().run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        await pilot.pause()
        assert isinstance(pilot.app.screen, AboutMeScreen)
        text = shown(pilot)
        assert "Use this where it fits:\n- The user is vegetarian." in text
        assert "This is too private:\n- The user lives in Lisbon." in text
        assert "It is not true:\n- The user hates parrots." in text


async def test_one_key_writes_them_to_a_private_file_and_never_over_another(
    judged: Person, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    async with judged.app().run_test(size=(80, 24)) as pilot:
        await pilot.press("a", "w")
        await pilot.pause()
        file = tmp_path / FILE
        assert "The user is vegetarian." in file.read_text()
        assert stat.S_IMODE(file.stat().st_mode) == 0o600
        assert "Saved in" in shown(pilot)
        file.write_text("mine")
        await pilot.press("w")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ErrorDialog)
        assert file.read_text() == "mine"


async def test_before_anything_was_judged_the_key_does_nothing(person: Person) -> None:
    person.attributes(1)
    async with person.app().run_test() as pilot:
        await pilot.press("a")
        await pilot.pause()
        assert not isinstance(pilot.app.screen, AboutMeScreen)


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_statements_do_not_act(name: str, tmp_path: Path) -> None:
    person = hostile_person(tmp_path / "home", HOSTILE[name])
    review = person.session().review
    review.judge(1, {Question.TRUE: "yes", Question.REMEMBER: "when_it_fits"})
    watch = Watch()
    async with person.app().run_test(size=(80, 24)) as pilot:
        await pilot.press("a")
        for key in ("pagedown", "down"):
            await pilot.press(key)
            await pilot.pause()
            watch.look(pilot.app)  # type: ignore[arg-type]
    assert watch.screens["AboutMeScreen"] == 2
    assert watch.total() == 0
    person.store.close()
