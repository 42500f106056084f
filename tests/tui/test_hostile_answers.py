"""Hostile text in prompts, answers and attributes of a comparison: nothing acts, all is shown."""

from pathlib import Path

import pytest
from stages import accept_all, fill_block, mark_block, plan_block, vote_on_all
from tests.tui.comparing import NARROW, WIDE, comparing
from tests.tui.conftest import Person, typed
from tests.tui.test_hostile import HOSTILE, Watch

from selfaudit.core.models.history import Conversation
from selfaudit.core.models.relevance import PromptSource
from selfaudit.tui import drawable as boundary

_LENGTH = 4_000


def hostile_pairs(root: Path, text: str) -> Person:
    """A person all of whose prompts, attributes and answers are this text."""
    person = Person(root)
    storable = text.encode("utf-8", "replace").decode()
    message = typed(f"I {storable} live here", "m")
    conversation = person.write(Conversation("c", storable, 1.0, 1.0, (message,)))
    person.infer(conversation, message, storable[:300] or "x", "live here")
    accept_all(person.store, person.clock)
    for number in range(10):
        person.store.prompts.add(PromptSource.TYPED, f"{number} {storable}"[:_LENGTH], 1.0)
    mark_block(person.store, person.clock, prompts=())
    person.clock.advance(100_000)
    block = plan_block(person.store, person.clock)
    fill_block(
        person.store,
        person.clock,
        block,
        lambda pair, facts: (
            f"# {storable}\n- **{storable}**\n{pair.id}",
            f"```{storable}\n{storable}\n```\n`{storable}` {pair.id}",
        ),
        finish_reason="length",
    )
    vote_on_all(person.store, person.clock, ("right_much",), leave=1)
    return person


async def through_every_screen(person: Person, size: tuple[int, int], watch: Watch) -> None:
    """Vote on a pair, open the block, go through its pairs, and look at everything."""
    async with comparing(person, size) as at:
        watch.look(at.app)
        for key in (
            "tab", "down", "pagedown", "a", "right", "p", "escape", "1", "1", "enter", "z",
            "question_mark", "escape",
        ):  # fmt: skip
            await at.press(key)
            watch.look(at.app)
        while person.session().voting.current() is not None:
            await at.press("tab", "s", "4", "enter")
        await at.press("enter")
        for key in ("pagedown", "n", "pagedown", "pagedown", "3", "z", "n", "n"):
            await at.press(key)
            watch.look(at.app)
        assert at.app.is_running


TEXTS = {name: text for name, text in HOSTILE.items() if not name.startswith("endless")}
TEXTS["all at once"] = " ".join(text for text in TEXTS.values() if len(text) < 200)


@pytest.mark.parametrize("name", TEXTS)
async def test_nothing_gets_through(name: str, tmp_path: Path) -> None:
    person = hostile_pairs(tmp_path / "home", TEXTS[name])
    watch = Watch()
    await through_every_screen(person, NARROW if name == "all at once" else WIDE, watch)
    person.store.close()
    assert watch.screens.keys() >= {"VotingScreen", "PromptDialog", "HelpScreen", "ResultsScreen"}
    assert watch.total() == 0, watch.found


@pytest.mark.parametrize("name", ["OSC 52", "C1", "bidi"])
async def test_without_the_boundary_it_would(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = hostile_pairs(tmp_path / "home", HOSTILE[name])
    watch = Watch()
    monkeypatch.setattr(boundary, "drawable", lambda text: text)
    monkeypatch.setattr("selfaudit.tui.markdown.drawable", lambda text: text)
    await through_every_screen(person, WIDE, watch)
    person.store.close()
    assert watch.found["control characters"] > 0


@pytest.mark.parametrize("name", ["endless line", "endless words"])
async def test_an_answer_of_100_000_characters_is_whole_and_scrolls(
    name: str, tmp_path: Path
) -> None:
    person = hostile_pairs(tmp_path / "home", HOSTILE[name])
    async with comparing(person, WIDE) as at:
        for _ in range(3):
            await at.press("pagedown")
        pane = at.app.screen.query("AnswerPane").first()
        assert "more rows" in str(pane.border_subtitle)
    person.store.close()
