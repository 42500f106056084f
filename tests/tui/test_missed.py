"""After the headline and after two weeks, key by key."""

import pytest
from tests.tui.conftest import Person, Sitting
from textual.widgets import Static

from selfaudit.core.models.judgment import Question
from selfaudit.core.review.design import Design
from selfaudit.core.review.missed import AGAIN_SECONDS
from selfaudit.tui.screens.changes import ChangesScreen
from selfaudit.tui.screens.conversation import ConversationScreen
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.reading import ListDialog
from selfaudit.tui.screens.review import ReviewScreen
from selfaudit.tui.screens.writing import WritingDialog
from selfaudit.tui.widgets.key_line import KeyLine

ONLY_MISSED = Design(checks=0, folded=0, support=0, lasting=0, guesses=False)


@pytest.fixture
def judged(person: Person) -> Person:
    """A person who named one thing, and whose five cards are all judged."""
    person.session().opening.recall("That I row")
    person.session().opening.say(Question.RECALL, "done")
    person.design = ONLY_MISSED
    person.attributes(5)
    person.freeze(3)
    review = person.session().review
    while (card := review.current()) is not None:
        review.answer(card, "unsure")
    return person


async def test_what_was_expected_then_messages_then_what_is_missing(judged: Person) -> None:
    async with judged.app().run_test(size=(80, 24)) as pilot:
        at = Sitting(judged, pilot)
        await pilot.pause()
        assert "See what the model missed" in at.said("#next")
        await at.press("r")
        assert at.said("StatementCard") == "That I row"
        assert at.said("#question") == "Did this, or much the same, appear on your cards?"
        assert "conversation" not in str(at.app.screen.query_one(KeyLine).render())
        await at.press("e", "escape", "n")
        assert at.said("#question").startswith("Is there something about you here")
        assert "You wrote this in" in at.said("#source")
        await at.press("v")
        assert isinstance(at.app.screen, ConversationScreen)
        assert at.said("#text").count("◀ this message") == 1
        await at.press("escape")
        await at.press("l")
        assert isinstance(at.app.screen, ListDialog)
        shown = " ".join(str(one.content) for one in at.app.screen.query(Static))
        assert "The user is vegetarian." in shown
        await at.press("escape", "y")
        assert isinstance(at.app.screen, WritingDialog)
        await at.press(*"I row", "enter")
        assert isinstance(at.app.screen, ReviewScreen)
        assert "2 of 5" in at.said("ProgressLine")
        await at.press("y", "escape", "n", "s", "u")
        assert "Every card is judged" in at.said("#waiting")
        await at.press("z")
        assert "5 of 5" in at.said("ProgressLine")
    said = [one for told in judged.store.responses.standing().values() for one in told]
    assert [one.text for one in said if one.question is Question.COMMENT] == ["I row"]


async def test_two_weeks_later_the_same_is_asked_blind_and_told_what_changed(
    judged: Person,
) -> None:
    judged.session().review.missed.draw()
    review = judged.session().review
    while (card := review.current()) is not None:
        review.answer(card, "no")
    judged.clock.advance(AGAIN_SECONDS + 60)
    async with judged.app().run_test(size=(80, 24)) as pilot:
        at = Sitting(judged, pilot)
        await at.press("r")
        assert "1 of 5" in at.said("ProgressLine")
        assert at.said("#question") == "Is this, as written, true of you now?"
        assert not at.app.screen.query_one("StatementCard").border_subtitle
        await at.press("u", "y", "u", "n", "u")
        assert isinstance(at.app.screen, ChangesScreen)
        assert "You said the same of 3 of 5 cards." in at.said(".counts")
        lines = [str(one.content) for one in at.app.screen.query(".changed Static")]
        assert [line.split("  ")[-1] for line in lines] == ["can't say → yes", "can't say → no"]
        await at.press("z")
        assert "5 of 5" in at.said("ProgressLine")
        await at.press("u", "q")
        assert isinstance(at.app.screen, HomeScreen)
