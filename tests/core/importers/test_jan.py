import json

import pytest
from accounting import imported_twice, only, origins, texts

from selfaudit.core.importers import jan
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped


def said(text="I keep bees.", role="user", **fields):
    return {
        "id": fields.pop("id", f"m-{text}"),
        "object": "thread.message",
        "thread_id": "t-1",
        "role": role,
        "content": [{"type": "text", "text": {"value": text, "annotations": []}}],
        "status": "ready",
        "created_at": 1_700_000_001_000,
        "metadata": {},
    } | fields


def thread(**fields):
    return {
        "id": "t-1",
        "object": "thread",
        "title": "Bees",
        "assistants": [{"assistant_id": "jan", "instructions": "", "model": {"id": "qwen3-4b"}}],
        "created": 1_700_000_000,
        "updated": 1_700_000_100.5,
    } | fields


def write(folder, *messages, about=None):
    folder.mkdir(parents=True)
    if about is not None:
        (folder / "thread.json").write_text(json.dumps(about, indent=2))
    lines = [m if isinstance(m, str) else json.dumps(m) for m in messages]
    if lines:
        (folder / "messages.jsonl").write_text("\n".join(lines) + "\n")
    return folder


@pytest.fixture
def read_thread(tmp_path, read):
    def read_messages(*messages, about=None):
        return only(read(write(tmp_path / "one", *messages, about=about or thread())))

    return read_messages


def test_a_plain_thread(read_thread):
    found = read_thread(said(id="a"), said("Lovely.", "assistant", id="b"))
    assert (found.external_id, found.title) == ("t-1", "Bees")
    assert (found.created_at, found.updated_at) == (1_700_000_000.0, 1_700_000_100.5)
    assert [(m.external_id, m.parent_id, m.role, m.model, *origins(m)) for m in found.messages] == [
        ("a", None, Role.USER, None, ("I keep bees.", Origin.TYPED)),
        ("b", "a", Role.ASSISTANT, "qwen3-4b", ("Lovely.", Origin.ASSISTANT)),
    ]
    assert found.messages[0].created_at == 1_700_000_001.0


def test_every_way_to_give_them_reads_the_same(make, read, tmp_path):
    data = tmp_path / "data"
    one = write(data / "threads" / "t-1", said(), about=thread())
    expected = read(one)
    assert read(data) == expected
    files = {f"threads/t-1/{path.name}": path.read_bytes() for path in one.iterdir()}
    assert read(make.zip(tmp_path / "x.zip", files)) == expected
    (alone,) = read(one / "messages.jsonl")
    assert (alone.external_id, alone.title) == ("t-1", "")
    assert texts(alone) == texts(only(expected))


