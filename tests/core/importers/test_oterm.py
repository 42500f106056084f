import pytest
from accounting import imported, imported_twice, only, origins, texts
from app_databases import OTERM_2, OTERM_26, make_database
from builders import open_store

from selfaudit.core.models.history import Origin, RecordKind, Role


def said(text="I keep bees.", author="user", chat=1, **fields):
    return {"chat_id": chat, "author": author, "text": text} | fields


def chat(id=1, **fields):
    return {"id": id, "name": "Bees", "model": "qwen3:4b", "system": None} | fields


@pytest.fixture
def read_chats(tmp_path, read):
    def read_database(chats, messages):
        path = make_database(tmp_path / "any", OTERM_26, chat=chats, message=messages)
        return read(path)

    return read_database


def test_a_plain_chat_of_a_new_version(read_chats):
    answer = "<think>hm</think>\n\nLovely."
    found = only(read_chats([chat(system="Be kind.")], [said(), said(answer, "assistant")]))
    assert (found.title, found.created_at) == ("Bees", None)
    assert [(m.external_id, m.parent_id, m.role, m.model, *origins(m)) for m in found.messages] == [
        ("system prompt", None, Role.SYSTEM, None, ("Be kind.", Origin.CUSTOM_INSTRUCTION)),
        ("1", None, Role.USER, None, ("I keep bees.", Origin.TYPED)),
        ("2", "1", Role.ASSISTANT, "qwen3:4b", ("hm", Origin.HIDDEN),
         ("Lovely.", Origin.ASSISTANT)),
    ]  # fmt: skip


def test_a_plain_chat_of_an_old_version(read, tmp_path):
    rows = [said("> q\nI sing.", "me"), said("Nice.", "ollama")]
    chats = [chat(context="[]")]
    found = only(read(make_database(tmp_path / "any", OTERM_2, chat=chats, message=rows)))
    assert [(m.external_id, m.role, *origins(m)) for m in found.messages] == [
        ("message 1", Role.USER, ("> q", Origin.QUOTED), ("I sing.", Origin.TYPED)),
        ("message 2", Role.ASSISTANT, ("Nice.", Origin.ASSISTANT)),
    ]


def test_chats_that_run_side_by_side_are_told_apart(read_chats):
    messages = [said("a1"), said("b1", chat=2), said("a2"), said("b2", chat=2)]
    first, second = read_chats([chat(1), chat(2)], messages)
    assert (texts(first), texts(second)) == (["a1", "a2"], ["b1", "b2"])
    assert first.external_id != second.external_id


def test_what_cannot_be_read_is_counted(read_chats):
    messages = [
        said(),
        said("x", "robot"),
        said("", images='["aGk="]'),
        said(b"\xff\xfe"),
        said("of nobody", chat=9),
    ]
    found, empty, deleted = read_chats([chat(1), chat(2)], messages)
    assert texts(found) == ["I keep bees."]
    assert [s.reason for s in found.skipped] == [
        "unknown role",
        "no text",
        "content of the wrong type",
    ]
    assert [(s.kind, s.reason) for s in (empty, deleted)] == [
        (RecordKind.CONVERSATION, "no messages in the export"),
        (RecordKind.CONVERSATION, "messages of a chat that was deleted"),
    ]


def test_the_same_number_in_another_database_is_another_chat(tmp_path):
    store = open_store(tmp_path)
    paths = [
        make_database(tmp_path / name, OTERM_26, chat=[chat()], message=[said(text)])
        for name, text in (("a.db", "I sing."), ("b.db", "I row."))
    ]
    first, second = imported(store, *paths)
    assert (first.conversations.stored, second.conversations.stored) == (1, 1)
    make_database(paths[0], "", message=[said("Since 2001.")])
    (again,) = imported(store, paths[0])
    assert (again.conversations.known, again.messages.stored, again.messages.known) == (1, 1, 1)


def test_a_database_is_accounted_for(tmp_path):
    messages = [said(), said("Lovely.", "assistant"), said("", "user"), said("x", chat=7)]
    path = make_database(tmp_path / "s.db", OTERM_26, chat=[chat(), chat(2)], message=messages)
    source = imported_twice(tmp_path, path)
    assert (source.format, source.conversations.stored, source.messages.stored) == ("oterm", 1, 2)
    assert source.skipped == {
        "no text": 1,
        "no messages in the export": 1,
        "messages of a chat that was deleted": 1,
    }
