"""From the text that a person agrees to, over two questions, to a file that verifies."""

import hashlib
import stat
from pathlib import Path

import pytest
from tests.tui.conftest import Person
from tests.tui.giving import Giving, gave_answers, giving, judged
from textual import events

from selfaudit.core.errors import StoreError
from selfaudit.core.export.consent import AgeRule, ConsentTemplate
from selfaudit.core.export.consent_file import load_template
from selfaudit.core.export.loading import load_package
from selfaudit.core.export.verifying import verify
from selfaudit.core.models.judgment import Question
from selfaudit.core.store.packages import StoredPackage
from selfaudit.tui.export import writing
from selfaudit.tui.export.consent_text import Step, age_content
from selfaudit.tui.screens.consenting import ConsentScreen
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.giving import GivingScreen
from selfaudit.tui.screens.made import MadeScreen
from selfaudit.tui.words import TOO_SOON


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    home = tmp_path / "of-the-person"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    return home


def screen(at: Giving) -> ConsentScreen:
    assert isinstance(at.app.screen, ConsentScreen)
    return at.app.screen


def made(person: Person) -> list[StoredPackage]:
    return person.store.packages.made()


async def read_all(at: Giving) -> None:
    """Read to the end, and go on."""
    for _ in range(40):
        await at.press("enter", after=4)
        if screen(at)._step is not Step.TEXT:
            return
    raise AssertionError("the text has no end")


async def to_the_file(at: Giving) -> None:
    """All steps but the last."""
    await at.do("m")
    await read_all(at)
    await at.press("1", "2", "y", after=4)
    assert screen(at)._step is Step.PLACE


async def test_the_whole_way_to_a_file_that_verifies(person: Person, home: Path) -> None:
    async with giving(gave_answers(person)) as at:
        await at.do("3", "enter", "q")
        await to_the_file(at)
        assert "not looked" not in at.said("#body")
        assert made(person) == []
        await at.press("enter", after=4)
        await at.settled()
        assert isinstance(at.app.screen, MadeScreen)
        (package,) = made(person)
        file = home / f"selfaudit-{package.id}.zip"
        page = at.page("LinesView")
        assert hashlib.sha256(file.read_bytes()).hexdigest() in page
        assert package.withdrawal_code is not None
        assert package.withdrawal_code in page
        assert "What it can't do" in page
        assert f"verify{file}" in page.replace(" ", "")
        assert f"export again {package.id}" in page
        await at.do("down", "q")
        assert isinstance(at.app.screen, GivingScreen)
        assert "Since your last package" in at.page("#summary")
    assert verify(file).findings == []
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    loaded = load_package(file)
    (consent,) = loaded.table("consent")
    assert consent.tries == 2  # type: ignore[attr-defined]
    assert loaded.manifest.level == "full"


