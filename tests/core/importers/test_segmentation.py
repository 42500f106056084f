import itertools
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.importers.segmentation import Piece, compose, segment_typed
from selfaudit.core.models.history import Origin

LINES = st.sampled_from(
    ["", " ", "I live by the sea.", "> she said so", ">", "```", "```py", "~~~", "From: a@b.c",
     "Subject: x", "To: d@e.f", "ERROR: no", "2024-01-01 10:00 up", "{", "}", '{"a": 1}', "😀 é",
     "def f(x):", "    return f(x)", "x = [1]", "a,b,1", "a\tb", "| a |", "key:", "  sub: 1",
     "$ ls", "Dear Ann,", "Best", "Ann: well it is so", "Bob: well it is not", "Ann 10:00",
     "Summarise:", "Ingredients", "Method", "A party shall in writing terminate the agreement " * 3,
     "word " * 60]
)  # fmt: skip
BREAKS = st.sampled_from(["\n", "\r\n", "\n\n", "\u2028", "\x0b"])
TEXTS = st.lists(st.tuples(LINES, BREAKS)).map(lambda rows: "".join(a + b for a, b in rows))


def cut(text: str) -> list[tuple[str, Origin]]:
    return [(text[s.start : s.end], s.origin) for s in segment_typed(text)]


def assert_covers(text, segments):
    assert [s.start for s in segments] == [0, *(s.end for s in segments[:-1])][: len(segments)]
    assert all(s.start < s.end for s in segments)
    assert (segments[-1].end if segments else 0) == len(text)
    for one, other in itertools.pairwise(segments):
        assert (one.origin, one.detector) != (other.origin, other.detector)


@given(st.one_of(TEXTS, st.text()))
def test_segments_cover_any_text_in_order_without_overlap(text):
    assert_covers(text, segment_typed(text))


@given(st.lists(st.tuples(st.one_of(TEXTS, st.text()), st.sampled_from(Origin))))
def test_composed_segments_cover_the_joined_text(pieces):
    text, segments = compose(Piece(*piece) for piece in pieces)
    assert_covers(text, segments)
    for piece, _ in pieces:
        assert not piece.strip() or piece in text


@given(st.lists(st.sampled_from(["I live by the sea.", "", "My cat is old."]), min_size=1))
def test_plain_lines_are_typed(lines):
    assert {origin for _, origin in cut("\n".join(lines))} <= {Origin.TYPED}


def test_a_code_fence_is_pasted_and_the_words_around_it_are_typed():
    text = "Why is this slow?\n```python\nwhile True:\n    ...\n```\nI tried for days.\n"
    assert cut(text) == [
        ("Why is this slow?\n", Origin.TYPED),
        ("```python\nwhile True:\n    ...\n```\n", Origin.PASTED),
        ("I tried for days.\n", Origin.TYPED),
    ]


def test_an_unclosed_fence_runs_to_the_end_and_inline_code_is_no_fence():
    assert cut("a\n~~~\nb\n```\nc")[-1] == ("~~~\nb\n```\nc", Origin.PASTED)
    assert cut("```x``` is what I typed") == [("```x``` is what I typed", Origin.TYPED)]


def test_quoted_lines():
    assert cut("> you said\n> that\nI disagree") == [
        ("> you said\n> that\n", Origin.QUOTED),
        ("I disagree", Origin.TYPED),
    ]
    assert cut(">:( I am cross") == [(">:( I am cross", Origin.TYPED)]


@pytest.mark.parametrize(
    "pasted",
    [
        json.dumps({"name": "sensor", "values": list(range(30))}, indent=1),
        "Traceback (most recent call last):\n"
        '  File "a.py", line 3, in f\n    g()\n'
        '  File "a.py", line 9, in g\nValueError: no',
        "2024-01-01 10:00:01 up\n2024-01-01 10:00:02 down\n[ERROR] 2024-01-01 gone\n"
        "2024-01-01 10:00:09 up",
    ],
    ids=["json", "traceback", "log"],
)
def test_blocks_of_machine_text_are_pasted(pasted):
    assert cut(f"What does this mean for my garden?\n{pasted}\n\nI am lost.") == [
        ("What does this mean for my garden?\n", Origin.TYPED),
        (f"{pasted}\n\n", Origin.PASTED),
        ("I am lost.", Origin.TYPED),
    ]


def test_a_pasted_email_runs_from_its_headers_to_the_end():
    mail = "From: Ann\nTo: Bob\nSubject: rent\n\nDear Bob,\n\nmy rent is late."
    assert cut(f"Answer this:\n\n{mail}") == [
        ("Answer this:\n\n", Origin.TYPED),
        (mail, Origin.PASTED),
    ]


@pytest.mark.parametrize(
    "headers", ["Subject: rent\nFrom: me", "To: Ann\nSubject: rent\nDate: today"]
)
def test_headers_without_a_sender_or_too_few_are_the_persons_own_draft(headers):
    text = f"{headers}\n\nI will pay on Monday."
    assert cut(text) == [(text, Origin.TYPED)]


def test_a_long_article_is_pasted_and_a_long_story_of_ones_own_is_not():
    paragraph = (
        "Beyond the river the town keeps the mill that the flood of the century spared. " * 5
    )
    article = "\n\n".join([paragraph] * 5)
    asked = f"Summarise:\n\n{article}"
    assert cut(asked) == [("Summarise:\n\n", Origin.TYPED), (article, Origin.PASTED)]
    own = article.replace("Beyond", "I know that beyond")
    assert cut(own) == [(own, Origin.TYPED)]
    assert cut(paragraph) == [(paragraph, Origin.TYPED)]


def test_origins_that_the_export_tells_are_not_cut_further():
    _, segments = compose([Piece("> spoken\n```\nx", Origin.DICTATED), Piece("> q", Origin.TYPED)])
    assert [s.origin for s in segments] == [Origin.DICTATED, Origin.QUOTED]


def test_a_long_run_of_deep_brackets_is_just_text():
    text = "[" * 50_000
    assert cut(text) == [(text, Origin.TYPED)]
