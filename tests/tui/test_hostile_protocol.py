"""Hostile text in what is asked before and after the cards: nothing acts, nothing breaks."""

from pathlib import Path

import pytest
from tests.tui.conftest import Person
from tests.tui.test_hostile import HOSTILE, Watch, hostile_person
from textual import events

from selfaudit.core.models.item import ItemKind, NewItem
from selfaudit.core.models.judgment import Question
from selfaudit.core.review.design import Design
from selfaudit.core.review.missed import AGAIN_SECONDS


def hostile_items(root: Path, text: str) -> Person:
    """A person who has judged their one card, and expected this text."""
    person = hostile_person(root, text)
    person.design = Design(checks=0, folded=0, support=0, lasting=0, guesses=False)
    items = [NewItem(ItemKind.RECALL, 0), NewItem(ItemKind.RECALL, 1)]
    request, thing = person.store.items.add(items, person.clock.now())
    review = person.session().review
    review.items.record(thing, Question.RECALL, "named", text=text)
    review.items.record(request, Question.RECALL, "done")
    while review.queue.next_place() is not None:
        card = review.current()
        assert card is not None
        review.answer(card, "unsure")
    return person


async def through_what_is_beside(person: Person, text: str, watch: Watch) -> None:
    """Say what was missed, see what changed, go back to what was expected; look at everything."""
    async with person.app().run_test(size=(80, 24)) as pilot:

        async def press(*keys: str) -> None:
            for key in keys:
                person.clock.advance(2)
                await pilot.press(key)
                await pilot.pause()
                await pilot.pause()
                watch.look(pilot.app)  # type: ignore[arg-type]

        await press("r", "n", "l", "escape", "y")
        pilot.app.post_message(events.Paste(text[:5_000]))
        await press("enter")
        person.clock.advance(AGAIN_SECONDS)
        await press("q", "r", "y", "z", "y", "enter", "q")
        # Back to what was expected, as before the first card.
        while person.session().opening.step() is None:
            person.session().review.undo()
        await press("r", "backspace", "escape")
        assert pilot.app.is_running


@pytest.mark.parametrize("name", HOSTILE)
async def test_nothing_gets_through_beside_the_cards(name: str, tmp_path: Path) -> None:
    text = HOSTILE[name]
    person = hostile_items(tmp_path / "home", text)
    watch = Watch()
    await through_what_is_beside(person, text, watch)
    assert {"ListDialog", "WritingDialog", "ChangesScreen", "RecallScreen"} <= set(watch.screens)
    assert watch.segments > 500
    assert watch.total() == 0
    person.store.close()
