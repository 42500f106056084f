import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.export.redaction.view import BARRIER, View

TEXTS = st.text() | st.text(st.sampled_from("aé\u0301\u200b\x00５＠-‑ [NAME-ABCDEF]\uffff\ud800"))


@given(TEXTS)
def test_every_character_leads_back_to_a_stretch_of_the_source(text):
    view = View.of(text)
    assert len(view.text) == len(view.starts) == len(view.ends)
    done = 0
    for start, end in zip(view.starts, view.ends, strict=True):
        assert done <= start < end <= len(text)
        done = end


@given(st.text(st.characters(max_codepoint=126, min_codepoint=32, exclude_characters="[")))
def test_plain_text_is_its_own_view(text):
    assert View.of(text).text == text


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Ｍａｒａ＠ｅｘ．ｏｒｇ", "Mara@ex.org"),
        ("٠١٢ ०१२ ０１２ 𝟎𝟏𝟐", "012 012 012 012"),
        ("‘a’ “b” c–d e‑f\u00a0g", "'a' \"b\" c-d e-f g"),
        ("a\u200bb\u00adc\x00d\u202ee\ufefff", "abcdef"),
        ("e\u0301 q\u0301", "é q\u0301"),
        ("[NAME-ABCDEF] [NAME-abcdef] [X-ABCDEF]", f"{BARRIER} [NAME-abcdef] [X-ABCDEF]"),
        ("［NAME-ABCDEF］", BARRIER),
        (BARRIER, "\ufffd"),
    ],
)
def test_what_becomes_plain_and_what_is_passed_over(text, plain):
    assert View.of(text).text == plain


def test_an_accent_that_stands_apart_is_part_of_the_letters_stretch():
    view = View.of("re\u0301ne\u0301")
    assert view.text == unicodedata.normalize("NFC", "re\u0301ne\u0301")
    assert view.source_span(1, 2) == (1, 3)


def test_a_mask_is_one_barrier_and_leads_back_to_all_that_it_hides():
    view = View.of("mail mara\u200b@x.org now").masked([(5, 15)])
    assert view.text == f"mail {BARRIER} now"
    assert view.source_span(5, 6) == (5, 16)
    assert view.source_span(7, 10) == (17, 20)
    assert view.masked([]) is view
