import json

import pytest
from builders import PinnedClock, open_store

from selfaudit.core.events import ImportDone
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped

PLACEHOLDER = "This block is not supported on your current device yet."


def said(text="I keep bees.", sender="human", **fields):
    return {
        "uuid": fields.pop("uuid", f"m-{text}"),
        "sender": sender,
        "text": text,
        "content": [{"type": "text", "text": text, "citations": []}],
        "created_at": "2024-05-01T10:00:00.000001Z",
        "attachments": [],
        "files": [],
    } | fields


def chat(*messages, uuid="c-1", **fields):
    return {
        "uuid": uuid,
        "name": "Bees",
        "summary": "Somebody keeps bees.",
        "created_at": "2024-05-01T10:00:00Z",
        "updated_at": "2024-05-01T11:00:00Z",
        "account": {"uuid": "acct"},
        "chat_messages": list(messages),
    } | fields


def project(**fields):
    return {
        "uuid": "p-1",
        "name": "Hives",
        "description": "",
        "is_private": True,
        "prompt_template": "Answer like a beekeeper.",
        "docs": [{"uuid": "d-1", "filename": "a.md", "content": "Wax melts.", "created_at": None}],
        "creator": {"uuid": "acct"},
    } | fields


def origins(message):
    return [(message.text[s.start : s.end].strip(), s.origin) for s in message.segments]


def only(found) -> Conversation:
    (conversation,) = found
    assert isinstance(conversation, Conversation)
    return conversation


def texts(conversation, *, active=True):
    return [m.text for m in conversation.messages if m.active or not active]


@pytest.fixture
def message(read_json):
    """What becomes of one message: the `Message`, or the reason why it was skipped."""

    def read_message(**fields):
        conversation = only(read_json([chat(said("Hello"), said("Bye") | fields)]))
        kept = [m for m in conversation.messages if m.text != "Hello"]
        assert len(kept) + len(conversation.skipped) == 1
        return kept[0] if kept else conversation.skipped[0].reason

    return read_message


def test_a_plain_conversation(read_json):
    found = only(read_json([chat(said(uuid="a"), said("Lovely.", "assistant", uuid="b"))]))
    assert (found.external_id, found.title) == ("c-1", "Bees")
    assert (found.created_at, found.updated_at) == (1_714_557_600.0, 1_714_561_200.0)
    first, second = found.messages
    assert (first.external_id, first.parent_id, first.role) == ("a", None, Role.USER)
    assert (second.external_id, second.parent_id, second.role) == ("b", "a", Role.ASSISTANT)
    assert origins(first) == [("I keep bees.", Origin.TYPED)]
    assert origins(second) == [("Lovely.", Origin.ASSISTANT)]
    assert first.created_at == pytest.approx(1_714_557_600.000001)
    assert first.active
    assert second.active


@pytest.mark.parametrize("layout", ["list", "lone", "zip", "folder", "batches", "bom"])
def test_every_layout_reads_the_same(layout, make, read, read_json, tmp_path):
    conversation = chat(said())
    expected = read_json([conversation])
    others = {
        "users.json": [{"uuid": "acct", "full_name": "N", "email_address": "n@example.org"}],
        "login_history.json": [{"ip": "::1"}],
        "projects.json": [],
    }
    if layout == "zip":
        files = {"conversations.json": [conversation], **others}
        assert read(make.zip(tmp_path / "x.zip", files)) == expected
    elif layout == "batches":
        first = make.zip(tmp_path / "1", {"c.json": [conversation], **others}).read_bytes()
        second = make.zip(tmp_path / "2", {"c.json": [], **others}).read_bytes()
        files = {"data-batch-0000.zip": first, "data-batch-0001.zip": second}
        assert read(make.zip(tmp_path / "x.zip", files)) == expected
    elif layout == "folder":
        (tmp_path / "f/deep").mkdir(parents=True)
        (tmp_path / "f/deep/unusual name").write_text(json.dumps([conversation]))
        assert read(tmp_path / "f") == expected
    else:
        written = {
            "list": [conversation],
            "lone": conversation,
            "bom": b"\xef\xbb\xbf" + json.dumps([conversation]).encode(),
        }
        assert read_json(written[layout]) == expected
    assert texts(only(expected)) == ["I keep bees."]


