"""The report: its pages, what it keeps to itself below the minimum, and what each number opens."""

import json
import re
import subprocess
import sys
import threading
from dataclasses import replace

import pytest
from stages import accept_all
from tests.tui.comparing import filled
from tests.tui.conftest import Person
from tests.tui.reporting import Reading, little, plenty, reading
from tests.tui.test_errors import unreadable
from tests.tui.test_home import said

from selfaudit.core.report import report as core_report
from selfaudit.core.report.pages import Figure, Report
from selfaudit.core.store.store import Store
from selfaudit.tui.report_parts import figure
from selfaudit.tui.screens.behind import BehindScreen
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.report import ReportScreen
from selfaudit.tui.widgets.key_line import KeyLine


def drawn(one: Figure) -> str:
    return "\n".join(row.plain for row in figure(one, 100).rows)


QUESTIONS = (
    "How much of it is right?",
    "Does it know what matters to you?",
    "Did it help?",
    "Can its own judgment be trusted?",
    "How steady are you?",
)


async def until_chosen(at: Reading, pattern: str) -> None:
    """Move down until the cursor stands at something."""
    for _ in range(60):
        if re.search(pattern, at.chosen.title):
            return
        await at.press("down")
    raise AssertionError(f"nothing is called {pattern}")


async def test_the_first_screen_offers_it_once_something_was_judged(person: Person) -> None:
    person.attributes(12)
    async with person.app().run_test() as pilot:
        await pilot.pause()
        assert "report" not in str(pilot.app.screen.query_one(KeyLine).render())
        await pilot.press("o")
        assert isinstance(pilot.app.screen, HomeScreen)
    accept_all(person.store, person.clock)
    async with person.app().run_test() as pilot:
        await pilot.pause()
        assert "o report" in str(pilot.app.screen.query_one(KeyLine).render())
        await pilot.press("o")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReportScreen)
        await pilot.app.workers.wait_for_complete()


async def test_it_is_the_next_step_once_all_three_questions_have_something(
    person: Person,
) -> None:
    block = filled(person)
    for one in [*person.store.blocks.all("relevance"), block]:  # type: ignore[list-item]
        person.store.blocks.reveal(one.id, person.clock.now())
    async with person.app().run_test(size=(100, 30)) as pilot:
        await pilot.pause()
        assert "See how far the model and you agree" in said(pilot, "#next")
        await pilot.press("enter")
        await pilot.pause()
        assert isinstance(pilot.app.screen, ReportScreen)
        await pilot.app.workers.wait_for_complete()


async def test_a_page_for_each_question_by_number_and_by_arrow(person: Person) -> None:
    async with reading(plenty(person)) as at:
        assert at.said("#tabs").split() == "1 true 2 matters 3 helped 4 judge 5 steady".split()
        assert at.said("#made") == "made 3 March 2026, 12:00"
        for number, question in enumerate(QUESTIONS, 1):
            await at.press(str(number))
            assert at.page.startswith(question)
        await at.press("right")
        assert at.page.startswith(QUESTIONS[0])
        await at.press("left")
        assert at.page.startswith(QUESTIONS[-1])
        await at.press("q")
        assert isinstance(at.app.screen, HomeScreen)


async def test_each_page_keeps_its_cursor_and_what_it_stands_at_is_in_sight(
    person: Person,
) -> None:
    async with reading(plenty(person)) as at:
        seen = []
        for _ in range(40):
            rows, pane = at.view.rows_of_cursor(), at.app.screen.query_one("VerticalScroll")
            assert pane.scroll_y <= rows.start
            assert rows.stop <= pane.scroll_y + max(pane.size.height, len(rows))
            seen.append(at.chosen.title)
            await at.press("down")
        assert len(set(seen)) > 15
        assert seen[-1] == seen[-2], "it stays at the last one"
        await at.press("2", "down", "1")
        assert at.chosen.title == seen[-1]
        await at.press(*["up"] * 40)
        assert at.chosen.title == seen[0]


async def test_scrolling_by_pages_takes_the_cursor_along(person: Person) -> None:
    async with reading(plenty(person)) as at:
        await at.press("pagedown", "pagedown")
        pane = at.app.screen.query_one("VerticalScroll")
        assert pane.scroll_y > 20
        assert at.view.rows_of_cursor().start >= pane.scroll_y
        await at.press("pageup", "pageup", "pageup")
        assert pane.scroll_y == 0
        assert at.view.cursor == 0


