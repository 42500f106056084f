"""Own words can be searched as soon as they are stored; everything else after it was indexed."""

import threading

from builders import open_store
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.models.history import Conversation, Message, Origin, Role, Segment
from selfaudit.core.paths import Home
from selfaudit.core.store.backup import backup
from selfaudit.core.store.restoring import restore
from selfaudit.core.store.searching import Search


def message(id, role, text, origin):
    parts = (Segment(0, len(text), origin, "test", 1),)
    return Message(id, None, role, text, 1e9, True, parts)


def chat(number, own="walnuts grow here", answer="hazelnuts do, too"):
    told = (
        message("m1", Role.USER, own, Origin.TYPED),
        message("m2", Role.ASSISTANT, answer, Origin.ASSISTANT),
    )
    return Conversation(f"c{number}", f"Nuts {number}", 1e9, 1e9, told)


def add(store, *chats):
    source = store.history.add_source("x.zip", "chatgpt", 1e9)
    return store.history.add(source, "chatgpt", chats)


def found(store, words):
    return len(store.browsing.conversations(Search(words=words)).conversations)


def test_own_words_and_titles_are_found_at_once_and_answers_later(tmp_path):
    store = open_store(tmp_path)
    add(store, chat(1), chat(2))
    assert (found(store, "walnuts"), found(store, "Nuts"), found(store, "hazelnuts")) == (2, 2, 0)
    assert store.browsing.conversations(Search(words="hazelnuts")).waiting == 2
    assert list(store.indexing.go_on(at_once=1)) == [1, 0]
    assert found(store, "hazelnuts") == 2
    assert store.browsing.conversations(Search(words="hazelnuts")).waiting == 0
    assert list(store.indexing.go_on()) == []


def test_it_stops_when_told_and_goes_on_there(tmp_path):
    store = open_store(tmp_path)
    add(store, *(chat(number) for number in range(5)))
    cancel = threading.Event()
    for left in store.indexing.go_on(cancel, at_once=2):
        assert left == 3
        cancel.set()
    store.close()
    again = open_store(tmp_path)
    assert again.indexing.waiting() == 3
    assert list(again.indexing.go_on(at_once=2)) == [1, 0]
    assert found(again, "hazelnuts") == 5


def test_what_waits_is_erased_with_the_rest(tmp_path):
    store = open_store(tmp_path)
    add(store, chat(1), chat(2, answer="zqj"))
    store.database.execute("DELETE FROM segment")
    store.database.execute("DELETE FROM holding")
    store.database.execute("DELETE FROM message")
    store.database.execute("DELETE FROM content WHERE body = 'zqj'")
    assert store.indexing.waiting() == 1
    assert list(store.indexing.go_on()) == [0]
    is_whole(store)


def test_a_copy_with_texts_that_wait_is_restored_as_it_was(tmp_path):
    store = open_store(tmp_path)
    add(store, chat(1))
    copy = tmp_path / "copy.db"
    backup(store, copy, 1.0)
    list(store.indexing.go_on())
    store.close()
    restore(Home(tmp_path / "home"), copy)
    again = open_store(tmp_path)
    assert again.indexing.waiting() == 1
    assert list(again.indexing.go_on()) == [0]
    assert found(again, "hazelnuts") == 1
    is_whole(again)


@given(st.lists(st.tuples(st.text(max_size=30), st.text(max_size=30)), max_size=8))
def test_the_index_holds_all_that_is_stored_whatever_it_is(tmp_path_factory, texts):
    store = open_store(tmp_path_factory.mktemp("store"))
    add(store, *(chat(n, own, answer) for n, (own, answer) in enumerate(texts)))
    assert store.indexing.waiting() == len(texts)
    list(store.indexing.go_on(at_once=3))
    is_whole(store)
    store.close()


def is_whole(store):
    """Raises where the index and the texts differ."""
    store.database.execute(
        "INSERT INTO content_index (content_index, rank) VALUES ('integrity-check', 1)"
    )
