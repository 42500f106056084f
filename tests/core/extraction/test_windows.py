from dataclasses import replace

import pytest
from builders import MODEL, message
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.extraction.recipes import FLAT, RECORDS
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
