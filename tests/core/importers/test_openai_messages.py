import itertools
import json
import tracemalloc

import pytest
from builders import PinnedClock, open_store
from hypothesis import given, settings
from hypothesis import strategies as st

from selfaudit.core.errors import ExportError
from selfaudit.core.events import ImportDone
from selfaudit.core.importers import json_records
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.importers.json_lines import line_records
from selfaudit.core.importers.openai_messages import parse_conversation
from selfaudit.core.models.history import OWN_WORDS, Conversation, Origin, RecordKind, Role, Skipped


def said(content="I keep bees.", role="user", **fields):
    return {"role": role, "content": content} | fields


def chat(*messages, **fields):
    return {"messages": list(messages)} | fields


def lines(*records):
    return b"\n".join(r if isinstance(r, bytes) else json.dumps(r).encode() for r in records)


def origins(message):
    return [(message.text[s.start : s.end].strip(), s.origin) for s in message.segments]


def only(found) -> Conversation:
    (conversation,) = found
    assert isinstance(conversation, Conversation)
    return conversation


def test_a_plain_conversation(read_json):
    found = only(
        read_json(
            chat(
                said("Be brief.", "system"),
                said(created=1_700_000_001),
                said("Lovely.", "assistant", id="m-3"),
                id=7,
                title="Bees",
                created=1_700_000_000,
                updated_at="2024-05-01T10:00:00Z",
                model="gpt-x",
            )
        )
    )
    assert (found.external_id, found.title) == ("7", "Bees")
    assert (found.created_at, found.updated_at) == (1_700_000_000.0, 1_714_557_600.0)
    assert [(m.external_id, m.parent_id, m.role, m.model, *origins(m)) for m in found.messages] == [
        ("message 1", None, Role.SYSTEM, None, ("Be brief.", Origin.HIDDEN)),
        ("message 2", "message 1", Role.USER, None, ("I keep bees.", Origin.TYPED)),
        ("m-3", "message 2", Role.ASSISTANT, "gpt-x", ("Lovely.", Origin.ASSISTANT)),
    ]
    assert found.messages[1].created_at == 1_700_000_001.0
    assert all(m.active for m in found.messages)


CHATS = [chat(said(), id="a"), chat(said("Since 2001."), id="b"), chat(said("> q\nI"), id="c")]


@pytest.mark.parametrize(
    "data",
    [
        lines(*CHATS),
        lines(*CHATS) + b"\n",
        b"\xef\xbb\xbf" + b"\r\n\r\n".join(map(lines, CHATS)),
        json.dumps(CHATS).encode(),
        json.dumps(CHATS, indent=1).encode(),
        b"[\n" + b",\n".join(map(lines, CHATS)) + b"\n]",
    ],
    ids=["lines", "final newline", "windows", "array", "pretty array", "array of lines"],
)
def test_every_layout_reads_the_same(data, read_json):
    found = read_json(data)
    assert [c.external_id for c in found] == ["a", "b", "c"]
    assert [m.text for c in found for m in c.messages] == ["I keep bees.", "Since 2001.", "> q\nI"]


def test_a_lone_object_over_several_lines(read_json):
    lone = chat(said(), said("Nice.", "assistant"), id="a")
    assert read_json(json.dumps(lone, indent=1).encode()) == read_json(lone)


@pytest.mark.parametrize(
    ("message", "role", "expected"),
    [
        (said("> she said\nI disagree"), Role.USER,
         [("> she said", Origin.QUOTED), ("I disagree", Origin.TYPED)]),
        (said([{"type": "text", "text": "I sing."}, "too", {"type": "image_url"}, 5]), Role.USER,
         [("I sing.\n\ntoo", Origin.TYPED)]),
        (said([{"type": "input_text", "text": "I"}, {"type": "input_audio", "transcript": "sing"}]),
         Role.USER, [("I", Origin.TYPED), ("sing", Origin.DICTATED)]),
        (said([{"type": "file_text", "text": "page 1"}]), Role.USER, [("page 1", Origin.ATTACHED)]),
        (said([{"type": "tool_result", "content": [{"type": "text", "text": "42"}]}]), Role.USER,
         [("42", Origin.TOOL)]),
        (said("Be kind.", "developer"), Role.SYSTEM, [("Be kind.", Origin.HIDDEN)]),
        (said([{"type": "new", "text": "x"}], "system"), Role.SYSTEM, [("x", Origin.HIDDEN)]),
        (said("42", "tool"), Role.TOOL, [("42", Origin.TOOL)]),
        (said("42", "function", name="f"), Role.TOOL, [("42", Origin.TOOL)]),
        (said(None, "assistant", refusal="No."), Role.ASSISTANT, [("No.", Origin.ASSISTANT)]),
        (said("Yes.", "assistant", reasoning_content="hm"), Role.ASSISTANT,
         [("hm", Origin.HIDDEN), ("Yes.", Origin.ASSISTANT)]),
        (said(None, "assistant", tool_calls=[{"function": {"name": "f", "arguments": "{}"}}, 1]),
         Role.ASSISTANT, [("{}", Origin.TOOL)]),
        (said(None, "assistant", function_call={"name": "f", "arguments": "{}"}),
         Role.ASSISTANT, [("{}", Origin.TOOL)]),
        (said([{"type": "reasoning", "text": "hm"}, {"type": "output_text", "text": "Yes."}],
              "assistant"), Role.ASSISTANT, [("hm", Origin.HIDDEN), ("Yes.", Origin.ASSISTANT)]),
    ],
)  # fmt: skip
def test_whose_words_they_are(message, role, expected, read_json):
    found = only(read_json([chat(said("Hello"), message)])).messages[1]
    assert (found.role, origins(found)) == (role, expected)


