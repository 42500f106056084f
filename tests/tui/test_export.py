"""Where data is given: how much leaves, what is said before any row is looked at."""

from pathlib import Path

import pytest
from tests.tui.conftest import Person
from tests.tui.giving import gave_answers, giving, judged

from selfaudit.core.errors import StoreError
from selfaudit.core.export.levels import Level
from selfaudit.core.models.judgment import Question
from selfaudit.tui.export.desk import ExportDesk
from selfaudit.tui.export.giving_text import NOT_PREPARED, NOTHING_YET
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.giving import _WAIT, GivingScreen
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.rows import RowsScreen
from selfaudit.tui.widgets.writing import WritingArea

STUDY = """
[consent]
version = "3"
study = "What we keep"
responsible = "The Institute of Made-up Things"
contact = "nobody@example.org"
kept = "Ten years."
"""


async def test_g_on_the_first_screen_opens_it_once_something_was_judged(person: Person) -> None:
    person.attributes(1)
    async with person.app().run_test(size=(80, 24)) as pilot:
        await pilot.press("g")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
        person.session().review.judge(1, {Question.TRUE: "yes"})
        await pilot.press("g")
        await pilot.pause()
        assert isinstance(pilot.app.screen, GivingScreen)


async def test_it_begins_with_the_least_and_says_what_leaves(person: Person) -> None:
    async with giving(judged(person)) as at:
        assert "◉ Answers only" in at.said("#levels")
        assert "rows would leave" in at.page("#summary")
        page = at.page("#level")
        assert "+ Your answers" in page
        assert "− What the notes say about you." in page
        assert "the answer was “yes”" in page
        assert "vegetarian" not in page
        assert at.person.store.packages.draft() is not None


async def test_each_level_is_explained_with_a_row_of_the_persons_own(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do("2")
        assert "The note “The user is vegetarian.”" in at.page("#level")
        assert "I have been vegetarian" not in at.page("#level")
        await at.do("3")
        assert "your words “I have been vegetarian for six" in at.page("#level")
        assert at.person.session().store.packages.draft().level == Level.FULL  # type: ignore[union-attr]


async def test_what_mentions_others_or_identifies_is_told_and_shown(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do("2")
        said = at.page("#summary")
        assert "5 notes mention someone else" in said
        assert "Together these could identify you" in said
        assert "nobody can promise that you stay unknown" in " ".join(said.split())
        await at.do("i")
        assert {one.key[0] for one in at.rows._rows} == {"attributes"}
        assert "could identify you together" in at.said("#where")
        await at.do("q", "e")
        assert "mention someone else" in at.said("#where")
        assert all(one.ruling.decision for one in at.rows._rows)
        await at.do("d", "q")
        assert "4 notes mention someone else" in at.page("#summary")


async def test_at_the_least_level_nothing_could_identify(person: Person) -> None:
    async with giving(judged(person)) as at:
        assert "Together" not in at.page("#summary")
        await at.do("i")
        assert not at.app.screen.is_modal
        assert "what could identify me" not in at.keys


async def test_nothing_to_give_says_what_to_do(person: Person) -> None:
    person.attributes(1)
    async with giving(person) as at:
        assert at.said("#waiting") == NOTHING_YET
        await at.do("enter", "n", "m")
        assert isinstance(at.app.screen, GivingScreen)
        assert "look at every row" not in at.keys


async def test_keys_before_it_is_prepared_do_nothing_but_say_so(person: Person) -> None:
    async with giving(judged(person)) as at:
        screen = at.app.screen
        assert isinstance(screen, GivingScreen)
        screen.action_level(1)
        assert screen.is_preparing
        screen.action_rows()
        screen.action_make()
        await at.pilot.pause()
        assert at.app.screen is screen
        assert [notice.message for notice in at.app._notifications] == [_WAIT] * 2
        await at.settled()
        await at.do("enter")
        assert isinstance(at.app.screen, RowsScreen)


async def test_levels_in_a_burst_end_with_the_last(person: Person) -> None:
    async with giving(judged(person)) as at:
        for key in "2313":
            await at.pilot.press(key)
        await at.settled()
        screen = at.app.screen
        assert isinstance(screen, GivingScreen)
        assert screen.desk.preview is not None
        assert screen.desk.preview.level is Level.FULL
        assert "your words" in at.page("#level")


async def test_a_study_s_file_is_named_and_refused_when_it_is_none(
    person: Person, tmp_path: Path
) -> None:
    file = tmp_path / "study.toml"
    file.write_text(STUDY)
    async with giving(judged(person)) as at:
        at.app.screen._named(str(file))  # type: ignore[attr-defined]
        assert "What we keep" in at.said("#study")
        at.app.screen._named(str(tmp_path / "none.toml"))  # type: ignore[attr-defined]
        await at.pilot.pause()
        assert isinstance(at.app.screen, ErrorDialog)
        await at.press("escape")
        assert "What we keep" in at.said("#study")
        await at.press("s")
        at.app.screen.query_one(WritingArea).load_text("")
        await at.press("enter")
        assert "no study" in at.said("#study")


async def test_an_error_is_told_and_the_screen_stays(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unreadable(self: ExportDesk) -> None:
        raise StoreError("The disk could not be read.")

    monkeypatch.setattr(ExportDesk, "prepare", unreadable)
    async with giving(judged(person)) as at:
        assert isinstance(at.app.screen, ErrorDialog)
        await at.press("escape")
        assert at.said("#waiting") == NOT_PREPARED


async def test_all_three_stages_are_in_it(person: Person) -> None:
    async with giving(gave_answers(person)) as at:
        await at.do("3", "enter")
        names = list(at.rows._tables)
        assert {"judgments", "marks", "votes", "answers", "events", "participant_flow"} <= set(
            names
        )
        assert names.index("judgments") < names.index("marks") < names.index("votes")