def test_threads_are_told_apart_by_their_folders(read, tmp_path):
    folder = tmp_path / "threads"
    write(folder / "a", said("I sing.", thread_id="a"), about=thread(id="a", title="A"))
    write(folder / "b", said("I row.", thread_id="b"), about=thread(id="b", title="B"))
    write(folder / "c", about=thread(id="c"))
    write(folder / "d", said("I bake.", thread_id="d"), about={"broken": True})
    found = read(folder)
    chats = [c for c in found if isinstance(c, Conversation)]
    assert [(c.external_id, c.title, *texts(c)) for c in chats] == [
        ("a", "A", "I sing."),
        ("b", "B", "I row."),
        ("d", "", "I bake."),
    ]
    assert [s for s in found if isinstance(s, Skipped)] == [
        Skipped(RecordKind.CONVERSATION, "no messages in the export", "c/thread.json")
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"content": [{"type": "text", "text": {"value": "> q\nI sing."}}]},
         [("> q", Origin.QUOTED), ("I sing.", Origin.TYPED)]),
        ({"content": "I sing."}, [("I sing.", Origin.TYPED)]),
        ({"content": ["I sing.", {"type": "text", "text": "too"}, 5]},
         [("I sing.\n\ntoo", Origin.TYPED)]),
        ({"content": [{"type": "image_url", "image_url": {"url": "x"}},
                      {"type": "file", "text": {"value": "page 1"}}]},
         [("page 1", Origin.ATTACHED)]),
        ({"role": "assistant", "content": [
            {"type": "reasoning", "text": {"value": "hm"}},
            {"type": "tool_call", "input": {"q": "Kiel"}, "output": "sun"},
            {"type": "text", "text": {"value": "Sunny."}}]},
         [("hm", Origin.HIDDEN), ('{"q": "Kiel"}\n\nsun', Origin.TOOL),
          ("Sunny.", Origin.ASSISTANT)]),
        ({"role": "assistant", "content": [{"type": "text", "text": {"value":
            "<think>hm</think>\nYes."}}]},
         [("hm", Origin.HIDDEN), ("Yes.", Origin.ASSISTANT)]),
        ({"role": "assistant", "metadata": {"tool_calls": [
            {"tool": {"function": {"name": "w", "arguments": "{}"}},
             "response": {"content": [{"type": "text", "text": "sun"}]}}]}},
         [("Bye", Origin.ASSISTANT), ("{}\n\nsun", Origin.TOOL)]),
        ({"role": "system"}, [("Bye", Origin.CUSTOM_INSTRUCTION)]),
        ({"content": []}, "no text"),
        ({"content": None}, "no text"),
        ({"content": 5}, "content of the wrong type"),
        ({"role": "robot"}, "unknown role"),
        ({"role": None}, "unknown role"),
        ({"id": "m-Hello"}, "duplicate id"),
    ],
)  # fmt: skip
def test_where_the_words_of_a_message_came_from(fields, expected, read_thread):
    found = read_thread(said("Hello"), said("Bye") | fields)
    kept = [m for m in found.messages if m.text != "Hello"]
    assert len(kept) + len(found.skipped) == 1
    assert (origins(kept[0]) if kept else found.skipped[0].reason) == expected


def test_instructions_are_the_persons_and_never_a_turn(read_thread):
    assistants = [{"instructions": "Be kind.", "model": {"id": "x"}}, {"instructions": 5}]
    found = read_thread(said(), about=thread(assistants=assistants))
    assert found.messages[0].role is Role.SYSTEM
    assert origins(found.messages[0]) == [("Be kind.", Origin.CUSTOM_INSTRUCTION)]


def test_a_damaged_line_costs_nothing_but_itself(read_thread):
    (no_role := said("x")).pop("role")
    found = read_thread(said(), '{"id": "b", "con', "5", no_role, said("After."))
    assert texts(found) == ["I keep bees.", "After."]
    assert [(s.kind, s.reason) for s in found.skipped] == [
        (RecordKind.MESSAGE, "line is not valid JSON"),
        (RecordKind.MESSAGE, "not a message"),
        (RecordKind.MESSAGE, "no role"),
    ]
    assert found.skipped[0].where == "messages.jsonl, message 2"


def test_a_thread_over_the_bounds_is_passed_over(monkeypatch, read, tmp_path):
    monkeypatch.setattr(jan, "MAX_MESSAGES", 2)
    folder = tmp_path / "threads"
    write(folder / "a", *[said(str(n)) for n in range(3)], about=thread(id="a"))
    write(folder / "b", said(), about=thread(id="b"))
    refused, kept = read(folder)
    assert refused.reason == "record of too many values"
    assert isinstance(kept, Conversation)
    monkeypatch.setattr("selfaudit.core.importers.json_records.MAX_LENGTH", 400)
    assert read(folder)[0].reason == "record too large"


def test_a_folder_of_threads_is_accounted_for(tmp_path):
    folder = tmp_path / "threads"
    write(folder / "a", said(), said("x", role="robot"), "broken", about=thread(id="a"))
    write(folder / "b", said(), about=thread(id="b"))
    write(folder / "c", about=thread(id="c"))
    source = imported_twice(tmp_path, folder)
    assert (source.format, source.conversations.stored, source.messages.stored) == ("jan", 2, 2)
    assert source.skipped == {
        "unknown role": 1,
        "line is not valid JSON": 1,
        "no messages in the export": 1,
    }
