"""What a person writes is kept as they wrote it, and drawn so that nothing in it acts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tui.conftest import Person
from tests.tui.test_hostile import HOSTILE, Watch
from tests.tui.test_review import sitting
from textual import events

from selfaudit.core.models.judgment import Question
from selfaudit.tui.widgets.writing import WritingArea, _clean

WRITTEN = {
    "Thai": "ที่นี่ น้ำ",
    "Hindi": "हिन्दु क्‍ष",
    "Hebrew": "שָׁלוֹם",
    "Vietnamese, decomposed": "tie\u0302\u0301ng",
    "Persian": "می‌خواهم",
    "French": "vrai\u00a0?",
    "Japanese": "東京\u3000です",
    "emoji": "👨‍👩‍👧 ❤️",
}


@pytest.mark.parametrize("script", WRITTEN)
async def test_every_script_is_kept_as_it_was_typed(twelve: Person, script: str) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        await at.press("c")
        for character in WRITTEN[script]:
            at.app.post_message(events.Key("x", character))
            await at.pilot.pause()
        area = at.app.screen.query_one(WritingArea)
        assert area.get_line(0).plain == WRITTEN[script]
        await at.press("enter")
        stored = twelve.store.judgments.effective(attribute)[Question.COMMENT]
        assert stored.text == WRITTEN[script]


async def test_an_edit_leaves_the_rest_of_the_statement_as_it_was(person: Person) -> None:
    conversation, message = person.chat(0)
    statement = "The user says \u200bซ้ำ\u202e and more."
    attribute = person.infer(conversation, message, statement, "vegetarian")
    person.freeze()
    async with sitting(person) as at:
        await at.press("e", "!", "enter")
        assert person.store.attributes.get(attribute).statement == f"{statement}!"


@pytest.mark.parametrize("name", ["SGR and CSI", "C1", "bidi", "hidden", "tabs", "zalgo", "wide"])
async def test_what_is_kept_is_drawn_without_acting(twelve: Person, name: str) -> None:
    watch = Watch()
    async with sitting(twelve) as at:
        await at.press("c")
        at.app.post_message(events.Paste(HOSTILE[name][:2_000]))
        for _ in range(3):
            await at.pilot.pause()
            watch.look(at.app)
        assert at.app.screen.query_one(WritingArea).text
        assert watch.total() == 0, watch.found


@given(st.text(st.characters(codec=None)))
def test_no_control_character_is_kept_and_nothing_else_is_lost(text: str) -> None:
    kept = _clean(text)
    kept.encode()
    assert not [one for one in kept if (one < " " and one not in "\t\n") or "\x7f" <= one < "\xa0"]
    plain = "".join(one for one in text if one.isalnum())
    assert "".join(one for one in kept if one.isalnum()) == plain
