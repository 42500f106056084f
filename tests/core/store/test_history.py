import stat

import pytest
from builders import add_history, conversation, message, open_store
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.errors import UnknownIdError
from selfaudit.core.models.history import Conversation, Role
from selfaudit.core.store.history import conversation_id


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


def test_importing_again_adds_only_what_is_new(store):
    source = store.history.add_source("a.json", "chatgpt", 1.0)
    first = store.history.add(source, "chatgpt", [conversation("c", "one", "two")])
    again = store.history.add(
        source,
        "chatgpt",
        [conversation("c", "one", "two", "three", updated_at=1_750_000_200.0), conversation("d")],
    )
    assert (first.conversations.stored, first.messages.stored) == (1, 2)
    assert (again.conversations.stored, again.conversations.known) == (1, 1)
    assert (again.messages.stored, again.messages.known) == (1, 2)
    assert store.history.counts()["messages"] == 3


def test_a_newer_export_decides_which_branch_is_active(store):
    def export(active, updated_at):
        messages = tuple(message(id, id, active=id in active) for id in ("a", "b", "c"))
        return Conversation("c", "t", 1.0, updated_at, messages)

    add_history(store, export({"a", "b"}, 10.0))
    add_history(store, export({"a", "c"}, 20.0))
    add_history(store, export({"a", "b"}, 10.0))
    id = conversation_id("chatgpt", "c")
    assert [found.text for found in store.history.messages_of(id)] == ["a", "c"]


def test_what_a_newer_export_has_no_more_is_not_active_and_an_older_one_adds_nothing_active(store):
    add_history(store, conversation("c", "I live in Rome", updated_at=10.0))
    newer = conversation("c", "I live in Paris", updated_at=20.0)
    add_history(store, newer)
    older = conversation("c", "I live in Rome", "I have a dog", updated_at=15.0)
    add_history(store, older)
    id = conversation_id("chatgpt", "c")
    assert [found.text for found in store.history.messages_of(id)] == ["I live in Paris"]
    assert len(store.history.messages_of(id, active_only=False)) == 3


def test_an_edited_message_is_another_one_and_offsets_into_the_old_one_stay_true(store):
    add_history(store, conversation("c", "I have two dogs"))
    before = store.history.search("dogs")[0]
    add_history(store, conversation("c", "I had two dogs", updated_at=1_750_000_500.0))
    assert store.history.message(before.id).text == "I have two dogs"
    assert len(store.history.search("dogs")) == 2


def test_search_takes_operators_and_quotes_as_plain_words(store):
    add_history(store, conversation("c", 'say "NEAR" OR maybe* (not)'))
    assert store.history.search('"NEAR" OR maybe*')
    assert store.history.search("") == []
    assert store.history.search('") OR 1=1 --') == []


@given(st.text(max_size=40))
def test_no_search_text_is_an_error(words):
    from pathlib import Path
    from tempfile import TemporaryDirectory

    with TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        add_history(store, conversation("c", "some words"))
        store.history.search(words)
        store.close()


def test_a_message_is_found_by_the_beginning_of_its_id(store):
    add_history(store, conversation("c", "one", "two"))
    found = store.history.search("one")[0]
    assert store.history.message(found.id[:10]) == found
    with pytest.raises(UnknownIdError):
        store.history.message("")
    with pytest.raises(UnknownIdError):
        store.history.message("zz")


def test_only_active_messages_of_the_person_are_own_words(store):
    add_history(
        store,
        Conversation(
            "c",
            "t",
            1.0,
            1.0,
            (
                message("1", "mine"),
                message("2", "answer", role=Role.ASSISTANT),
                message("3", "edited away", active=False),
            ),
        ),
    )
    id = conversation_id("chatgpt", "c")
    assert [found.text for found in store.history.own_words_of(id)] == ["mine"]
    assert store.history.counts()["own_words_messages"] == 1


def test_every_file_is_the_owners_alone(store, tmp_path):
    add_history(store, conversation("c", "one"))
    home = tmp_path / "home"
    assert stat.S_IMODE(home.stat().st_mode) == 0o700
    files = [path for path in home.rglob("*") if path.is_file()]
    assert any(path.name.endswith("-wal") for path in files)
    assert {stat.S_IMODE(path.stat().st_mode) for path in files} == {0o600}
