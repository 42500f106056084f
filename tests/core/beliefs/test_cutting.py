"""Memories are cut into statements word for word, and nothing of them is lost in silence."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from selfaudit.core.beliefs.cutting import (
    LONGEST_STATEMENT,
    MOST_STATEMENTS,
    Part,
    PartKind,
    Running,
    cut,
)


def parts(text: str, running: Running = Running.SENTENCES) -> tuple[Part, ...]:
    return cut(text, 0, len(text), running)


def statements(text: str, running: Running = Running.SENTENCES) -> list[str]:
    return [
        text[part.start : part.end]
        for part in parts(text, running)
        if part.kind is PartKind.STATEMENT
    ]


def day(text: str) -> float:
    return datetime.fromisoformat(text).replace(tzinfo=UTC).timestamp()


PIECES = st.one_of(
    st.sampled_from(
        [
            "1. [2024-05-01]. ",
            "- ",
            "- [stated] ",
            "[2024-02-30] - ",
            "# ",
            "**Work**",
            "\n",
            "\r\n",
            "\n\n",
            "Instructions",
            "Career:",
            ". ",
            "? ",
            "Dr. ",
            "。",
            "...",
            " ",
            "\t",
            "---",
            "X",
            "[",
            "]",
            "12) ",
            "• ",
            "User likes ",
            "\u2028",
            "\x0b",
        ]
    ),
    st.text(max_size=12),
)
RUNNING = st.sampled_from(Running)
TEXTS = st.lists(PIECES, max_size=30).map("".join)


@given(TEXTS, st.integers(0, 40), st.integers(0, 40), RUNNING)
def test_the_parts_cover_the_stretch_in_order_without_gap(text, skip, less, running):
    start = min(skip, len(text))
    end = max(start, len(text) - less)
    at = start
    for part in cut(text, start, end, running):
        assert part.start == at < part.end
        at = part.end
    assert at == end


@given(TEXTS, RUNNING)
@example("¼", Running.SENTENCES)
def test_statements_are_words_of_the_text_without_space_around(text, running):
    for part in parts(text, running):
        words = text[part.start : part.end]
        if part.kind is PartKind.STATEMENT:
            assert words == words.strip()
            assert any(letter.isalpha() for letter in words)
            assert len(words) <= LONGEST_STATEMENT
        elif part.kind is PartKind.BLANK:
            assert not words.strip()


@pytest.mark.parametrize(
    "mark",
    [
        "1. [2024-05-01]. ",
        "1. [2024-05-01] ",
        "[2024-05-01] - ",
        "- [2024-05-01] ",
        "[2024-05-01]: ",
        "3) [2024-05-01] ",
    ],
)
def test_a_dated_entry(mark):
    text = f"{mark}Has a dog. Named Rex.\n"
    (found,) = (part for part in parts(text) if part.kind is PartKind.STATEMENT)
    assert text[found.start : found.end] == "Has a dog. Named Rex."
    assert found.noted_at == day("2024-05-01")


def test_a_date_that_is_none_is_still_a_mark():
    (found,) = (p for p in parts("1. [2024-13-41]. Has a dog.") if p.kind is PartKind.STATEMENT)
    assert found.noted_at is None
    assert statements("1. [2024-13-41]. Has a dog.") == ["Has a dog."]


def test_a_list_of_memories():
    text = "1. [2024-05-01]. Has a dog.\n2. [2024-06-02]. Lives in Kiel.\n3. Sings.\n"
    assert statements(text) == ["Has a dog.", "Lives in Kiel.", "Sings."]


def test_headings_paragraphs_and_stated_bullets():
    text = (
        "**Work context**\n\nGeorge runs a lab company. He met Dr. A. Weiss, e.g. on Mondays. "
        "Is it so?\n\n## Family\n- [stated] Two sons\nPersonal:\nKeeps bees"
    )
    assert statements(text) == [
        "George runs a lab company.",
        "He met Dr. A. Weiss, e.g. on Mondays.",
        "Is it so?",
        "Two sons",
        "Keeps bees",
    ]
    under = [part.heading for part in parts(text) if part.kind is PartKind.STATEMENT]
    assert under == ["Work context"] * 3 + ["Family", "Personal"]
    kinds = Counter(part.kind for part in parts(text))
    assert kinds[PartKind.HEADING] == 3


def test_rules_for_answering_are_no_beliefs_but_counted():
    text = (
        "Instructions\n[2024-05-01] - Be brief.\n[unknown] - No lists.\n\nIdentity\n[unknown] - A\n"
    )
    assert statements(text) == ["A"]
    assert Counter(part.kind for part in parts(text))[PartKind.INSTRUCTION] == 2


def test_one_fact_a_line_is_not_cut_at_its_sentences():
    text = "Has a dog. It is old.\nSings."
    assert statements(text, Running.LINES) == ["Has a dog. It is old.", "Sings."]
    assert statements(text) == ["Has a dog.", "It is old.", "Sings."]


def test_what_stands_around_an_asked_for_list_is_left_out_and_counted():
    text = "Here is what I know. It is a lot.\n- Sings.\nTell me if that is wrong."
    assert statements(text, Running.LEFT_OUT) == ["Sings."]
    kinds = Counter(part.kind for part in parts(text, Running.LEFT_OUT))
    assert kinds[PartKind.RUNNING] == 2


def test_other_scripts():
    assert statements("犬を飼っている。東京に住んでいる。") == [
        "犬を飼っている。",
        "東京に住んでいる。",
    ]
    assert statements("Живёт в Риге. Поёт.") == ["Живёт в Риге.", "Поёт."]


def test_what_is_too_long_or_too_much_is_counted():
    text = "- " + "a" * (LONGEST_STATEMENT + 1) + "\n- ok"
    assert statements(text) == ["ok"]
    assert [part.kind for part in parts(text)].count(PartKind.TOO_LONG) == 1
    many = "- a\n" * (MOST_STATEMENTS + 3)
    kinds = Counter(part.kind for part in parts(many))
    assert (kinds[PartKind.STATEMENT], kinds[PartKind.TOO_MANY]) == (MOST_STATEMENTS, 3)


def test_a_megabyte_on_one_line_ends():
    assert len(parts("[" * 300_000 + "* " * 200_000 + "x. Y " * 60_000)) > 1
