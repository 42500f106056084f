"""Pictures of the chats and of what is kept, in a small terminal and a large one."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.tui.conftest import NOW, Person, answered, typed
from textual.pilot import Pilot

from selfaudit.core.models.history import Conversation, Origin, Segment
from selfaudit.core.models.judgment import Question
from selfaudit.tui.screens.agreeing import AgreeingDialog
from selfaudit.tui.screens.history import TYPING_SECONDS
from selfaudit.tui.themes import LIGHT

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
Compare = Callable[..., bool]


@pytest.fixture
def chats(person: Person) -> Person:
    """A person with a dozen chats, one of them long, and some judgments of two sittings."""
    person.attributes(12)
    words = (
        "I am trying to write to my landlord about the heating. Here is what he wrote:\n"
        "Dear tenant, the boiler is being looked at next week.\n"
        "Can you help me answer politely? I have been cold for ten days."
    )
    pasted = words.index("Dear"), words.index("Can you")
    parts = (
        Segment(0, pasted[0], Origin.TYPED, "t", 1),
        Segment(*pasted, Origin.PASTED, "t", 1),
        Segment(pasted[1], len(words), Origin.TYPED, "t", 1),
    )
    message = typed(words, "h0", 0, *parts)
    more = [
        (answered if n % 2 else typed)(f"Then this about the heating, number {n}.", f"h{n}")
        for n in range(1, 40)
    ]
    chat = Conversation("heat", "The landlord and the heating", NOW, NOW + 60, (message, *more))
    id = person.write(chat)
    cold = person.infer(id, message, "The user rents a cold flat.", "I have been cold for ten days")
    person.infer(id, message, "The user has a landlord.", "my landlord")
    review = person.session().review
    review.judge(cold, {Question.TRUE: "yes", Question.REMEMBER: "when_raised"}, comment="Sadly.")
    review.judge(2, {Question.TRUE: "yes", Question.SURPRISE: "yes"})
    review.judge(3, {Question.TRUE: "no", Question.SURPRISE: "yes", Question.WHY: "not_now"})
    person.clock.advance(3 * 86_400)
    review.judge(2, {Question.TRUE: "no"})
    # The folder of the test is another one each time.
    person.store.database.path = Path("/home/mara/.local/share/selfaudit/selfaudit.db")
    return person


def pressed(*keys: str, theme: str | None = None) -> Callable[..., object]:
    """Open the chats and press keys; a dialog is waited for."""

    async def prepare(pilot: Pilot[None]) -> None:
        await pilot.pause()
        if theme is not None:
            pilot.app.theme = theme
        await pilot.press("h")
        for key in keys:
            await pilot.press(key)
            if pilot.app.focused is not None:
                await pilot.pause(2 * TYPING_SECONDS)
            await pilot.pause()
            while isinstance(pilot.app.screen, AgreeingDialog) and pilot.app.screen._at_work:
                await pilot.pause(0.01)
        pilot.app.screen.set_focus(None)
        await pilot.pause()

    return prepare


@SIZES
@pytest.mark.parametrize(
    ("name", "keys"),
    [
        ("list", ["down"]),
        ("typing", ["slash", *"heat"]),
        ("found", ["slash", *"heating", "enter"]),
        ("nothing", ["slash", *"zebra", "enter"]),
        ("chat", ["enter", "tab"]),
        ("hit", ["slash", *"heating", "enter", "enter", "n", "n"]),
        ("attribute", ["enter", "tab", "tab", "enter"]),
        ("attribute_unjudged", ["down", "down", "down", "down", "enter", "tab", "enter"]),
        ("quote", ["enter", "tab", "tab", "enter", "enter"]),
        ("surprises", ["exclamation_mark"]),
        ("changes", ["w"]),
        ("data", ["y"]),
        ("erase_conversation", ["e"]),
        ("days", ["d"]),
        ("help", ["question_mark"]),
    ],
)
def test_the_chats(
    chats: Person, snap_compare: Compare, size: tuple[int, int], name: str, keys: list[str]
) -> None:
    run = pressed(*keys)
    assert snap_compare(chats.app(), terminal_size=size, run_before=run), name


@SIZES
@pytest.mark.parametrize(("name", "key"), [("import", "e"), ("everything", "x")])
def test_erasing(
    chats: Person, snap_compare: Compare, size: tuple[int, int], name: str, key: str
) -> None:
    run = pressed("y", key)
    assert snap_compare(chats.app(), terminal_size=size, run_before=run), name


@SIZES
def test_without_chats(person: Person, snap_compare: Compare, size: tuple[int, int]) -> None:
    assert snap_compare(person.app(), terminal_size=size, run_before=pressed())


@pytest.mark.parametrize("theme", [LIGHT.name, "ansi-dark", "ansi-light"])
def test_in_other_colours(chats: Person, snap_compare: Compare, theme: str) -> None:
    run = pressed("enter", "tab", theme=theme)
    assert snap_compare(chats.app(), terminal_size=(80, 24), run_before=run)
