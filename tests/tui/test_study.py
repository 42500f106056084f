"""A study on the screens: where it is said, and how its words are asked."""

from studies import CONSENT, HEAD
from tests.tui.conftest import Person
from tests.tui.giving import giving, judged
from textual.widgets import Static

from selfaudit.core.export.levels import Level
from selfaudit.core.study.joining import join
from selfaudit.core.study.study_file import parse_study
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.widgets.question import QuestionBar

MORE = (
    '[wordings.true]\nversion = 2\ntext = "Stimmt [b]das[/] heute?"\n'
    '[export]\nlevel = "attributes"\n' + CONSENT
)


def in_study(person: Person) -> Person:
    session = person.session()
    study = parse_study((HEAD + MORE).encode(), "“study.toml”")
    join(session.store, session.clock, study, HEAD + MORE)
    return person


def text_of(widget: Static) -> str:
    return str(widget.render())


async def test_the_first_screen_says_it_only_in_a_study(person: Person) -> None:
    person.attributes(3)
    async with person.app().run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
        assert not pilot.app.screen.query_one("#study").display
    async with in_study(person).app().run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        line = text_of(pilot.app.screen.query_one("#study", Static))
        assert "In the study “A made-up study” (fixed: wordings, how much a package" in line


async def test_a_card_asks_in_the_studys_words_and_draws_them_as_they_are(person: Person) -> None:
    person.attributes(13)
    async with in_study(person).app().run_test(size=(100, 40)) as pilot:
        await pilot.press("enter")
        await pilot.pause()
        bar = pilot.app.screen.query_one(QuestionBar)
        assert text_of(bar.question) == "Stimmt [b]das[/] heute?"


async def test_how_much_leaves_is_fixed_and_said(person: Person) -> None:
    async with giving(in_study(judged(person))) as at:
        assert "fixed by the study" in at.said("#levels")
        assert "In the study A made-up study" in at.said("#study")
        await at.do("3")
        assert isinstance(at.pilot.app.screen, ErrorDialog)
        draft = at.person.store.packages.draft()
        assert draft is not None
        assert draft.level == Level.ATTRIBUTES