@pytest.mark.parametrize(
    ("message", "reason"),
    [
        (said(""), "no text"),
        (said(None), "no text"),
        (said([{"type": "image_url", "image_url": {"url": "x"}}]), "no text"),
        (said(7), "content of the wrong type"),
        (said({"text": "x"}), "content of the wrong type"),
        (said(role="ghost"), "unknown role"),
        (said(role=None), "unknown role"),
        ({"content": "x"}, "no role"),
        ("x", "not a message"),
        (None, "not a message"),
        (said("again", id="m"), "duplicate id"),
    ],
)
def test_a_message_that_cannot_be_read_is_counted_with_its_reason(message, reason, read_json):
    found = only(read_json([chat(said("Hello", id="m"), message)]))
    assert [m.text for m in found.messages] == ["Hello"]
    (skipped,) = found.skipped
    assert (skipped.kind, skipped.reason) == (RecordKind.MESSAGE, reason)
    assert skipped.where == "any-name, conversation 1, message 2"


def test_a_damaged_line_costs_nothing_but_itself(read_json):
    found = read_json(
        lines(b'{"messages": [{"role": "us', CHATS[0], b"nope", b"5", b"{} {}", b"[1, 2]", b"\xff",
              chat(), {"messages": 1}, b"[" * 100_000, CHATS[1], b'{"messages": [')
    )  # fmt: skip
    assert [getattr(c, "reason", None) for c in found] == [
        "line is not valid JSON",
        None,
        "line is not valid JSON",
        "not a conversation",
        "line is not valid JSON",
        "not a conversation",
        "line is not valid JSON",
        "no messages in the export",
        "not a conversation",
        "nested too deeply",
        None,
        "line is not valid JSON",
    ]
    assert found[2] == Skipped(RecordKind.CONVERSATION, found[2].reason, "any-name, conversation 3")


def test_a_line_over_the_bounds_is_passed_over(read_json, monkeypatch):
    monkeypatch.setattr(json_records, "MAX_LENGTH", 300)
    monkeypatch.setattr(json_records, "CHUNK", 50)
    long = chat(said("x" * 1000), id="long")
    found = read_json(lines(CHATS[0], long, CHATS[1], long))
    assert [getattr(c, "reason", None) for c in found] == [
        None,
        "record too large",
        None,
        "record too large",
    ]
    monkeypatch.setattr(json_records, "MAX_VALUES", 10)
    found = read_json(lines(CHATS[0], chat(*[said("x")] * 5), CHATS[1]))
    assert [getattr(c, "reason", None) for c in found] == [None, "record of too many values", None]


def test_memory_holds_one_line_and_not_the_file(tmp_path):
    path = tmp_path / "x.jsonl"
    with path.open("w") as file:
        for number in range(400):
            file.write(json.dumps(chat(said(f"{number} " + "x" * 50_000))) + "\n")
    with ExportFiles(path) as export:
        tracemalloc.start()
        try:
            assert sum(1 for _ in line_records(export, export.members[0])) == 400
            assert tracemalloc.get_traced_memory()[1] < 2_000_000
        finally:
            tracemalloc.stop()


@pytest.mark.parametrize(
    "other",
    [
        {"history": [{"messages": [said()]}]},
        {"messages": [{"sender": "human", "text": "x"}]},
        {"messages": [{"role": "user", "versions": []}]},
        {"messages": [{"id": 1, "type": "message", "text": "x"}]},
        {"messages": {"a": said()}},
        [said(), said("Yes.", "assistant")],
        {"chat": {"messages": [said()]}},
        {"message": said()},
    ],
)
def test_other_shapes_are_not_taken(other, read_json):
    with pytest.raises(ExportError, match="no format"):
        read_json([other] if isinstance(other, dict) else other)


def test_hostile_values(read_json):
    raw = json.dumps(chat(said("a\ud83d b\0c", id=True), said("b"), id=10**30, title=["x"],
                          created=1e300, updated_at=12345))  # fmt: skip
    found = only(read_json(raw.replace("12345", "9" * 5000).encode()))
    assert [m.text for m in found.messages] == ["a\ufffd b\ufffdc", "b"]
    assert found.messages[0].external_id == "message 1"
    assert (found.title, found.created_at, found.updated_at) == ("", None, None)
    assert found.external_id.startswith("sha256-")


