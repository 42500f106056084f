from dataclasses import replace

import pytest
from builders import MODEL, message
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.extraction.recipes import FLAT, RECORDS
from selfaudit.core.extraction.taught import TAUGHT
from selfaudit.core.extraction.windows import (
    Piece,
    reading_order,
    request_seed,
    windows_of,
    work_key,
    worth_reading,
)
from selfaudit.core.models.history import Origin, Role, Segment
from selfaudit.core.store.history import StoredMessage


def stored(id, text, segments=None):
    made = message(id, text)
    return StoredMessage(
        id, "c", 0, Role.USER, text, None, True, segments if segments else made.segments
    )


def test_pasted_and_quoted_text_is_never_shown_to_the_model():
    text = "I like this poem: I am the captain of my soul. I really do."
    segments = (
        Segment(0, 18, Origin.TYPED, "test", 1),
        Segment(18, 46, Origin.PASTED, "test", 1),
        Segment(46, len(text), Origin.TYPED, "test", 1),
    )
    (window,) = windows_of([stored("m", text, segments)], RECORDS)
    assert "captain" not in window.text
    assert [piece.text for piece in window.pieces] == ["I like this poem: ", " I really do."]


def test_requests_without_a_first_person_are_not_read():
    assert not worth_reading("What is the capital of Peru")
    assert not worth_reading("me too")
    assert worth_reading("my cat is shy")


def test_a_small_model_reads_one_message_at_a_time_and_a_larger_one_several():
    messages = [stored(f"m{n}", f"I have {n} boats in my harbour.") for n in range(3)]
    assert [window.messages for window in windows_of(messages, FLAT)] == [("m0",), ("m1",), ("m2",)]
    assert [window.messages for window in windows_of(messages, RECORDS)] == [("m0", "m1", "m2")]


@given(st.text(st.sampled_from("I my ab.\n é🐝"), max_size=3000), st.sampled_from([FLAT, RECORDS]))
def test_pieces_are_true_to_their_message_and_bounded(text, recipe):
    windows = list(windows_of([stored("m", text)], recipe))
    for window in windows:
        assert sum(len(piece.text) for piece in window.pieces) <= recipe.window_characters
        for piece in window.pieces:
            assert text[piece.start : piece.start + len(piece.text)] == piece.text
    starts = [piece.start for window in windows for piece in window.pieces]
    assert starts == sorted(set(starts))


def test_an_answer_to_a_question_is_read_whatever_it_says_and_alone():
    messages = [stored(id, text) for id, text in (("a", "I am tall"), ("b", "two"), ("c", "two"))]
    question = replace(stored("q", "How many boats have you?"), role=Role.ASSISTANT)
    question = replace(
        question, segments=(Segment(0, len(question.text), Origin.ASSISTANT, "test", 1),)
    )
    turns = {"a": question, "b": question}
    read = [(one.messages, one.before) for one in windows_of(messages, TAUGHT, turns)]
    assert read == [(("a",), question.text), (("b",), question.text)]
    for recipe in (FLAT, RECORDS):
        (one,) = windows_of(messages, recipe, turns)
        assert (one.messages, one.before) == (("a",), "")
    several = replace(RECORDS, context="Before: ")
    first = stored("0", "I keep bees")
    assert [one.messages for one in windows_of([first, *messages], several, turns)] == [
        ("0",),
        ("a",),
        ("b",),
    ]


def window(text="I keep bees", id="m"):
    return next(windows_of([stored(id, text)], FLAT))


@pytest.mark.parametrize(
    "changed",
    [
        lambda: work_key(window("I kept bees"), FLAT, MODEL, 0),
        lambda: work_key(window(id="other"), FLAT, MODEL, 0),
        lambda: work_key(window(), replace(FLAT, prefix="x"), MODEL, 0),
        lambda: work_key(window(), replace(FLAT, grammar="x"), MODEL, 0),
        lambda: work_key(window(), FLAT, replace(MODEL, sha256="1" * 64), 0),
        lambda: work_key(window(), FLAT, MODEL, 1),
        lambda: work_key(replace(window(), detectors=("other/2",)), FLAT, MODEL, 0),
        lambda: work_key(replace(window(), pieces=(Piece("m", 1, "I keep bees"),)), FLAT, MODEL, 0),
    ],
)
def test_whatever_could_change_the_answer_changes_the_work_key(changed):
    assert changed() != work_key(window(), FLAT, MODEL, 0)


@pytest.mark.parametrize(
    "changed",
    [
        lambda: work_key(window(), TAUGHT, replace(MODEL, adapter="2" * 64), 0),
        lambda: work_key(replace(window(), before="Bees?"), TAUGHT, MODEL, 0),
        lambda: work_key(window(), replace(TAUGHT, verified_from=0.25), MODEL, 0),
        lambda: work_key(window(), replace(TAUGHT, verified_from=None), MODEL, 0),
    ],
)
def test_whatever_could_change_a_taught_models_answer_changes_the_work_key(changed):
    assert changed() != work_key(window(), TAUGHT, MODEL, 0)


def test_the_work_of_other_profiles_is_not_done_again_because_of_an_adapter():
    taught = replace(MODEL, adapter="2" * 64)
    assert work_key(window(), FLAT, taught, 0) == work_key(window(), FLAT, MODEL, 0)
    before_there_were_adapters = "6f3f91204ef34b57c0c370d6c800e05c3f2ddbe42e4b9a4f8ce6b6bfeaccd338"
    assert work_key(window(), FLAT, MODEL, 0) == before_there_were_adapters


def test_what_cannot_change_the_answer_does_not_change_the_work_key():
    here = replace(MODEL, name="another name", context=4096)
    assert work_key(window(), FLAT, here, 0) == work_key(window(), FLAT, MODEL, 0)


def test_the_seed_of_a_request_is_of_its_work_and_not_of_its_place():
    assert request_seed(1, "key") == request_seed(1, "key")
    assert request_seed(1, "key") != request_seed(2, "key") != request_seed(2, "other")


@given(st.lists(st.text(max_size=5), unique=True), st.integers())
def test_reading_order_is_fixed_and_stays_as_a_history_grows(ids, seed):
    order = reading_order(ids, seed)
    assert sorted(order) == sorted(ids)
    grown = reading_order([*ids, "a new one"], seed)
    assert [id for id in grown if id in ids] == order