async def test_the_text_must_be_read_to_its_end(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do("m")
        assert "more below" in at.remark
        assert "read on" in at.keys
        await at.press("1", "y", "enter", after=4)
        assert screen(at)._step is Step.TEXT
        await read_all(at)
        assert screen(at)._step is Step.FIRST


async def test_a_wrong_answer_is_explained_and_asked_again(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do("m")
        await read_all(at)
        await at.press("2", after=4)
        assert screen(at)._step is Step.FIRST
        assert "has no server" in at.remark
        await at.press("1", after=4)
        assert screen(at)._step is Step.SECOND
        await at.press("t", after=4)
        await read_all(at)
        assert screen(at)._step is Step.SECOND
        await at.press("2", "y", after=4)
        await at.press("enter", after=4)
        await at.settled()
        (package,) = made(person)
        assert package.consent is not None
        assert '"tries":3' in package.consent


async def test_a_key_that_comes_too_soon_or_in_a_burst_answers_nothing(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do("m")
        await read_all(at)
        await at.press("1", after=0.1)
        assert screen(at)._step is Step.FIRST
        assert at.remark == TOO_SOON
        person.clock.advance(5)
        for key in "123":
            at.app.post_message(events.Key(key, key))
        for _ in range(4):
            await at.pilot.pause()
        assert screen(at)._step in (Step.FIRST, Step.SECOND)
        assert sum(map(len, screen(at)._consenting._tried)) <= 1


async def test_stopping_records_nothing(person: Person, home: Path) -> None:
    async with giving(judged(person)) as at:
        await to_the_file(at)
        await at.do("q")
        assert isinstance(at.app.screen, GivingScreen)
        await at.do("m")
        await read_all(at)
        await at.press("1", "2", after=4)
        assert screen(at)._step is Step.AGE
        await at.do("n")
        assert isinstance(at.app.screen, GivingScreen)
    assert made(person) == []
    assert list(home.iterdir()) == []


async def test_who_has_not_looked_at_the_rows_is_told(person: Person) -> None:
    async with giving(judged(person)) as at:
        await to_the_file(at)
        assert "not looked at the rows" in at.said("#body")


async def test_a_place_that_cannot_be_written_makes_no_package(person: Person, home: Path) -> None:
    async with giving(judged(person)) as at:
        await to_the_file(at)
        there = screen(at)._place
        there.write_text("mine")
        await at.press("enter", after=4)
        await at.settled()
        assert isinstance(at.app.screen, ErrorDialog)
        assert made(person) == []
        await at.press("escape")
        screen(at)._placed(str(home / "none" / "there.zip"))
        await at.pilot.pause()
        await at.press("enter", after=4)
        assert isinstance(at.app.screen, ErrorDialog)
        await at.press("escape")
        screen(at)._placed(str(home / "a-folder"))
        await at.pilot.pause()
        assert "a folder" in at.said("#body")
        await at.press("enter", after=4)
        await at.settled()
        assert isinstance(at.app.screen, MadeScreen)
        assert "sha256" not in at.page("LinesView")
    assert there.read_text() == "mine"
    assert verify(home / "a-folder").findings == []


async def test_a_package_that_was_made_and_not_written_is_not_made_twice(
    person: Person, home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise StoreError("The disk is full.")

    async with giving(judged(person)) as at:
        await to_the_file(at)
        with monkeypatch.context() as patch:
            patch.setattr(writing, "write_zip", full)
            await at.press("enter", after=4)
            await at.settled()
            assert isinstance(at.app.screen, ErrorDialog)
            await at.press("escape")
        assert len(made(person)) == 1
        assert "made, but not written yet" in at.remark
        await at.press("enter", after=4)
        await at.settled()
        assert isinstance(at.app.screen, MadeScreen)
        assert len(made(person)) == 1


async def test_what_was_not_seen_does_not_leave(person: Person) -> None:
    """Something that comes in while the consent is read is no part of what was looked at."""
    async with giving(judged(person)) as at:
        await to_the_file(at)
        review = person.session().review
        review.judge(1, {Question.TRUE: "no"})
        await at.press("enter", after=4)
        await at.settled()
        assert isinstance(at.app.screen, ErrorDialog)
        assert made(person) == []


async def test_a_study_s_text_and_questions_are_those_that_are_shown(
    person: Person, tmp_path: Path
) -> None:
    file = tmp_path / "study.toml"
    file.write_text(
        '[consent]\nversion = "3"\nstudy = "What we keep"\nresponsible = "The Institute"\n'
        'contact = "n@example.org"\nkept = "Ten years."\nage_rule = "guardian"\n'
        'guardian = "I am the guardian and I agree."\n'
    )
    async with giving(judged(person)) as at:
        at.app.screen._named(str(file))  # type: ignore[attr-defined]
        await at.do("m")
        assert "for this study: What we keep" in " ".join(at.said("#body").split())
        await read_all(at)
        await at.press("1", "2", after=4)
        assert "A guardian of yours must declare" in at.said("#body")
        assert "I am the guardian and I agree." in at.said("#body")


def test_the_age_is_declared_by_the_person_where_they_are_of_age() -> None:
    template: ConsentTemplate = load_template(None)
    assert template.age_rule is AgeRule.ADULT
    assert "You must declare this" in age_content(template).plain
