"""A person at the screens that compare answers."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from threading import Event

from stages import accept_all, fill_block, mark_block, plan_block
from tests.tui.conftest import Person, Sitting
from textual.widget import Widget

from selfaudit.core.comparison.voting import OpenPair
from selfaudit.core.events import PreparationEvent
from selfaudit.core.models.block import Block
from selfaudit.core.models.comparison import Pair, Vote
from selfaudit.core.models.relevance import MarkAnswer
from selfaudit.core.relevance.marking import OpenEntry
from selfaudit.tui.app import SelfauditApp
from selfaudit.tui.screens.first_comparison import FirstComparisonScreen
from selfaudit.tui.screens.voting import VotingScreen

DAY = 86_400.0
NARROW, WIDE = (80, 24), (140, 45)


def marked(person: Person, prompts: int = 10) -> None:
    """Twelve accepted attributes, some marked relevant on so many of ten prompts; a day ago."""

    def says(asked: OpenEntry) -> MarkAnswer:
        matters = asked.entry.position < prompts and asked.place % 2 == 0
        return MarkAnswer.YES if matters else MarkAnswer.NO

    person.attributes(12)
    accept_all(person.store, person.clock)
    mark_block(person.store, person.clock, says)
    person.clock.advance(DAY + 1)


def planned(person: Person, prompts: int = 10) -> Block:
    """A block of pairs that wait for their answers."""
    marked(person, prompts)
    return plan_block(person.store, person.clock)


def filled(
    person: Person,
    prompts: int = 10,
    texts: Callable[[Pair, Sequence[str]], tuple[str, str]] | None = None,
) -> Block:
    """A block of pairs that have all their answers."""
    block = planned(person, prompts)
    fill_block(person.store, person.clock, block, texts)
    return block


def no_news(cancel: Event) -> Iterator[PreparationEvent]:
    """A preparation in which nothing happens until it is left."""
    cancel.wait()
    return iter(())


class Comparing(Sitting):
    """A person at stage three."""

    def shown(self, selector: str) -> str:
        """What a widget draws."""
        return str(self.app.screen.query_one(selector, Widget).render())

    @property
    def question(self) -> str:
        return self.said("#question")

    @property
    def remark(self) -> str:
        return self.said("#remark")

    @property
    def step(self) -> str:
        return self.said("VotingStepView")

    @property
    def keys(self) -> str:
        return self.shown("KeyLine")

    @property
    def due(self) -> OpenPair:
        """The pair that the store says is due."""
        pair = self.person.session().voting.current()
        assert pair is not None
        return pair

    def votes(self, pair: int) -> list[tuple[str, str]]:
        """Everything that was recorded of a pair, undos marked."""
        return [_told(vote) for vote in self.person.store.votes.of(pair)]


def _told(vote: Vote) -> tuple[str, str]:
    return vote.question.value, ("undo " if vote.act == "undo" else "") + vote.answer


@asynccontextmanager
async def comparing(
    person: Person, size: tuple[int, int] = NARROW, **changes: object
) -> AsyncIterator[Comparing]:
    """The program, opened on the comparison, past its introduction."""
    session = person.session(**changes)
    async with SelfauditApp(session).run_test(size=size) as pilot:
        at = Comparing(person, pilot)
        await pilot.pause()
        pilot.app.push_screen(VotingScreen(session))
        await pilot.pause()
        if isinstance(pilot.app.screen, FirstComparisonScreen):
            await at.press("enter")
        yield at