def test_what_claude_thinks_and_what_its_tools_say_is_told_apart(message):
    found = message(
        sender="assistant",
        text=f"```\n{PLACEHOLDER}\n```\nSunny.",
        content=[
            {"type": "thinking", "thinking": "They ask for weather.", "summaries": [{}]},
            {"type": "tool_use", "name": "weather", "input": {"q": "Kiel", "n": 1}},
            {"type": "tool_result", "content": [{"type": "text", "text": "sun", "uuid": "x"}, 7]},
            {"type": "token_budget", "budget": 9},
            {"type": "text", "text": "Sunny.", "citations": [{"url": "https://example.org"}]},
        ],
    )
    assert origins(found) == [
        ("They ask for weather.", Origin.HIDDEN),
        ("Kiel\n\nsun", Origin.TOOL),
        ("Sunny.", Origin.ASSISTANT),
    ]


def test_own_words_are_told_from_quotes_pastes_attachments_and_speech(message):
    found = message(
        text="ignored, as there are blocks",
        content=[
            {"type": "text", "text": "Look:\n> she sang\n```\nx = 1\n```"},
            {"type": "voice_note", "title": "t", "text": "I sing."},
            {"type": "brand_new", "text": "who wrote this?"},
        ],
        attachments=[
            {"file_name": "paste.txt", "file_size": 9, "extracted_content": "a long text"},
            {"file_name": "empty.pdf", "extracted_content": ""},
            None,
        ],
        files=[{"file_name": "photo.jpg", "file_uuid": "f"}],
    )
    assert origins(found) == [
        ("Look:", Origin.TYPED),
        ("> she sang", Origin.QUOTED),
        ("```\nx = 1\n```", Origin.PASTED),
        ("I sing.", Origin.DICTATED),
        ("who wrote this?\n\na long text", Origin.ATTACHED),
    ]


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"content": None, "text": "typed"}, [("typed", Origin.TYPED)]),
        ({"content": [], "text": "typed"}, [("typed", Origin.TYPED)]),
        ({"content": "typed", "text": "no"}, [("typed", Origin.TYPED)]),
        ({"content": ["typed", 5], "text": "no"}, [("typed", Origin.TYPED)]),
        ({"content": [{"type": "text", "text": " "}], "text": "t"}, [("t", Origin.TYPED)]),
        (
            {"content": None, "text": f"a ```\n{PLACEHOLDER}\n``` b"},
            [("a b", Origin.TYPED)],
        ),
        (
            {"content": [{"type": "tool_result", "content": "out"}], "text": PLACEHOLDER},
            [("out", Origin.TOOL)],
        ),
        (
            {"content": [{"type": "text", "text": f"What is: {PLACEHOLDER}"}]},
            [(f"What is: {PLACEHOLDER}", Origin.TYPED)],
        ),
        (
            {"sender": "assistant", "content": [{"type": "voice_note", "transcript": "spoken"}]},
            [("spoken", Origin.ASSISTANT)],
        ),
    ],
)
def test_plain_text_counts_where_no_block_says_anything(fields, expected, message):
    assert origins(message(**fields)) == expected


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"content": [], "text": ""}, "no text"),
        ({"content": [], "text": " \n "}, "no text"),
        ({"content": [{"type": "token_budget"}], "text": PLACEHOLDER}, "no text"),
        ({"content": None, "text": None, "files": [{"file_name": "a.jpg"}]}, "no text"),
        ({"content": {"type": "text"}, "text": 5}, "content of the wrong type"),
        ({"content": True, "text": []}, "content of the wrong type"),
        ({"sender": "robot"}, "unknown sender"),
        ({"sender": None}, "unknown sender"),
        ({"sender": {}}, "unknown sender"),
    ],
)
def test_a_message_that_cannot_be_read_is_counted_with_its_reason(fields, reason, message):
    assert message(**fields) == reason


