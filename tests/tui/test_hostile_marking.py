"""Hostile text in the prompts and attributes of stage two: nothing acts, nothing breaks."""

from pathlib import Path

import pytest
from tests.tui.conftest import Person
from tests.tui.test_hostile import HOSTILE, Watch, hostile_person
from tests.tui.test_marking import mark_all, select

from selfaudit.core.models.judgment import Question
from selfaudit.core.models.relevance import PromptSource


def hostile_block(root: Path, text: str) -> Person:
    """A person whose one accepted attribute and whose prompts are this text, in an open block."""
    person = hostile_person(root, text)
    attribute = person.store.attributes.page()[0].id
    person.session().review.judge(attribute, {Question.TRUE: "yes"})
    person.store.prompts.add(PromptSource.TYPED, text, person.clock.now())
    person.session().marking.begin(5)
    return person


async def through_the_marks(person: Person, watch: Watch) -> None:
    """Mark, open the block, turn the dial, and look at everything."""
    async with person.app().run_test(size=(80, 24)) as pilot:

        async def press(*keys: str) -> None:
            for key in keys:
                person.clock.advance(2)
                await pilot.press(key)
                await pilot.pause()
                await pilot.pause()
                watch.look(pilot.app)  # type: ignore[arg-type]

        await press("m", "down", "up", "question_mark", "escape", "y", "z", "q")
        mark_all(person)
        select(person)
        await press("m", "enter", *["down"] * 4, "pagedown", "right", "d", "n", "z", "q")
        assert pilot.app.is_running


@pytest.mark.parametrize("name", HOSTILE)
async def test_nothing_gets_through_in_stage_two(name: str, tmp_path: Path) -> None:
    person = hostile_block(tmp_path / "home", HOSTILE[name])
    watch = Watch()
    await through_the_marks(person, watch)
    assert {"MarkingScreen", "MatchingScreen"} <= set(watch.screens)
    assert watch.segments > 500
    assert watch.total() == 0
    person.store.close()
