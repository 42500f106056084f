"""Hostile text in what is asked again after two weeks: nothing acts, nothing breaks."""

from pathlib import Path

import pytest
from tests.tui.conftest import Person
from tests.tui.test_hostile import HOSTILE, Watch
from tests.tui.test_hostile_answers import hostile_pairs

TWO_WEEKS = 15 * 86_400.0


def hostile_again(root: Path, text: str) -> Person:
    """A person all of whose marks and votes are about this text, two weeks later."""
    person = hostile_pairs(root, text)
    voting = person.session().voting
    while (pair := voting.current()) is not None:
        voting.answer(pair.pair, pair.question, "skip" if pair.question == "better" else "none")
    block = voting.block()
    assert block is not None
    voting.reveal(block)
    person.clock.advance(TWO_WEEKS)
    return person


async def through_both_again(person: Person, watch: Watch) -> None:
    """Mark and vote again, and look at everything."""
    async with person.app().run_test(size=(80, 24)) as pilot:

        async def press(*keys: str) -> None:
            for key in keys:
                person.clock.advance(2)
                await pilot.press(key)
                await pilot.pause()
                await pilot.pause()
                watch.look(pilot.app)  # type: ignore[arg-type]

        await press("enter", "enter", "down", "y", "z", "question_mark", "escape")
        marking = person.session().marking_again
        while (asked := marking.current()) is not None:
            marking.answer(asked.entry, "yes")  # type: ignore[arg-type]
        await press("y", "enter", "q")
        await press("enter", "enter", "tab", "pagedown", "p", "escape", "1", "1", "enter", "z", "q")
        assert pilot.app.is_running


@pytest.mark.parametrize("name", HOSTILE)
async def test_nothing_gets_through_where_it_is_asked_again(name: str, tmp_path: Path) -> None:
    person = hostile_again(tmp_path / "home", HOSTILE[name])
    watch = Watch()
    await through_both_again(person, watch)
    assert {"MarkingAgainScreen", "VotingAgainScreen"} <= set(watch.screens)
    assert watch.segments > 500
    assert watch.total() == 0
    person.store.close()
