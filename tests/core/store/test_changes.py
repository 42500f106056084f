"""What surprised the person, and what changed since the sitting before."""

import pytest
from builders import PinnedClock, add_attributes, add_history, conversation, open_store

from selfaudit.core.models.judgment import Question
from selfaudit.core.review.review import Review
from selfaudit.core.store.changes import PAUSE_SECONDS, Changed, latest_sitting


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def test_a_pause_begins_another_sitting():
    assert latest_sitting([]) is None
    assert latest_sitting([1.0, 2.0, 2.0 + PAUSE_SECONDS]) is None
    later = 3.0 + PAUSE_SECONDS
    assert latest_sitting([1.0, 2.0, later, later + 5]) == (2.0, later)
    last = later + 2 * PAUSE_SECONDS
    assert latest_sitting([1.0, 2.0, later, last]) == (later, last)


def test_surprises_come_latest_first_and_go_with_their_mark(store):
    one, two, three = add_attributes(store, [f"The user keeps {n}." for n in ("hens", "bees", "a")])
    review = Review(store, PinnedClock())
    for id in (one, two, three):
        review.judge(id, {Question.SURPRISE: "yes"})
    review.judge(two, {Question.SURPRISE: "no"})
    assert store.changes.surprising() == [three, one]
    review.undo()
    assert store.changes.surprising() == [three, two, one]


def test_nothing_changed_in_the_first_sitting(store):
    add_attributes(store, ["The user keeps hens."])
    assert store.changes.since_last_time() is None


def test_verdicts_that_are_others_now_and_what_is_new(store):
    clock = PinnedClock()
    clock.time = 1_750_000_010.0
    ids = add_attributes(store, [f"The user keeps {n}." for n in ("hens", "bees", "cows")])
    review = Review(store, clock)
    for id, answer in zip(ids, ("yes", "no", "yes"), strict=True):
        review.judge(id, {Question.TRUE: answer})
    clock.advance(2 * 86_400)
    for id, answer in zip(ids, ("no", "no", "no"), strict=True):
        review.judge(id, {Question.TRUE: answer})
    review.undo()
    source = store.history.add_source("newer.json", "chatgpt", clock.now())
    store.history.add(source, "chatgpt", [conversation("new", "one", "two")])
    since = store.changes.since_last_time()
    assert since.verdicts == (Changed(ids[0], "yes", "no"),)
    assert (since.imports, since.conversations, since.messages) == (1, 1, 2)
    assert since.attributes == ()
    assert since.before < since.start
    add_history(store)  # an import in the past changes nothing of it
    assert store.changes.since_last_time() == since
