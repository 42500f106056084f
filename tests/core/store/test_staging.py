"""A batch that is stored at once is what it would be one conversation after the other."""

import sqlite3

import pytest
from builders import open_store
from hypothesis import given, settings
from hypothesis import strategies as st

from selfaudit.core.errors import StoreError
from selfaudit.core.models.history import Conversation, Message, Origin, Role, Segment
from selfaudit.core.store.database import Database
from selfaudit.core.store.staging import stage


def told(id, text, role, active):
    origin = Origin.TYPED if role is Role.USER else Origin.ASSISTANT
    middle = len(text) // 2
    parts = (
        Segment(0, middle, origin, "one", 1),
        Segment(middle, len(text), Origin.PASTED, "two", 2),
    )
    return Message(id, None, role, text, 1e9, active, parts, "model")


MESSAGES = st.builds(
    told,
    st.sampled_from(["m1", "m2", "m3"]),
    st.sampled_from(["walnuts", "hazelnuts grow", "\ud800 \0", "Жук 🐞"]),
    st.sampled_from([Role.USER, Role.ASSISTANT]),
    st.booleans(),
)
CONVERSATIONS = st.builds(
    Conversation,
    st.sampled_from(["a", "b", "c", "d"]),
    st.sampled_from(["", "Nuts", "\0"]),
    st.just(1e9),
    st.none() | st.sampled_from([1e9, 2e9, 3e9]),
    st.lists(MESSAGES, max_size=4).map(tuple),
)


def rows(store):
    """All that is stored of conversations, whatever the ids of texts are."""
    return {
        "conversation": list(
            map(
                tuple,
                store.database.rows(
                    "SELECT conversation.id, source, external_id, created_at, updated_at, body,"
                    " waits FROM conversation JOIN content ON content.id = title ORDER BY 1"
                ),
            )
        ),
        "message": list(
            map(
                tuple,
                store.database.rows(
                    "SELECT message.id, conversation, source, external_id, position, role,"
                    " created_at, active, model, body, waits"
                    " FROM message JOIN content ON content.id = content ORDER BY 1"
                ),
            )
        ),
        "segment": list(map(tuple, store.database.rows("SELECT * FROM segment"))),
        "holding": list(map(tuple, store.database.rows("SELECT * FROM holding"))),
        "found": [
            row[0]
            for row in store.database.rows(
                "SELECT body FROM content WHERE id IN (SELECT rowid FROM content_index"
                " WHERE content_index MATCH 'nuts OR walnuts OR hazelnuts') ORDER BY 1"
            )
        ],
    }


@settings(deadline=None, max_examples=30)
@given(st.lists(CONVERSATIONS, max_size=4), st.lists(CONVERSATIONS, max_size=6))
def test_a_batch_comes_to_what_its_conversations_do_one_by_one(tmp_path_factory, before, batch):
    stores = [open_store(tmp_path_factory.mktemp("store")) for _ in range(2)]
    counts = []
    for store, at_once in zip(stores, (len(batch) or 1, 1), strict=True):
        first, second = (store.history.add_source(name, "chatgpt", 1e9) for name in ("x", "y"))
        for one in before:
            store.history.add(first, "chatgpt", [one])
        added = [
            store.history.add(second, "chatgpt", batch[at : at + at_once])
            for at in range(0, len(batch), at_once)
        ]
        counts.append(
            [
                sum(getattr(getattr(one, kind), count) for one in added)
                for kind in ("conversations", "messages")
                for count in ("read", "stored", "known")
            ]
        )
    assert counts[0] == counts[1]
    assert rows(stores[0]) == rows(stores[1])
    for store in stores:
        assert store.database.integrity_problems() == []
        store.close()


def test_references_are_looked_for_again_after_a_batch(tmp_path):
    store = open_store(tmp_path)
    source = store.history.add_source("x", "chatgpt", 1e9)
    store.history.add(source, "chatgpt", [Conversation("a", "t", 1e9, None, ())])
    with pytest.raises(sqlite3.IntegrityError), store.database.write():
        store.database.execute("INSERT INTO holding VALUES ('nothing', 7)")


def test_a_batch_that_cannot_be_stored_leaves_nothing_behind(tmp_path, monkeypatch):
    store = open_store(tmp_path)
    source = store.history.add_source("x", "chatgpt", 1e9)
    staged = stage(source, "chatgpt", [Conversation("a", "Nuts", 1e9, None, ())])
    execute = Database.execute

    def full(self, sql, parameters=()):
        if sql.startswith("INSERT INTO message"):
            raise sqlite3.OperationalError("database or disk is full")
        return execute(self, sql, parameters)

    with monkeypatch.context() as patch:
        patch.setattr(Database, "execute", full)
        with pytest.raises(StoreError):
            store.history.put(staged)
    assert not any(rows(store).values())
    with pytest.raises(sqlite3.IntegrityError), store.database.write():
        store.database.execute("INSERT INTO holding VALUES ('nothing', 7)")
    assert store.history.put(staged).conversations.stored == 1


def test_whether_a_batch_is_new(tmp_path):
    store = open_store(tmp_path)
    source = store.history.add_source("x", "chatgpt", 1e9)
    one = Conversation("a", "Nuts", 1e9, None, ())
    assert store.history.is_new(stage(source, "chatgpt", [one]))
    assert not store.history.is_new(stage(source, "chatgpt", [one, one]))
    store.history.add(source, "chatgpt", [one])
    assert not store.history.is_new(stage(source, "chatgpt", [one]))