async def test_below_the_minimum_no_number_is_shown(person: Person) -> None:
    report = core_report.make_report(little(person).store, person.clock)
    held = [
        one
        for page in report.pages
        for one in (
            *page.figures,
            *(cell for table in page.tables for row in table.rows for cell in row.figures),
        )
        if one.standing is not None and not one.standing.enough and one.estimate is not None
    ]
    assert len(held) > 40
    for one in held:
        other = replace(one.estimate, value=one.estimate.value / 2 + 0.01)
        changed = replace(one, estimate=other, standing=replace(one.standing, estimate=other))
        assert drawn(one) == drawn(changed), "the number makes no difference to what is drawn"
        assert "●" not in drawn(one)
        assert "aside" not in drawn(replace(one, note="an aside that may hold the number"))
    async with reading(person) as at:
        assert "20 of 60 cards drawn at random; so far ±" in at.page
        await at.press("2")
        lines = [line for line in at.page.splitlines() if "the model, asked for a list" in line]
        assert "×÷" in lines[0]
        assert "Until then “±” says how far off a number could be" in at.page


async def test_with_nothing_judged_each_page_says_what_to_do(person: Person) -> None:
    async with reading(person) as at:
        for number in "12345":
            await at.press(number)
            assert "What to do: " in at.page
            assert "%" not in at.page
            await at.press("down", "up", "enter", "pagedown", "pageup")
            assert isinstance(at.app.screen, ReportScreen)


async def test_a_number_opens_the_answers_that_it_rests_on_in_pages(person: Person) -> None:
    async with reading(plenty(person)) as at:
        await at.press("enter")
        assert isinstance(at.app.screen, BehindScreen)
        assert "of what was noted is true of you now" in at.said("#heading")
        assert "60 answers of yours, 1 to 20" in at.said("#heading")
        assert at.listed.count("you said: ") == 20
        assert "The user knows thing 0.\n" in at.listed
        await at.press("p", "n", "n")
        assert "41 to 60" in at.said("#heading")
        await at.press("n")
        assert "41 to 60" in at.said("#heading")
        await at.press("down", "pagedown", "escape")
        assert isinstance(at.app.screen, ReportScreen)
        assert at.view.cursor == 0


async def test_an_edited_statement_is_said_not_to_count_as_written(person: Person) -> None:
    async with reading(plenty(person)) as at:
        await at.press("enter")
        (place,) = [
            number for number, line in enumerate(at.listed.splitlines()) if "hearsay" in line
        ]
        assert "in your own words" in at.listed.splitlines()[place + 2]


async def test_a_bar_opens_the_answers_that_it_counts(person: Person) -> None:
    async with reading(plenty(person)) as at:
        await until_chosen(at, "true of you now. — no$")
        await at.press("enter")
        assert at.listed.count("you said: no") == at.listed.count("you said: ") > 5


async def test_behind_marks_are_prompts_attributes_and_marks(person: Person) -> None:
    async with reading(plenty(person)) as at:
        await at.press("2", "enter")
        assert at.listed.count("“About ") == 2, "twenty marks on two prompts"
        assert at.listed.count("The user knows thing") == 20
        assert at.listed.count("you said: ") == 20


async def test_behind_votes_are_prompts_and_which_answer_was_which(person: Person) -> None:
    async with reading(plenty(person)) as at:
        await at.press("3", "enter")
        assert at.listed.count("“Prompt ") == 20
        assert "left: the generic answer; right: given facts you marked" in at.listed
        assert "left: given facts you marked as relevant; right: the generic" in at.listed


async def test_a_line_of_a_table_opens_its_numbers_in_words(person: Person) -> None:
    async with reading(plenty(person)) as at:
        await at.press("2")
        assert "Enter on a line shows its other numbers" in at.page
        await until_chosen(at, "the model, one by one, at 0.5")
        await at.press("enter")
        assert "would be used as you would use" in at.listed
        await at.press("escape", "3")
        await until_chosen(at, "^given what you marked relevant")
        await at.press("enter")
        assert at.listed.count("“Prompt ") == 20


async def test_of_a_number_without_a_list_it_is_said(person: Person) -> None:
    async with reading(plenty(person)) as at:
        await until_chosen(at, "of the model's notes")
        await at.press("enter")
        assert isinstance(at.app.screen, ReportScreen)
        (told,) = at.app._notifications
        assert "No answers of yours are listed" in told.message


