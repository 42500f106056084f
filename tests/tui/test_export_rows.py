"""Every row as it would leave: what is shown, what is decided of it, and taking that back."""

import pytest
from tests.tui.conftest import Person
from tests.tui.giving import Giving, gave_answers, giving, judged
from textual import events

from selfaudit.core.errors import StoreError
from selfaudit.core.export.tables.registry import BY_NAME, TABLES
from selfaudit.core.export.withholding import Decision, Reason
from selfaudit.tui.export.asking import NO_CATEGORY, TABLE_STAYS
from selfaudit.tui.export.desk import ExportDesk
from selfaudit.tui.export.row_text import card_lines
from selfaudit.tui.export.table_words import BRIEF, TABLE_WORDS
from selfaudit.tui.lines import rows
from selfaudit.tui.screens.choices import ChoicesScreen
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.fields import FieldsDialog
from selfaudit.tui.screens.giving import GivingScreen
from selfaudit.tui.screens.home import HomeScreen
from selfaudit.tui.screens.rows import RowsScreen

FULL = ("3", "enter")


def decided(at: Giving) -> list[tuple[str, str, str]]:
    """What is stored of choices: of what, what, why."""
    package = at.person.store.packages.draft()
    assert package is not None
    stored = at.person.store.packages.withholdings(package.id)
    return [(one.kind, one.decision, one.reason) for one in stored]


def state(at: Giving) -> Decision:
    """What happens to the row under the cursor."""
    assert at.rows.chosen is not None
    return at.rows.chosen.ruling.decision


def card(at: Giving) -> str:
    return at.page("#card LinesView")


async def to_table(at: Giving, name: str) -> None:
    for _ in TABLES:
        if at.rows._table == name:
            return
        await at.press("tab")
    raise AssertionError(name)


def test_every_table_has_words_and_its_labels_are_fields() -> None:
    assert set(TABLE_WORDS) == {table.name for table in TABLES} - {"consent"}
    assert set(BRIEF) == set(TABLE_WORDS)
    for name, fields in BRIEF.items():
        assert set(fields) <= {column.name for column in BY_NAME[name].columns}, name


async def test_each_field_of_each_row_is_shown_as_it_would_leave(person: Person) -> None:
    async with giving(gave_answers(person)) as at:
        await at.do(*FULL)
        preview = at.rows.desk.preview
        assert preview is not None
        for name, listed in preview.tables.items():
            for one in listed[:3]:
                said = " ".join(
                    " ".join(row.plain for row in rows(card_lines(preview, one, None), 200)).split()
                )
                if one.row is None:
                    assert said.startswith("Nothing of this row leaves.")
                    continue
                for column in BY_NAME[name].columns:
                    value = getattr(one.row, column.name)
                    assert column.name in said
                    if isinstance(value, str) and column.kind is not None:
                        assert " ".join(value.split())[:60] in said, (name, column.name)


