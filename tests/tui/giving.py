"""A person who makes a package to give away. All of it is made up."""

from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace

import pytest
from stages import accept_all, fill_block, mark_block, plan_block, vote_on_all
from tests.tui.conftest import NOW, Person, Sitting, typed
from textual.pilot import Pilot
from textual.widget import Widget

from selfaudit.core.export.withdrawal import withdrawal_code
from selfaudit.core.models.attribute import AssignedBy, Description
from selfaudit.core.models.block import Stage
from selfaudit.core.models.history import Conversation
from selfaudit.tui.app import SelfauditApp
from selfaudit.tui.export import writing
from selfaudit.tui.screens.giving import GivingScreen
from selfaudit.tui.screens.rows import RowsScreen
from selfaudit.tui.widgets.lines import LinesView
from selfaudit.tui.widgets.writing import WritingArea

DAY = 86_400.0
SAYS = (
    ("I have been vegetarian for six years, so no meat please.", "The user is vegetarian.",
     "I have been vegetarian for six years", "food"),
    ("I live in Lisbon since the spring. Write to ana.example@example.org if you find a flat.",
     "The user lives in Lisbon.", "I live in Lisbon since the spring. Write to "
     "ana.example@example.org", "place"),
    ("I work as a night nurse, my number is +351 912 345 678.", "The user works as a nurse.",
     "I work as a night nurse, my number is +351 912 345 678", "work"),
    ("My wife is allergic to nuts, so nothing with almonds.",
     "The user's wife is allergic to nuts.", "My wife is allergic to nuts", "health"),
    ("I have had diabetes since I was a child.", "The user has diabetes.",
     "I have had diabetes since I was a child", "health"),
    ("I play the bassoon in a small orchestra in Porto with Anouk Ferreira.",
     "The user plays the bassoon.", "I play the bassoon in a small orchestra in Porto with Anouk "
     "Ferreira", "leisure"),
    ("I am 44 years old, is it too late to learn to swim?", "The user is 44 years old.",
     "I am 44 years old", None),
    ("I like short answers with a list at the end.", "The user likes short answers.",
     "I like short answers with a list at the end", None),
)  # fmt: skip
"""What the person wrote, what was noted of it, the quote, the category."""


def judged(person: Person) -> Person:
    """A person who judged what was noted of eight chats."""
    for number, (words, statement, quote, category) in enumerate(SAYS):
        message = typed(words, f"m{number}", number)
        chat = Conversation(f"c{number}", f"Chat {number}", NOW, NOW, (message,))
        described = Description(
            category=category, assigned_by=AssignedBy.RULE if category else None
        )
        person.infer(person.write(chat), message, statement, quote, described)
    person.attributes(12 - len(SAYS), start=4)
    accept_all(person.store, person.clock)
    return person


def gave_answers(person: Person) -> Person:
    """A person who has answered all three questions, every block open."""
    judged(person)
    mark_block(person.store, person.clock)
    person.clock.advance(DAY)
    block = plan_block(person.store, person.clock)
    fill_block(person.store, person.clock, block)
    vote_on_all(person.store, person.clock, ("left_much", "right_slightly", "no_difference"))
    for one in person.store.blocks.all(Stage.COMPARISON):
        if one.is_sealed:
            person.store.blocks.reveal(one.id, person.clock.now())
    return person


class Giving(Sitting):
    """A person at the screens of the export."""

    def shown(self, selector: str) -> str:
        """What a widget draws."""
        return str(self.app.screen.query_one(selector, Widget).render())

    def page(self, selector: str) -> str:
        """All that a widget of lines says, seen or not, in one line."""
        return " ".join(self.app.screen.query_one(selector, LinesView).render().plain.split())

    @property
    def keys(self) -> str:
        return self.shown("KeyLine")

    @property
    def remark(self) -> str:
        return " ".join(self.said("#said").split())

    @property
    def rows(self) -> RowsScreen:
        assert isinstance(self.app.screen, RowsScreen)
        return self.app.screen

    async def settled(self) -> None:
        """Wait until the threads have ended, and the screen shows what they found."""
        for _ in range(3):
            await self.app.workers.wait_for_complete()
            await self.pilot.pause()

    async def do(self, *keys: str) -> None:
        """Press keys, and wait after each until all is prepared."""
        for key in keys:
            await self.press(key)
            await self.settled()


@asynccontextmanager
async def giving(person: Person, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Giving]:
    """The program, opened where data is given."""
    session = person.session()
    async with SelfauditApp(session).run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.app.push_screen(GivingScreen(session))
        at = Giving(person, pilot)
        await at.settled()
        yield at


@pytest.fixture
def pinned(monkeypatch: pytest.MonkeyPatch) -> None:
    """Ids, pseudonyms and codes that are the same each time."""
    drafting = "selfaudit.core.export.drafting.secrets"
    monkeypatch.setattr(f"{drafting}.token_hex", lambda size: "5e1f" * (size // 2))
    monkeypatch.setattr(f"{drafting}.token_bytes", lambda size: b"s" * size)
    monkeypatch.setattr(
        "selfaudit.core.export.making.withdrawal_code", lambda: withdrawal_code(lambda below: 7)
    )
    write = writing.write
    monkeypatch.setattr(
        "selfaudit.tui.export.writing.write",
        lambda *given: replace(write(*given), files=81, bytes=123_456, sha256="5e1f" * 16),
    )


def opened(person: Person, *keys: str) -> Callable[[Pilot[None]], Awaitable[None]]:
    """Open where data is given, and press keys."""

    async def prepare(pilot: Pilot[None]) -> None:
        await pilot.pause()
        await pilot.app.push_screen(GivingScreen(person.session()))
        at = Giving(person, pilot)
        await at.settled()
        await at.do(*keys)
        for area in pilot.app.screen.query(WritingArea):
            area.cursor_blink = False
        await pilot.pause()

    return prepare
