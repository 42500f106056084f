"""Errors: those of the store are told in a dialog, those nobody foresaw end without any text."""

import asyncio
from collections.abc import Callable

import pytest
from tests.tui.conftest import Person, ScriptedExtraction
from tests.tui.test_review import sitting
from textual.pilot import Pilot

from selfaudit.core.errors import StoreError
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.review import ReviewScreen


def unreadable(*_: object, **__: object) -> None:
    raise StoreError("The disk could not be read.")


class MishapError(Exception):
    """An error with text of an export, and a way of its own to be drawn."""

    def __rich__(self) -> str:
        return f"drawn: {self}"


@pytest.mark.parametrize("kind", [ValueError, MishapError])
def test_an_unforeseen_error_says_its_kind_and_place_and_nothing_else(
    twelve: Person,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    kind: type[Exception],
) -> None:
    def broken(*_: object) -> None:
        secret = "words of an export"
        raise kind(secret)

    async def press(pilot: Pilot[None]) -> None:
        await pilot.pause()
        monkeypatch.setattr(HomeScreen, "action_next_theme", broken)
        await pilot.press("t")

    with pytest.raises(SystemExit) as stopped:
        twelve.app().run(headless=True, auto_pilot=press)
    assert stopped.value.code == 1
    told = " ".join(capsys.readouterr().err.split())
    assert f"did not foresee: {kind.__name__} in {__name__} line" in told
    assert "export" not in told
    assert told.count(".") < 12


def test_an_unforeseen_error_ends_the_extraction(person: Person) -> None:
    person.chat(0)
    extraction = ScriptedExtraction()
    app = person.app(start_extraction=extraction)

    async def break_off(pilot: Pilot[None]) -> None:
        while not extraction.starts:
            await asyncio.sleep(0.01)
        app.call_later(unreadable)

    with pytest.raises(SystemExit):
        app.run(headless=True, auto_pilot=break_off)
    assert extraction.finished.wait(2)


Break = Callable[[pytest.MonkeyPatch, Person], None]


def in_history(name: str) -> Break:
    return lambda patch, person: patch.setattr(person.store.history, name, unreadable)


def in_counting(patch: pytest.MonkeyPatch, person: Person) -> None:
    patch.setattr(person.store.judgments, "count", unreadable)


@pytest.mark.parametrize(
    ("keys", "fails"),
    [
        (["v"], in_history("messages_of")),
        (["v"], in_history("message")),
        (["q"], in_history("is_empty")),
        (["q"], in_counting),
    ],
    ids=["conversation", "message", "home", "next step"],
)
async def test_an_error_of_the_store_is_told_wherever_it_comes_from(
    twelve: Person, monkeypatch: pytest.MonkeyPatch, keys: list[str], fails: Break
) -> None:
    async with sitting(twelve) as at:
        with monkeypatch.context() as patch:
            fails(patch, twelve)
            await at.press(*keys)
            assert isinstance(at.app.screen, ErrorDialog)
            await at.press("escape")
            assert isinstance(at.app.screen, HomeScreen | ReviewScreen)
        assert at.app.return_code is None


async def test_an_error_on_the_way_to_the_cards_is_told(
    twelve: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = twelve.app()
    async with app.run_test() as pilot:
        await pilot.pause()
        monkeypatch.setattr(twelve.store.items, "of", unreadable)
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(app.screen, ErrorDialog)


async def test_an_error_at_the_start_of_an_extraction_is_told(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(person.store.attributes, "count", unreadable)
    app = person.app(start_extraction=ScriptedExtraction())
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, ErrorDialog)
        for _ in range(4):
            await pilot.press("escape")
            await pilot.pause()
        assert isinstance(app.screen, HomeScreen)