def branch(uuid, parent, hour, sender="human"):
    return said(
        uuid, sender, uuid=uuid, parent_message_uuid=parent, created_at=f"2024-05-01T{hour:02}:00Z"
    )


ROOT = "00000000-0000-4000-8000-000000000000"


def test_an_edited_question_keeps_both_branches_and_the_newest_leaf_is_active(read_json):
    messages = [
        branch("ask", ROOT, 1),
        branch("old", "ask", 2, "assistant"),
        branch("late", "old", 3),
        branch("new", "ask", 4, "assistant"),
        branch("more", "new", 5),
    ]
    found = only(read_json([chat(*messages)]))
    assert texts(found, active=False) == ["ask", "old", "late", "new", "more"]
    assert texts(found) == ["ask", "new", "more"]
    assert [m.parent_id for m in found.messages] == [None, "ask", "old", "ask", "new"]
    captured = only(read_json([chat(*messages, current_leaf_message_uuid="late")]))
    assert texts(captured) == ["ask", "old", "late"]


def test_a_first_question_asked_anew_is_another_beginning(read_json):
    messages = [
        branch("first", ROOT, 1),
        branch("a1", "first", 2, "assistant"),
        branch("second", ROOT, 3),
        branch("a2", "second", 4, "assistant"),
    ]
    assert texts(only(read_json([chat(*messages)]))) == ["second", "a2"]


def test_orphans_follow_what_stands_before_them_and_cycles_lose_no_message(read_json):
    messages = [
        branch("a", ROOT, 1),
        branch("b", "a", 2, "assistant"),
        branch("orphan", "gone", 3),
        said("unlinked", uuid="unlinked", created_at="2024-05-01T04:00Z"),
    ]
    assert texts(only(read_json([chat(*messages)]))) == ["a", "b", "orphan", "unlinked"]
    cycle = [branch("x", "y", 1), branch("y", "x", 2), branch("self", "self", 3)]
    found = only(read_json([chat(*cycle)]))
    assert sorted(texts(found, active=False)) == ["self", "x", "y"]
    unknown = [branch("a", "gone", 3), branch("b", "gone too", 1), branch("c", None, 2)]
    assert texts(only(read_json([chat(*unknown)]))) == ["a", "b", "c"]


def test_of_two_messages_with_one_id_the_one_on_the_active_branch_is_kept(read_json):
    twice = [said("one", uuid="m"), said("two", uuid="m")]
    found = only(read_json([chat(*twice)]))
    assert texts(found) == ["one"]
    assert [s.reason for s in found.skipped] == ["duplicate id"]
    forked = [branch("ask", ROOT, 1), branch("m", "ask", 2), branch("m", "ask", 3)]
    forked[1]["content"] = [{"type": "text", "text": "old"}]
    found = only(read_json([chat(*forked)]))
    assert (texts(found), len(found.skipped)) == (["ask", "m"], 1)


def test_a_project_is_instructions_and_attached_documents_and_never_a_turn(read_json):
    docs = [*project()["docs"], {"uuid": "d-2", "content": ""}, "no document"]
    found = only(read_json([project(description="My hives.", docs=docs)]))
    assert (found.external_id, found.title) == ("project/p-1", "Hives")
    assert {m.role for m in found.messages} == {Role.SYSTEM}
    assert [(m.external_id, *origins(m)) for m in found.messages] == [
        ("prompt_template", ("Answer like a beekeeper.", Origin.CUSTOM_INSTRUCTION)),
        ("description", ("My hives.", Origin.ATTACHED)),
        ("d-1", ("Wax melts.", Origin.ATTACHED)),
    ]
    assert [s.reason for s in found.skipped] == ["no text", "no text"]


