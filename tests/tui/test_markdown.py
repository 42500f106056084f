"""Answers in Markdown as drawable lines: no word is lost, nothing in them acts."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.tui.test_hostile import CONTROLS, HOSTILE

from selfaudit.tui.drawable import drawable
from selfaudit.tui.lines import rows
from selfaudit.tui.markdown import LONGEST_STYLED, parse

SIGNS = re.compile(r"[\s*`~#+•│-]")


def drawn(text: str, width: int = 40) -> list[str]:
    return [row.plain.rstrip() for row in rows(parse(text), width)]


def styled(text: str) -> list[tuple[str, str]]:
    return [
        (row.plain[span.start : span.end], str(span.style))
        for row in rows(parse(text), 200)
        for span in row.spans
    ]


def words(text: str) -> str:
    return SIGNS.sub("", text)


def test_headings_lists_and_emphasis_lose_their_signs_and_keep_their_words() -> None:
    text = "# A title\n\nSome **bold**, *soft* and ***both***.\n- one\n  * two\n3. three\n> said"
    assert drawn(text) == [
        "A title", "", "Some bold, soft and both.", "• one", "  • two", "3. three", "> said",
    ]  # fmt: skip
    assert ("A title", "bold $primary") in styled(text)
    assert ("bold", "bold") in styled(text)
    assert ("soft", "italic") in styled(text)
    assert ("both", "bold italic") in styled(text)


def test_code_is_drawn_as_it_is_written() -> None:
    text = "Run `a*b*c` or:\n```python\ndef f():\n    return **x**\n```\nDone."
    assert drawn(text) == [
        "Run a*b*c or:", "│ python", "│ def f():", "│     return **x**", "Done.",
    ]  # fmt: skip


def test_emphasis_holds_code_and_softer_emphasis() -> None:
    assert drawn("**bold `code` and *soft* words**") == ["bold code and soft words"]


@pytest.mark.parametrize(
    "text",
    [
        "5*3*2 is 30, and a ** b",
        "__init__ and _private_",
        "[here](https://e.example) ![a picture](x.png) <b>loud</b>",
        "| a | b |\n|---|---|\n| 1 | 2 |",
        "an **end that never comes",
        "#hashtag",
        "-5 degrees",
    ],
)
def test_everything_else_stays_the_text_that_it_is(text: str) -> None:
    assert drawn(text, 80) == text.split("\n")


def test_rows_of_a_list_stand_below_its_words() -> None:
    assert drawn("- one two three\n12. four five six", 10) == [
        "• one two", "  three", "12. four", "    five", "    six",
    ]  # fmt: skip


def test_in_a_very_narrow_window_nothing_is_indented() -> None:
    assert " ".join(drawn("            - word", 8)).split() == ["•", "word"]


def test_an_answer_that_was_cut_off_inside_code_is_whole() -> None:
    assert drawn("```\na\nb") == ["│ a", "│ b"]


def test_marks_find_their_places_though_signs_are_left_out() -> None:
    text = "## For you\n- Since **you are vegetarian**, cook `lentils`."
    marks = [
        (text.index("vegetarian"), text.index("vegetarian") + 10, "mark"),
        (text.index("cook"), text.index("lentils") + 7, "mark"),
    ]
    marked = [
        row.plain[span.start : span.end]
        for row in rows(parse(text, marks), 80)
        for span in row.spans
        if span.style == "mark"
    ]
    assert "".join(marked) == "vegetariancook lentils"


@given(st.text(alphabet="ab *`#-1.>\n~_[]", max_size=120), st.integers(8, 60))
def test_no_word_is_lost(text: str, width: int) -> None:
    assert words("".join(drawn(text, width))) == words(drawable(text))


@given(st.text(max_size=200), st.integers(4, 60))
def test_no_character_is_lost_and_only_drawable_ones_are_drawn(text: str, width: int) -> None:
    shown = "".join(drawn(text, width))
    assert words(shown) == words(drawable(text))
    assert drawable(shown) == shown


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_text_is_drawn_as_text(name: str) -> None:
    hostile = HOSTILE[name]
    for text in (hostile, f"# {hostile}", f"- **{hostile}**", f"```{hostile}\n{hostile}\n```"):
        lines = list(rows(parse(text), 70))
        shown = "".join(line.plain for line in lines)
        assert words(shown) == words(drawable(text))
        assert all("@" not in str(span.style) for line in lines for span in line.spans)
        assert not [one for one in shown if _is_control(one)]


def _is_control(character: str) -> bool:
    return unicodedata.category(character) in CONTROLS and character not in "\u200c\u200d"


@pytest.mark.parametrize("sign", ["`", "**a ", "*a", "``a `b ", "* ", "~~~ ", "[", "> "])
def test_signs_without_end_take_no_time(sign: str) -> None:
    for length in (LONGEST_STYLED, 100_000):
        lines = parse((sign * length)[:length])
        assert len(list(rows(lines, 70))) <= length


@pytest.mark.parametrize("tabs", ["a\tb", "\t- a", "```\n\ta\n```", "**a\tb**\t`c`"])
def test_tabs_become_spaces(tabs: str) -> None:
    drawn_rows = list(rows(parse(tabs * 4), 20))
    assert all(row.cell_length <= 20 for row in drawn_rows)
    assert not any("\t" in row.plain for row in drawn_rows)


def test_marks_find_their_places_behind_tabs() -> None:
    text = "\ta\tnurse\tand"
    (row,) = rows(parse(text, [(text.index("nurse"), text.index("nurse") + 5, "mark")]), 80)
    assert [row.plain[span.start : span.end] for span in row.spans] == ["nurse"]