async def test_a_click_opens_what_it_hits(person: Person) -> None:
    async with reading(plenty(person), (140, 45)) as at:
        rows = at.page.splitlines()
        row = next(number for number, text in enumerate(rows) if text.startswith("  too broad"))
        await at.pilot.click(type(at.view), offset=(10, row))
        await at.pilot.pause()
        assert isinstance(at.app.screen, BehindScreen)
        assert "too broad" in at.said("#heading")


async def test_counting_again_takes_in_what_was_said_since(person: Person) -> None:
    person.attributes(3)
    async with reading(person) as at:
        assert "0 of 60 cards" in at.page
        accept_all(person.store, person.clock)
        person.clock.advance(60)
        await at.press("r")
        await at.counted()
        assert "3 of 3 are true" in at.page
        assert at.said("#made").endswith("12:01")


async def test_counting_blocks_no_key(person: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    go_on, counts = threading.Event(), []

    def slow(store: Store, clock: object, **more: object) -> Report:
        counts.append(store)
        go_on.wait(10)
        return Report(person.clock.now(), ())

    monkeypatch.setattr(core_report, "make_report", slow)
    person.attributes(1)
    accept_all(person.store, person.clock)
    async with person.app().run_test() as pilot:
        await pilot.pause()
        await pilot.press("o")
        await pilot.pause()
        assert said(pilot, "#waiting") == "Counting…"
        await pilot.press("r", "3", "right", "down", "pagedown", "enter")
        await pilot.press("q")
        await pilot.pause()
        assert isinstance(pilot.app.screen, HomeScreen)
        go_on.set()
    assert len(counts) == 1


async def test_an_error_is_told_and_it_can_be_tried_again(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    plenty(person)
    with monkeypatch.context() as patch:
        patch.setattr(core_report, "make_report", unreadable)
        async with reading(person) as at:
            assert isinstance(at.app.screen, ErrorDialog)
            await at.press("escape")
            assert "r tries again" in at.said("#waiting")
            patch.undo()
            await at.press("r")
            await at.counted()
            assert at.page.startswith(QUESTIONS[0])
            patch.setattr(core_report, "make_report", unreadable)
            await at.press("r")
            await at.counted()
            await at.press("escape")
            assert at.page.startswith(QUESTIONS[0]), "what was counted before stays"


async def test_an_error_behind_a_number_is_told(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with reading(plenty(person)) as at:
        monkeypatch.setattr(person.store.attributes, "some", unreadable)
        await at.press("enter")
        assert isinstance(at.app.screen, ErrorDialog)
        await at.press("escape")
        assert isinstance(at.app.screen, ReportScreen)


def test_an_unforeseen_error_while_counting_ends_without_its_text(
    person: Person, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def broken(*_: object, **more: object) -> Report:
        raise ValueError("words of an export")

    async def press(pilot: object) -> None:
        await pilot.pause()  # type: ignore[attr-defined]
        await pilot.press("o")  # type: ignore[attr-defined]
        await pilot.pause(1)  # type: ignore[attr-defined]

    monkeypatch.setattr(core_report, "make_report", broken)
    person.attributes(1)
    accept_all(person.store, person.clock)
    with pytest.raises(SystemExit) as stopped:
        person.app().run(headless=True, auto_pilot=press)
    assert stopped.value.code == 1
    told = " ".join(capsys.readouterr().err.split())
    assert "did not foresee: ValueError" in told
    assert "export" not in told


@pytest.mark.parametrize("size", [(80, 24), (72, 20), (140, 45), (20, 8)])
async def test_every_page_can_be_drawn_at_every_size(person: Person, size: tuple[int, int]) -> None:
    async with reading(plenty(person), size) as at:
        for number in "12345":
            await at.press(number, "pagedown", "down", "enter", "escape")
            assert isinstance(at.app.screen, ReportScreen | HomeScreen)


def test_the_library_for_pictures_is_loaded_with_the_screen_alone() -> None:
    code = "import selfaudit.tui.app, sys, json; print(json.dumps(sorted(sys.modules)))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(json.loads(done.stdout))
    assert "textual" in loaded
    assert not {"plotext", "textual_plotext", "selfaudit.core.report.report"} & loaded