def test_a_project_of_the_vendors_and_an_empty_one_are_counted(read_json):
    found = read_json([project(is_starter_project=True), project(prompt_template="", docs=[])])
    assert [(s.kind, s.reason) for s in found] == [
        (RecordKind.CONVERSATION, "project that the vendor made"),
        (RecordKind.CONVERSATION, "project without instructions and documents"),
    ]


MEMORY = {
    "account_uuid": "acct",
    "conversations_memory": "**Personal**\n\nKeeps bees.",
    "project_memories": {"p-1": "The hives are new."},
    "memory_files": [{"path": "/me.md", "content": "- [stated] Lives in Kiel"}, {"path": "/x"}],
}


def test_what_claude_remembers_is_a_conversation_of_vendor_memory(read_json):
    found = only(read_json([MEMORY]))
    assert (found.external_id, found.title) == ("memory/acct", "What Claude remembers")
    assert {m.role for m in found.messages} == {Role.SYSTEM}
    assert [(m.external_id, *origins(m)) for m in found.messages] == [
        ("conversations_memory", ("**Personal**\n\nKeeps bees.", Origin.VENDOR_MEMORY)),
        ("project_memories/p-1", ("The hives are new.", Origin.VENDOR_MEMORY)),
        ("memory_files//me.md", ("- [stated] Lives in Kiel", Origin.VENDOR_MEMORY)),
    ]
    assert [s.reason for s in found.skipped] == ["no text"]
    empty = {"account_uuid": "acct", "conversations_memory": ""}
    assert [s.reason for s in read_json([empty])] == ["memory without text"]


def test_a_design_chat(read_json):
    blocks = [
        {"type": "thinking", "text": "hm"},
        {"type": "tool_call", "input": {"path": "a.html"}},
        {"type": "text", "text": "Done."},
        {"type": "user_interjection", "text": "I like blue."},
        {"type": "error", "text": "timeout"},
    ]
    design = {
        "uuid": "d",
        "title": "",
        "project": {"uuid": "p", "name": "Poster"},
        "messages": [
            {
                "uuid": "1",
                "role": "user",
                "content": {
                    "content": "I need a poster.",
                    "attachments": [{"extracted_content": "logo"}],
                    "timestamp": "2024-05-01T10:00:00Z",
                },
            },
            {"uuid": "2", "role": "assistant", "content": {"contentBlocks": blocks}},
            "no message",
        ],
    }
    found = only(read_json(design))
    assert (found.external_id, found.title) == ("d", "Poster")
    ask, answer = found.messages
    assert (ask.role, ask.created_at) == (Role.USER, 1_714_557_600.0)
    assert origins(ask) == [("I need a poster.", Origin.TYPED), ("logo", Origin.ATTACHED)]
    assert answer.role is Role.ASSISTANT
    assert origins(answer) == [
        ("hm", Origin.HIDDEN),
        ("a.html", Origin.TOOL),
        ("Done.", Origin.ASSISTANT),
        ("I like blue.", Origin.TYPED),
        ("timeout", Origin.TOOL),
    ]
    assert [s.reason for s in found.skipped] == ["not a message"]


def test_records_that_are_no_conversations_are_counted(read_json):
    found = read_json([chat(said()), {"uuid": "x"}, 5, None, chat(uuid="empty")])
    assert found[1:] == [
        Skipped(RecordKind.CONVERSATION, "not a conversation", "any-name, conversation 2"),
        Skipped(RecordKind.CONVERSATION, "not a conversation", "any-name, conversation 3"),
        Skipped(RecordKind.CONVERSATION, "not a conversation", "any-name, conversation 4"),
        Skipped(RecordKind.CONVERSATION, "no messages in the export", "any-name, conversation 5"),
    ]


