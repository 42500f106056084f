"""What vendors noted, on cards of its own: offered, judged, taken back, handed over."""

from pathlib import Path

import pytest
from memories import chatgpt_chat, claude_memory, give
from tests.tui.conftest import Person, Sitting
from tests.tui.test_hostile import HOSTILE, Watch
from textual.widgets import Static

from selfaudit.core.beliefs.asking import asked_beliefs
from selfaudit.tui.extraction import Extraction
from selfaudit.tui.next_step import Step
from selfaudit.tui.screens.about_me import AboutMeScreen
from selfaudit.tui.screens.beliefs import BeliefScreen
from selfaudit.tui.screens.conversation import ConversationScreen
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.review import ReviewScreen
from selfaudit.tui.screens.summary import SummaryScreen
from selfaudit.tui.stages import next_of_all


def remember(person: Person, count: int, **more: str) -> Person:
    """Let ChatGPT have noted so many things."""
    lines = "\n".join(f"{n}. [2024-05-{n:02}]. The user has boat {n}." for n in range(1, count + 1))
    give(person.store, person.root.parent / "x", [chatgpt_chat("mem", memory=lines, **more)])
    return person


async def test_cards_of_a_vendor_are_judged_and_taken_back(person: Person) -> None:
    remember(person, 3)
    async with person.app().run_test(size=(80, 24)) as pilot:
        sitting = Sitting(person, pilot)
        await pilot.pause()
        assert "ChatGPT holds 3 statements about you." in sitting.said("#stored")
        await sitting.press("v")
        assert isinstance(pilot.app.screen, BeliefScreen)
        screen = pilot.app.screen
        title = str(screen.view.statement.border_title)
        assert title.startswith("ChatGPT noted about you on ")
        assert "what vendors noted about you · 1 of 3" in str(screen.view.progress.content)
        assert "Word for word as it came with “Chat mem”" in sitting.said("#source")
        await sitting.press("y", "1")
        assert [one.verdict for one in asked_beliefs(person.store)] == ["yes", None, None]
        await sitting.press("z", "z")
        assert [one.verdict for one in asked_beliefs(person.store)] == [None, None, None]
        await sitting.press("z")
        assert person.store.judgments.count() == 0


async def test_the_end_of_all_leads_back_to_the_first_screen(person: Person) -> None:
    remember(person, 2)
    async with person.app().run_test(size=(80, 24)) as pilot:
        sitting = Sitting(person, pilot)
        await sitting.press("v", "n", "3", "s")
        assert isinstance(pilot.app.screen, SummaryScreen)
        await sitting.press("enter")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "1 judged" not in sitting.said("#stored")  # the skipped one is done as well
        assert "2 judged, 0 true." in sitting.said("#stored")
        await sitting.press("a")
        assert isinstance(pilot.app.screen, AboutMeScreen)
        text = "\n".join(str(one.content) for one in pilot.app.screen.query(Static))
        assert "in the memory of ChatGPT, word for word" in text


async def test_a_set_has_twelve(person: Person) -> None:
    remember(person, 14)
    async with person.app().run_test(size=(80, 24)) as pilot:
        sitting = Sitting(person, pilot)
        await sitting.press("v", *"s" * 12)
        assert isinstance(pilot.app.screen, SummaryScreen)
        await sitting.press("enter", "s", "s")
        assert isinstance(pilot.app.screen, SummaryScreen)
        await sitting.press("z")
        assert isinstance(pilot.app.screen, BeliefScreen)


async def test_a_vendors_line_is_edited_flagged_and_read_in_its_place(person: Person) -> None:
    remember(person, 1)
    async with person.app().run_test(size=(80, 24)) as pilot:
        sitting = Sitting(person, pilot)
        await sitting.press("v", "f", "exclamation_mark", "d")
        assert isinstance(pilot.app.screen, BeliefScreen)
        await sitting.press("v")
        assert isinstance(pilot.app.screen, ConversationScreen)
        await sitting.press("escape", "e", *"XY", "enter")
        assert pilot.app.screen.view.statement.border_title == "In your words"  # type: ignore[attr-defined]
        await sitting.press("u")
        (one,) = asked_beliefs(person.store)
        assert one.verdict == "unsure"
        assert one.statement.endswith("XY")


def test_when_it_is_the_next_step(person: Person) -> None:
    session = person.session()
    assert next_of_all(session, Extraction()).step is Step.IMPORT
    remember(person, 2)
    assert next_of_all(session, Extraction()).step is Step.BELIEFS
    person.attributes(13)
    assert next_of_all(session, Extraction()).step is Step.FIRST
    person.freeze()
    review = session.review
    for _ in range(11):
        card = review.current()
        assert card is not None
        review.answer(card, "unsure")
    assert next_of_all(session, Extraction()).step is Step.RESUME
    card = review.current()
    assert card is not None
    review.answer(card, "unsure")
    offered = next_of_all(session, Extraction())
    assert offered.step is Step.BELIEFS
    assert offered.text.startswith("ChatGPT holds 2 statements about you. Say whether")
    while (card := session.beliefs.due()) is not None:
        session.beliefs.skip(card)
    assert next_of_all(session, Extraction()).step is Step.RESUME


async def test_before_the_first_card_the_key_waits(person: Person) -> None:
    person.attributes(12)
    remember(person, 2)
    async with person.app().run_test(size=(80, 24)) as pilot:
        sitting = Sitting(person, pilot)
        await sitting.press("v")
        assert isinstance(pilot.app.screen, HomeScreen)
        await sitting.press("enter")
        assert type(pilot.app.screen) is ReviewScreen


async def test_without_any_the_key_does_nothing(person: Person) -> None:
    person.chat(0)
    async with person.app().run_test(size=(80, 24)) as pilot:
        sitting = Sitting(person, pilot)
        await sitting.press("v")
        assert isinstance(pilot.app.screen, HomeScreen)
        assert "holds" not in sitting.said("#stored")


@pytest.mark.parametrize("name", HOSTILE)
async def test_hostile_memories_do_not_act(name: str, tmp_path: Path) -> None:
    person = Person(tmp_path / "home")
    text = HOSTILE[name]
    give(
        person.store, tmp_path / "x", [chatgpt_chat("m", memory=f"1. a {text}", about=f"b {text}")]
    )
    give(person.store, tmp_path / "y", [claude_memory(f"c {text}")])
    watch = Watch()
    async with person.app().run_test(size=(80, 24)) as pilot:
        for key in ("v", "v", "escape", "n", "3", "y", "4", "enter", "n", "2", "q", "a"):
            person.clock.advance(2)
            await pilot.press(key)
            await pilot.pause()
            watch.look(pilot.app)  # type: ignore[arg-type]
    assert watch.screens["HomeScreen"] or watch.screens["AboutMeScreen"]
    assert watch.total() == 0
    person.store.close()