def test_a_conversation_without_an_id_is_known_by_its_beginning(read_json):
    def id_of(*messages, **fields):
        return only(read_json([chat(*messages, **fields)])).external_id

    begun = (said("Be brief.", "system"), said(), said("Lovely.", "assistant"))
    assert id_of(*begun) == id_of(*begun, said("And wasps?"), title="Renamed")
    assert id_of(*begun) != id_of(*begun[:2], said("Great.", "assistant"))
    assert id_of(*begun) != id_of(*begun, created=1.7e9)


def run(store, *paths):
    *_, done = import_paths(paths, store, PinnedClock())
    assert isinstance(done, ImportDone)
    for source in done.sources:
        for counts in (source.conversations, source.messages):
            assert counts.read == counts.stored + counts.known + counts.skipped
        skipped = source.conversations.skipped + source.messages.skipped
        assert skipped == sum(source.skipped.values())
    return done.sources


@pytest.mark.parametrize("id", ["a", None])
def test_a_newer_file_adds_only_what_is_new(id, tmp_path):
    store = open_store(tmp_path)
    old, new = tmp_path / "old.jsonl", tmp_path / "new.jsonl"
    begun = (said(), said("Lovely.", "assistant"))
    old.write_bytes(lines(chat(*begun, id=id), b"broken", chat(*begun, id=id)))
    new.write_bytes(lines(chat(*begun, said("Since 2001."), said(""), id=id), chat(said("Hi"))))
    first, again, newer = run(store, old, old, new)
    assert (first.conversations.stored, first.conversations.known) == (1, 1)
    assert (first.conversations.skipped, first.messages.stored) == (1, 2)
    assert (again.conversations.stored, again.messages.known) == (0, 4)
    assert (newer.conversations.stored, newer.conversations.known) == (1, 1)
    assert (newer.messages.stored, newer.messages.known, newer.messages.skipped) == (2, 2, 1)
    assert store.history.counts() == {
        "conversations": 2,
        "messages": 4,
        "own_words_messages": 3,
    }


WORDS = st.sampled_from(["user", "assistant", "system", "text", "a", "b", "\ud800", "\0"])
KEYS = st.sampled_from(
    ["messages", "role", "content", "type", "text", "id", "title", "created", "tool_calls",
     "function", "arguments", "reasoning_content", "refusal", "model", "transcript"]
)  # fmt: skip
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5)
ANY = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | WORDS, inner, max_size=5),
    max_leaves=15,
)


def mostly(good):
    return st.sampled_from([good] * 5 + [ANY]).flatmap(lambda chosen: chosen)


PART = st.fixed_dictionaries(
    {"type": mostly(st.sampled_from(["text", "input_audio", "thinking", "tool_use", "new"]))},
    optional={"text": ANY, "transcript": ANY, "thinking": ANY, "input": ANY},
)
MESSAGE = st.fixed_dictionaries(
    {
        "role": mostly(st.sampled_from(["user", "assistant", "system", "tool"])),
        "content": mostly(st.text(max_size=8) | st.lists(mostly(PART), max_size=3)),
    },
    optional={
        "id": ANY,
        "created": SCALARS,
        "tool_calls": ANY,
        "function_call": ANY,
        "refusal": ANY,
    },
)
RECORDS = st.fixed_dictionaries(
    {"messages": mostly(st.lists(mostly(MESSAGE), min_size=1, max_size=5))},
    optional={"id": ANY, "title": ANY, "created": SCALARS, "updated": SCALARS, "model": ANY},
)


@settings(max_examples=400, deadline=None)
@given(mostly(RECORDS))
def test_any_json_becomes_a_conversation_or_a_reason(record):
    found = parse_conversation(record, "here")
    assert found == parse_conversation(record, "here")
    if isinstance(found, Skipped):
        assert found.kind is RecordKind.CONVERSATION
        assert not isinstance(record, dict) or not isinstance(record.get("messages"), list | None) \
            or not record.get("messages")  # fmt: skip
        return
    assert len(found.messages) + len(found.skipped) == len(record["messages"])
    ids = [message.external_id for message in found.messages]
    assert len(set(ids)) == len(ids)
    assert found.external_id
    for place, message in enumerate(found.messages):
        assert message.text.strip()
        assert message.parent_id == (ids[place - 1] if place else None)
        assert message.segments[-1].end == len(message.text)
        assert all(a.end == b.start for a, b in itertools.pairwise(message.segments))
        if message.role is not Role.USER:
            assert all(segment.origin not in OWN_WORDS for segment in message.segments)
        for text in (message.text, message.external_id, found.title, found.external_id):
            text.encode()  # lone surrogates would raise
            assert "\0" not in text


@settings(max_examples=200, deadline=None)
@given(st.lists(st.binary(max_size=30) | RECORDS.map(lines), max_size=6))
def test_any_lines_are_read_or_refused(tmp_path_factory, parts):
    path = tmp_path_factory.getbasetemp() / "any.jsonl"
    path.write_bytes(b"\n".join([b"{}", *parts]))
    with ExportFiles(path) as export:
        found = list(line_records(export, export.members[0]))
    assert len(found) <= sum(bool(line.strip()) for line in path.read_bytes().split(b"\n"))