def test_a_damaged_file_gives_what_is_whole_and_a_damaged_zip_is_counted(make, read, tmp_path):
    whole = json.dumps([chat(said(), uuid=f"c{number}") for number in range(3)]).encode()
    files = {"1.zip": b"no", "a.json": whole[:-20], "b.json": b'[{"docs', "c.txt": b"[{"}
    found = read(make.zip(tmp_path / "x.zip", files))
    assert [getattr(c, "external_id", c) for c in found] == [
        Skipped(RecordKind.CONVERSATION, "zip inside the export could not be opened", "1.zip"),
        "c0",
        "c1",
        Skipped(RecordKind.CONVERSATION, "file ends in the middle", "a.json, conversation 3"),
        Skipped(RecordKind.CONVERSATION, "file ends in the middle", "b.json"),
    ]


@pytest.mark.parametrize("time", [None, "", "soon", -5, 0, True, [], "9999-99-99", "0001-01-01"])
def test_times_that_cannot_be_are_unknown(time, read_json):
    found = only(read_json([chat(said(created_at=time), created_at=time, updated_at=time)]))
    assert (found.created_at, found.updated_at, found.messages[0].created_at) == (None,) * 3


def test_hostile_text_ids_and_numbers(read_json):
    nameless = chat(said("a\ud83d b\0c", uuid=None), said("b", uuid={}), uuid=None, name=["x"])
    raw = json.dumps([nameless | {"created_at": 12345}]).replace("12345", "9" * 5000)
    found = only(read_json(raw.encode()))
    assert texts(found) == ["a\ufffd b\ufffdc", "b"]
    assert [m.external_id for m in found.messages] == ["message 1", "message 2"]
    assert (found.title, found.created_at) == ("", None)
    assert found.external_id == only(read_json(raw.encode())).external_id
    deep = b'[{"uuid": "d", "chat_messages": [' + b"[" * 100_000 + b"]" * 100_000 + b"]}, "
    assert [getattr(c, "reason", None) for c in read_json(deep + json.dumps(nameless).encode()
                                                          + b"]")] == [
        "nested too deeply",
        None,
    ]  # fmt: skip


def run(store, *paths):
    *_, done = import_paths(paths, store, PinnedClock())
    assert isinstance(done, ImportDone)
    for source in done.sources:
        for counts in (source.conversations, source.messages):
            assert counts.read == counts.stored + counts.known + counts.skipped
        skipped = source.conversations.skipped + source.messages.skipped
        assert skipped == sum(source.skipped.values())
    return done.sources


def test_a_newer_export_adds_only_what_is_new(make, tmp_path):
    store = open_store(tmp_path)
    old = make.zip(
        tmp_path / "old.zip",
        {"conversations.json": [chat(said())], "projects/p.json": project(), "m.json": [MEMORY]},
    )
    gone_on = chat(said(), said("Since 2001."), said(""), updated_at="2024-06-01T10:00:00Z")
    changed = MEMORY | {"conversations_memory": "Keeps ants."}
    new = make.zip(
        tmp_path / "new.zip",
        {"conversations.json": [gone_on], "projects/p.json": project(), "m.json": [changed]},
    )
    first, again, newer, older = run(store, old, old, new, old)
    assert (first.conversations.stored, first.messages.stored, first.messages.skipped) == (3, 6, 1)
    assert (again.conversations.known, again.messages.known) == (3, 6)
    assert (newer.conversations.known, newer.messages.stored) == (3, 2)
    assert (newer.messages.known, newer.messages.skipped) == (5, 2)
    assert older.messages.stored == 0
    assert (first.own_words_messages, newer.own_words_messages) == (1, 2)
    mined = [c for c in store.history.conversations() if store.history.own_words_of(c.id)]
    assert [c.title for c in mined] == ["Bees"]
    assert [m.text for m in store.history.own_words_of(mined[0].id)] == [
        "I keep bees.",
        "Since 2001.",
    ]
