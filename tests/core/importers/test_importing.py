import json
import os

from builders import PinnedClock, open_store

from selfaudit.core.events import ImportDone
from selfaudit.core.importers.importing import import_paths


def export(*conversations):
    return json.dumps(list(conversations))


def chat(id, *texts):
    nodes = {}
    for place, text in enumerate(texts):
        nodes[f"{id}{place}"] = {
            "id": f"{id}{place}",
            "parent": f"{id}{place - 1}" if place else None,
            "children": [f"{id}{place + 1}"] if place + 1 < len(texts) else [],
            "message": {
                "id": f"{id}{place}",
                "author": {"role": "user"},
                "content": {"content_type": "text", "parts": [text]},
            },
        }
    return {"id": id, "title": id, "mapping": nodes, "current_node": f"{id}{len(texts) - 1}"}


def run(store, *paths):
    *_, done = import_paths(paths, store, PinnedClock())
    assert isinstance(done, ImportDone)
    return done


def holds(source):
    for counts in (source.conversations, source.messages):
        assert counts.read == counts.stored + counts.known + counts.skipped
    skipped = source.conversations.skipped + source.messages.skipped
    assert skipped == sum(source.skipped.values())


def test_every_record_is_accounted_for_at_the_first_and_at_every_later_import(tmp_path):
    store = open_store(tmp_path)
    path = tmp_path / "conversations.json"
    path.write_text(export(chat("a", "I am one", ""), chat("b", "I am two"), {"id": "x"}, 7))
    (first,) = run(store, path).sources
    (second,) = run(store, path).sources
    holds(first)
    holds(second)
    assert (first.conversations.stored, first.messages.stored) == (2, 2)
    assert (second.conversations.stored, second.messages.stored) == (0, 0)
    assert (second.conversations.known, second.messages.known) == (2, 2)
    assert first.own_words_messages == second.own_words_messages == 2
    assert "no text" in first.skipped


def test_a_path_that_cannot_be_read_does_not_hold_back_the_others(tmp_path):
    store = open_store(tmp_path)
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text(export(chat("a", "I am one")))
    bad.write_text("no export")
    done = run(store, bad, tmp_path / "missing.zip", good)
    assert [failure.path for failure in done.failed] == [str(bad), str(tmp_path / "missing.zip")]
    assert all(failure.hint for failure in done.failed)
    assert store.history.counts()["conversations"] == 1


def test_many_conversations_are_stored_over_several_transactions(tmp_path, monkeypatch):
    monkeypatch.setattr("selfaudit.core.importers.importing.BATCH_RECORDS", 10)
    store = open_store(tmp_path)
    path = tmp_path / "conversations.json"
    path.write_text(export(*(chat(f"c{n}", "I am", "you are") for n in range(50))))
    (source,) = run(store, path).sources
    holds(source)
    assert store.history.counts() == {
        "conversations": 50,
        "messages": 100,
        "own_words_messages": 100,
    }


def test_an_old_and_a_new_export_in_one_folder_lose_nothing(tmp_path):
    old = chat("a", "I am one") | {"update_time": 1.6e9}
    new = chat("a", "I am one", "I am two") | {"update_time": 1.7e9}
    for names in (("1.json", "2.json"), ("2.json", "1.json")):
        folder = tmp_path / names[0]
        folder.mkdir()
        for name, conversation in zip(names, (old, new), strict=True):
            (folder / name).write_text(export(conversation))
        store = open_store(folder)
        (source,) = run(store, folder).sources
        holds(source)
        assert (source.conversations.stored, source.conversations.known) == (1, 1)
        assert (source.messages.stored, source.messages.known) == (2, 1)
        assert source.own_words_messages == 2
        (conversation,) = store.history.conversations()
        assert len(store.history.messages_of(conversation.id)) == 2


def test_a_path_that_is_no_text_is_stored_and_told_as_text(tmp_path):
    store = open_store(tmp_path)
    good, bad = (tmp_path / os.fsdecode(name) for name in (b"a\xff.json", b"b\xff.json"))
    good.write_text(export(chat("a", "I am one")))
    done = run(store, good, bad)
    assert done.sources[0].path == f"{tmp_path}/a\ufffd.json"
    assert done.failed[0].path == f"{tmp_path}/b\ufffd.json"
    assert store.history.counts()["conversations"] == 1
