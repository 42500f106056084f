"""Pictures of giving data away, in a small terminal and a large one. Clock and ids are pinned."""

from collections.abc import Callable
from pathlib import Path

import pytest
from tests.tui.conftest import Person
from tests.tui.giving import gave_answers, judged, opened, pinned

from selfaudit.tui.themes import LIGHT

__all__ = ["pinned"]

SIZES = pytest.mark.parametrize("size", [(80, 24), (120, 40)], ids=["80x24", "120x40"])
Compare = Callable[..., bool]

pytestmark = pytest.mark.usefixtures("pinned")

TO_THE_QUESTIONS = ["m", *["enter"] * 12]

AT_THE_DOOR = {
    "answers_only": [],
    "notes": ["2"],
    "all": ["3"],
    "all_below": ["3", "pagedown"],
}
ROWS = {
    "rows_of_the_least": ["enter"],
    "rows": ["3", "enter"],
    "rows_replaced": ["3", "enter", "tab", "tab", "down", "p"],
    "rows_left_as_it_is": ["3", "enter", "tab", "tab", "down", "p", "l", "p"],
    "rows_of_others": ["3", "enter", "down", "down", "down"],
    "rows_why": ["3", "enter", "w"],
    "rows_withheld": ["3", "enter", "w", "1"],
    "rows_coarser": ["3", "i", "o", "3"],
    "rows_conversation": ["3", "enter", "down", "c"],
    "rows_along": ["3", "enter", *["tab"] * 4, *["down"] * 6],
    "rows_filtered": ["3", "enter", "f", "f"],
    "rows_fields": ["3", "enter", "enter"],
    "rows_word": ["3", "enter", "slash"],
    "choices": ["3", "enter", "w", "1", "down", "d", "3", "c", "w", "v"],
    "no_choices": ["3", "enter", "v"],
    "help": ["3", "enter", "question_mark"],
}
NAMES = {"names": ["3", "n"], "names_listed": ["3", "n", "enter", "down", "t"]}
CONSENT = {
    "consent": ["m"],
    "consent_question": TO_THE_QUESTIONS[:7],
    "consent_wrong": [*TO_THE_QUESTIONS[:7], "2"],
    "consent_age": [*TO_THE_QUESTIONS[:7], "1", "2"],
    "consent_place": [*TO_THE_QUESTIONS[:7], "1", "2", "y"],
    "made": ["3", "enter", "q", *TO_THE_QUESTIONS[:8], "1", "2", "y", "enter"],
}


@SIZES
@pytest.mark.parametrize("name", [*AT_THE_DOOR, *ROWS, *NAMES])
def test_before_the_consent(
    person: Person, snap_compare: Compare, size: tuple[int, int], name: str
) -> None:
    keys = {**AT_THE_DOOR, **ROWS, **NAMES}[name]
    run = opened(judged(person), *keys)
    assert snap_compare(person.app(), terminal_size=size, run_before=run)


@SIZES
@pytest.mark.parametrize("name", CONSENT)
def test_consent(
    person: Person,
    snap_compare: Compare,
    size: tuple[int, int],
    name: str,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
) -> None:
    (tmp_path / "ana").mkdir()
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(Path, "home", lambda: Path("ana"))
    run = opened(judged(person), *CONSENT[name])
    assert snap_compare(person.app(), terminal_size=size, run_before=run)


@SIZES
def test_nothing_to_give(person: Person, snap_compare: Compare, size: tuple[int, int]) -> None:
    person.attributes(1)
    assert snap_compare(person.app(), terminal_size=size, run_before=opened(person))


@SIZES
@pytest.mark.parametrize("keys", [[], ["3", "enter", *["tab"] * 11]], ids=["door", "answers"])
def test_all_three_questions(
    person: Person, snap_compare: Compare, size: tuple[int, int], keys: list[str]
) -> None:
    run = opened(gave_answers(person), *keys)
    assert snap_compare(person.app(), terminal_size=size, run_before=run)


@pytest.mark.parametrize("theme", [LIGHT.name, "ansi-dark", "ansi-light"])
@pytest.mark.parametrize("name", ["all", "rows_replaced", "rows_why"])
def test_in_other_colours(person: Person, snap_compare: Compare, theme: str, name: str) -> None:
    run = opened(judged(person), *{**AT_THE_DOOR, **ROWS}[name])
    app = person.app()
    app.theme = theme
    assert snap_compare(app, terminal_size=(80, 24), run_before=run)