async def test_a_row_is_withheld_with_a_reason_and_comes_back(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do(*FULL, "w")
        assert "Why?" in at.remark
        assert decided(at) == []
        await at.do("1")
        assert decided(at) == [("row", "WITHHOLD", "too_private")]
        assert state(at) is Decision.WITHHOLD
        assert "this row, and" in at.remark
        assert "Nothing of this row leaves." in card(at)
        await at.do("z")
        assert decided(at) == []
        assert state(at) is Decision.KEEP


@pytest.mark.parametrize(
    ("keys", "decision", "reason"),
    [
        (("w", "2"), Decision.WITHHOLD, Reason.OTHER_PERSON),
        (("d", "3"), Decision.WITHOUT_TEXT, Reason.COULD_IDENTIFY),
        (("o", "4"), Decision.COARSER, Reason.OTHER),
    ],
)
async def test_each_decision_and_reason(
    person: Person, keys: tuple[str, ...], decision: Decision, reason: Reason
) -> None:
    async with giving(judged(person)) as at:
        await at.do(*FULL, *keys)
        assert state(at) is decision
        assert decided(at) == [("row", decision.name, reason)]
        await at.do("k")
        assert state(at) is Decision.KEEP
        await at.do("z", "z")
        assert decided(at) == []


async def test_a_question_takes_every_key_and_escape_changes_nothing(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do(*FULL, "w", "x", "down", "tab", "c")
        assert at.rows.is_asking
        assert at.rows.rows.cursor == 0
        await at.do("escape")
        assert isinstance(at.app.screen, RowsScreen)
        assert not at.rows.is_asking
        assert decided(at) == []


async def test_a_question_stays_when_rows_are_prepared_and_goes_when_another_is_clicked(
    person: Person,
) -> None:
    async with giving(judged(person)) as at:
        await at.do(*FULL, "w")
        at.rows.prepare()
        await at.settled()
        assert "Why?" in at.remark
        await at.pilot.click("RowList", offset=(5, 1))
        await at.pilot.pause()
        assert at.rows.rows.cursor == 1
        assert not at.rows.is_asking
        await at.do("1")
        assert decided(at) == []


async def test_what_mentions_someone_else_is_withheld_until_it_is_kept(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do(*FULL, "down", "down", "down")
        assert state(at) is Decision.WITHHOLD
        assert "mentions someone else" in at.remark
        assert "wife" in card(at)
        await at.do("d")
        assert state(at) is Decision.WITHOUT_TEXT
        assert decided(at) == [("row", "WITHOUT_TEXT", "other_person")]
        await at.do("k")
        assert state(at) is Decision.KEEP
        assert "The user's wife is allergic to nuts." in card(at)


async def test_keeping_a_part_keeps_what_it_belongs_to(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do(*FULL)
        await to_table(at, "judgments")
        while state(at) is Decision.KEEP:
            await at.press("down")
        assert "along with its note" in str(at.rows.card.border_subtitle)
        await at.do("k")
        assert state(at) is Decision.KEEP
        assert decided(at) == [("row", "KEEP", "other")]


async def test_everything_of_a_conversation_a_category_a_stage_or_with_a_word(
    person: Person,
) -> None:
    async with giving(gave_answers(person)) as at:
        await at.do(*FULL, "c", "w")
        assert state(at) is Decision.WITHHOLD
        assert decided(at)[-1] == ("conversation", "WITHHOLD", "conversation")
        await at.do("z", "g")
        assert "without a category" in at.remark
        await at.do("escape", "tab", "g")
        assert at.remark == NO_CATEGORY
        await at.do("left", "down", "down", "g", "d")
        assert state(at) is Decision.WITHOUT_TEXT
        assert decided(at)[-1] == ("category", "WITHOUT_TEXT", "category")
        await at.do("g", "k")
        assert decided(at) == []
        await to_table(at, "votes")
        await at.do("s", "w")
        assert all(one.ruling.decision is Decision.WITHHOLD for one in at.rows._rows)
        assert "in all leave otherwise" in " ".join(at.remark.split())
        await at.do("z")
        await at.press("slash", *"lisbon", "enter")
        await at.do("w")
        assert decided(at) == [("word", "WITHHOLD", "word")]


async def test_choices_are_listed_and_taken_back_in_a_later_sitting(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do(*FULL, "w", "1", "down", "d", "3")
    async with giving(person) as at:
        await at.do(*FULL, "v")
        assert isinstance(at.app.screen, ChoicesScreen)
        listed = at.shown("RowList")
        assert listed.index("kept without text") < listed.index("withheld")
        assert "The user is vegetarian." in listed
        await at.do("down", "k")
        assert decided(at) == [("row", "WITHOUT_TEXT", "could_identify")]
        await at.do("z")
        assert len(decided(at)) == 2
        await at.do("q", "z")
        assert "nothing left" in at.remark or "Taken back" in at.remark


async def test_how_it_came_about_cannot_be_withheld(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do(*FULL)
        await to_table(at, "runs")
        await at.do("w")
        assert at.remark == TABLE_STAYS
        assert decided(at) == []
        assert "withhold" not in at.keys


async def test_what_is_replaced_is_shown_left_and_replaced_again(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do(*FULL)
        await to_table(at, "evidence")
        await at.do("down")
        assert "[EMAIL-" in card(at)
        assert "ana.example@example.org" not in card(at)
        await at.do("p")
        assert "stands for “ana.example@example.org”" in " ".join(at.remark.split())
        await at.do("l")
        assert "ana.example@example.org" in card(at)
        await at.do("p", "l")
        assert "[EMAIL-" in card(at)
        await at.do("z")
        assert "ana.example@example.org" in card(at)


async def test_only_some_rows(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do(*FULL, "f")
        assert "only rows with a text that leaves" in at.said("#where")
        await at.do("f")
        assert "only rows that are withheld" in at.said("#where")
        assert all(one.ruling.decision for one in at.rows._rows)
        await at.do("f", "f", "f")
        assert "only" not in at.said("#where")


async def test_choices_made_faster_than_rows_are_prepared_are_told_together(
    person: Person,
) -> None:
    async with giving(judged(person)) as at:
        await at.do(*FULL)
        screen, began = at.rows, at.rows.prepare
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(screen, "prepare", lambda: None)
            for key in ("w", "1", "down", "w", "2", "down", "d", "3"):
                await at.press(key)
        assert at.shown("RowList").count("…") == 3
        assert at.shown("RowList").count("withheld…") == 2
        began()
        await at.settled()
        assert [one[1] for one in decided(at)] == ["WITHHOLD", "WITHHOLD", "WITHOUT_TEXT"]
        assert "3 choices" in at.remark
        states = [one.ruling.decision for one in at.rows._rows[:3]]
        assert states == [Decision.WITHHOLD, Decision.WITHHOLD, Decision.WITHOUT_TEXT]


async def test_keys_of_one_burst_decide_nothing(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do(*FULL)
        for key in ("w", "1", "down", "w", "2", *["w"] * 30):
            at.app.post_message(events.Key(key, key if len(key) == 1 else None))
        await at.settled()
        assert at.rows.is_asking
        assert decided(at) == []


async def test_leaving_twice_leaves_no_empty_screen(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do(*FULL)
        for key in ("q", "escape"):
            at.app.post_message(events.Key(key, None))
        await at.settled()
        assert isinstance(at.app.screen, GivingScreen | HomeScreen)


async def test_thousands_of_rows_are_drawn_only_where_they_are_seen(person: Person) -> None:
    async with giving(gave_answers(person)) as at:
        await at.do(*FULL)
        await to_table(at, "selector_scores" if "selector_scores" in at.rows._tables else "marks")
        drawn: list[int] = []
        line = at.rows._line
        at.rows.rows.lay(5_000, lambda number: drawn.append(number) or line(0))  # type: ignore[func-returns-value]
        await at.pilot.pause()
        drawn.clear()
        at.rows.rows.move(4_999)
        await at.pilot.pause()
        assert drawn
        assert set(drawn) <= set(range(4_980, 5_000))


async def test_enter_shows_every_field_with_its_meaning(person: Person) -> None:
    async with giving(judged(person)) as at:
        await at.do(*FULL, "enter")
        assert isinstance(at.app.screen, FieldsDialog)
        assert "How many words the statement has." in at.page("LinesView")


async def test_a_choice_that_cannot_be_stored_is_told(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> str:
        raise StoreError("The disk is full.")

    async with giving(judged(person)) as at:
        await at.do(*FULL, "w")
        monkeypatch.setattr(ExportDesk, "decide", full)
        await at.do("1")
        assert isinstance(at.app.screen, ErrorDialog)
        await at.do("escape")
        assert state(at) is Decision.KEEP
