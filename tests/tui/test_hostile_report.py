"""Hostile text behind the numbers of the report and in the lines of its tables: nothing acts."""

from dataclasses import replace
from pathlib import Path

import pytest
from stages import vote_on_all
from tests.tui.conftest import Person
from tests.tui.reporting import reading
from tests.tui.test_hostile import HOSTILE, Watch
from tests.tui.test_hostile_answers import hostile_pairs

from selfaudit.core.models.block import Stage
from selfaudit.core.report import report as core_report
from selfaudit.core.report.pages import Report, Row, Table
from selfaudit.tui import drawable as boundary
from selfaudit.tui.screens.behind import BehindScreen

REAL = core_report.make_report

TEXTS = {name: text for name, text in HOSTILE.items() if len(text) >= 200}
TEXTS["all of the short ones"] = " ".join(text for text in HOSTILE.values() if len(text) < 200)


def hostile_report(root: Path, text: str) -> Person:
    """A person all of whose texts are this one, and all of whose blocks are open."""
    person = hostile_pairs(root, text)
    vote_on_all(person.store, person.clock, ("left_much",))
    for stage in Stage:
        for block in person.store.blocks.all(stage):
            person.store.blocks.reveal(block.id, person.clock.now())
    return person


def with_category(text: str, report: Report) -> Report:
    """The report as it is when a model called a category by this name."""
    first, *others = report.pages
    rows = tuple(Row(f"{number}{text}", first.figures[:1]) for number in range(2))
    table = Table("categories", "By what it is about", ("true as written",), rows)
    return replace(report, pages=(replace(first, tables=(table,)), *others))


async def through_the_report(person: Person, watch: Watch) -> None:
    """Go through every page, and open every third thing on it."""
    async with reading(person) as at:
        for number in "12345":
            await at.press(number)
            watch.look(at.app)
            before = -1
            while at.view.chosen is not None and at.view.cursor > before:
                before = at.view.cursor
                await at.press("enter")
                watch.look(at.app)
                if isinstance(at.app.screen, BehindScreen):
                    await at.press("escape")
                await at.press("down", "down", "down")
        assert at.app.is_running


def call_categories(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    monkeypatch.setattr(
        core_report, "make_report", lambda *given, **more: with_category(text, REAL(*given, **more))
    )


@pytest.mark.parametrize("name", TEXTS)
async def test_nothing_gets_through(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    call_categories(monkeypatch, TEXTS[name])
    person = hostile_report(tmp_path / "home", TEXTS[name][:4_000])
    watch = Watch()
    await through_the_report(person, watch)
    person.store.close()
    assert watch.screens.keys() >= {"ReportScreen", "BehindScreen"}
    assert watch.segments > 1_000
    assert watch.total() == 0, watch.found


@pytest.mark.parametrize("name", ["OSC 52", "C1", "bidi"])
async def test_without_the_boundary_it_would(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = hostile_report(tmp_path / "home", HOSTILE[name])
    open_door = lambda text: text  # noqa: E731
    monkeypatch.setattr(boundary, "drawable", open_door)
    watch = Watch()
    await through_the_report(person, watch)
    person.store.close()
    assert watch.found["control characters"] > 0
