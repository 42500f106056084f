"""The boundary itself: length, harmlessness, and what ordinary writing keeps."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.tui.drawable import MARKS_IN_A_ROW, drawable, one_line, shortened
from selfaudit.tui.styled import content

ANY_TEXT = st.text(st.characters(codec=None), max_size=200)
DANGEROUS = st.text(
    st.sampled_from(
        [chr(code) for code in (*range(0x20), *range(0x7F, 0xA0))]
        + list(
            "\u200b\u200c\u200d\u200e\u200f\u202a\u202e\u2066\u2069\u2028\u2029\u2060\ufeff\u061c"
        )
        + list("\U000e0041\U000e007f\ud800\udfff\u0301\u0489\ufe0f\U000e0101ab👩🏽[/]")
    ),
    max_size=60,
)
HIDING = {"Cc", "Cf", "Cs", "Zl", "Zp"}
KEPT = set("\t\n\u200c\u200d")
VISIBLE_FORMAT = set(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd"
)


def is_harmless(character: str) -> bool:
    if character in KEPT or character in VISIBLE_FORMAT:
        return True
    return unicodedata.category(character) not in HIDING or 0x13430 <= ord(character) <= 0x1343F


@given(ANY_TEXT | DANGEROUS)
def test_keeps_the_length_and_leaves_nothing_that_acts(text: str) -> None:
    drawn = drawable(text)
    assert len(drawn) == len(text)
    assert [character for character in drawn if not is_harmless(character)] == []
    drawn.encode("utf-8")


@given(ANY_TEXT | DANGEROUS)
def test_drawing_twice_changes_nothing(text: str) -> None:
    assert drawable(drawable(text)) == drawable(text)


@given(DANGEROUS, DANGEROUS, DANGEROUS)
def test_a_span_still_covers_what_it_covered(before: str, quote: str, after: str) -> None:
    whole = content(before + quote + after, [(len(before), len(before) + len(quote), "bold")])
    assert len(whole.plain) == len(before + quote + after)
    for span in whole.spans:
        assert (span.start, span.end) == (len(before), len(before) + len(quote))


@pytest.mark.parametrize(
    "text",
    [
        "[@click=app.quit]x[/]",
        "[/",
        "[bold]not bold[/bold]",
        "[link=https://example.org]here[/link]",
        "\\[escaped]",
    ],
)
def test_markup_is_only_text(text: str) -> None:
    made = content(text)
    assert made.plain == text
    assert list(made.spans) == []


@pytest.mark.parametrize(
    ("text", "drawn"),
    [
        ("\x1b]52;c;aGk=\x07", "␛]52;c;aGk=␇"),
        ("\x9b31mred", "␦31mred"),
        ("a\r\nb\rc", "a \nb␍c"),
        ("x\u202eevil\u202c", "x⇠evil⇡"),
        ("pay\u200bpal", "pay␣pal"),
        ("\ud83d", "\ufffd"),
        ("\U000e0061", "◌"),
        ("a\u2028b\u2029c\x85d", "a␤b¶c␤d"),
        ("z\u200dz", "z◌z"),
    ],
)
def test_what_dangerous_characters_become(text: str, drawn: str) -> None:
    assert drawable(text) == drawn


@pytest.mark.parametrize(
    "text",
    [
        "Tab\tand\nnewline",
        "naïve café, Ελληνικά, русский, 日本語, 한국어",
        "👩‍👩‍👧 and 👍🏽 and ❤️ and 👩‍❤️‍👩",
        "می‌خواهم",
        "क्‍ष",
        "שָׁלוֹם",
        "tiếng Việt",
    ],
)
def test_ordinary_writing_is_left_alone(text: str) -> None:
    assert drawable(text) == text


def test_a_flood_of_marks_is_cut_to_what_writing_needs() -> None:
    drawn = drawable("a" + "\u0301" * 1_000)
    assert sum(unicodedata.category(character) == "Mn" for character in drawn) == MARKS_IN_A_ROW
    assert len(drawn) == 1_001


def test_a_title_is_one_short_line() -> None:
    line = one_line("Plans\nfor\x1b[2J the\ttrip " + "x" * 100_000, 40)
    assert len(line) == 40
    assert "\n" not in line
    assert line.startswith("Plans for␛[2J the trip")


def test_a_long_text_says_how_much_is_missing() -> None:
    assert shortened("x" * 1_500, 500) == "x" * 500 + "… (1,000 more characters)"
