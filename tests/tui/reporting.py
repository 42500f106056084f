"""A person at the report."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from simulated import Simulated, Truth, arms, rich
from tests.tui.conftest import Person
from textual.pilot import Pilot
from textual.widgets import Static

from selfaudit.tui.app import SelfauditApp
from selfaudit.tui.report_parts import Opens
from selfaudit.tui.screens.report import ReportScreen
from selfaudit.tui.widgets.lines import LinesView
from selfaudit.tui.widgets.report_page import ReportPageView


def little(person: Person) -> Person:
    """Some of everything, and of nothing enough."""
    made = Simulated(person.store, Truth(unsure=0.1), 3)
    attributes = made.attributes(30, quarantined=8)
    made.cards(attributes[:20], frame=attributes)
    made.marks(10, attributes[:18], rejected=attributes[18:20], unsure=0.05)
    made.pairs(arms(12), repeats=2)
    return person


def plenty(person: Person) -> Person:
    """Enough of everything."""
    rich(person.store)
    return person


class Reading:
    """The report on the screen."""

    def __init__(self, pilot: Pilot[None]) -> None:
        self.pilot = pilot

    @property
    def app(self) -> SelfauditApp:
        assert isinstance(self.pilot.app, SelfauditApp)
        return self.pilot.app

    @property
    def view(self) -> ReportPageView:
        return self.app.screen.query_one(ReportPageView)

    @property
    def chosen(self) -> Opens:
        assert self.view.chosen is not None
        return self.view.chosen

    def said(self, selector: str) -> str:
        return str(self.app.screen.query_one(selector, Static).content)

    @property
    def page(self) -> str:
        """All rows of the page that is shown, seen or not."""
        return self.view.render().plain

    @property
    def listed(self) -> str:
        """What is behind something."""
        return self.app.screen.query_one(LinesView).render().plain

    async def press(self, *keys: str) -> None:
        for key in keys:
            await self.pilot.press(key)
            await self.pilot.pause()

    async def counted(self) -> None:
        """Wait until the thread has counted, and the screen shows it."""
        await self.app.workers.wait_for_complete()
        await self.pilot.pause()
        await self.pilot.pause()


@asynccontextmanager
async def reading(person: Person, size: tuple[int, int] = (80, 24)) -> AsyncIterator[Reading]:
    """The program, opened on the report."""
    session = person.session()
    async with SelfauditApp(session).run_test(size=size) as pilot:
        await pilot.pause()
        await pilot.app.push_screen(ReportScreen(session))
        at = Reading(pilot)
        await at.counted()
        yield at
