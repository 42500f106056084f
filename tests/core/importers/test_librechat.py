import json

import pytest
from accounting import imported_twice, only, origins, texts

from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role

ROOT = "00000000-0000-0000-0000-000000000000"
FILES = {  # name: (messages, of the person, not on the active branch)
    "librechat-export.json": (6, 3, 0),
    "librechat-linear.json": (2, 1, 0),
    "librechat-opts-nonr-branches.json": (5, 2, 3),
    "librechat-tree.json": (9, 4, 5),
}
SYSTEM_PROMPTS = {"librechat-tree.json": "You are an expert software engineer."}


def said(id, parent=ROOT, text="I keep bees.", by_person=True, **fields):
    return {
        "messageId": id,
        "parentMessageId": parent,
        "text": text,
        "sender": "User" if by_person else "GPT-4",
        "isCreatedByUser": by_person,
        "createdAt": "2024-05-01T10:00:00.000Z",
        "model": None if by_person else "gpt-4o",
    } | fields


def chat(*messages, **fields):
    made = {"conversationId": "c-1", "title": "Bees", "branches": True, "recursive": False}
    return made | {"messages": list(messages)} | fields


@pytest.fixture
def message(read_json):
    """What becomes of one message: its origins, or the reason why it was skipped."""

    def read_message(value):
        found = only(read_json(chat(said("first", text="First"), value)))
        kept = [m for m in found.messages if m.text != "First"]
        assert len(kept) + len(found.skipped) == 1
        return origins(kept[0]) if kept else found.skipped[0].reason

    return read_message


def test_a_plain_conversation(read_json):
    found = only(read_json(chat(said("a"), said("b", "a", "Lovely.", False))))
    assert (found.external_id, found.title) == ("c-1", "Bees")
    assert found.created_at == found.updated_at == 1_714_557_600.0
    question, reply = found.messages
    assert (question.external_id, question.parent_id, question.role) == ("a", None, Role.USER)
    assert (reply.external_id, reply.parent_id, reply.role) == ("b", "a", Role.ASSISTANT)
    assert (question.model, reply.model) == (None, "gpt-4o")
    assert origins(question) == [("I keep bees.", Origin.TYPED)]


def branches():
    old = said("b", "a", "old", False, createdAt="2024-05-01T10:01:00Z")
    new = said("c", "a", "new", False, createdAt="2024-05-01T10:02:00Z")
    return [said("a"), old, new]


def test_the_tree_and_the_list_of_it_read_the_same(read_json):
    top, old, new = branches()
    flat = only(read_json(chat(top, old, new)))
    assert texts(flat) == ["I keep bees.", "new"]
    assert texts(flat, active=False) == ["I keep bees.", "old", "new"]
    nested = top | {"children": [old | {"children": []}, new]}
    assert only(read_json(chat(nested, recursive=True))) == flat
    tree = chat(recursive=True, messagesTree=[nested])
    del tree["messages"]
    assert only(read_json(tree)) == flat


def test_without_parents_messages_follow_each_other(read_json):
    messages = [said("a", None), said("b", None, "b", False), said("c", None, "c")]
    found = only(read_json(chat(*messages)))
    assert texts(found) == ["I keep bees.", "b", "c"]
    assert [m.parent_id for m in found.messages] == [None, "a", "b"]
    messages[2]["parentMessageId"] = "a"
    messages[1]["parentMessageId"] = "gone"
    assert [m.parent_id for m in only(read_json(chat(*messages))).messages] == [None, "a", "a"]


def test_what_lies_deep_is_reached_or_refused(read_json):
    deep = said("0")
    for depth in range(1, 400):
        deep = said(str(depth), text=f"t{depth}") | {"children": [deep]}
    found = only(read_json(chat(deep)))
    assert len(found.messages) == 400
    text = '{"messageId": "a", "children": [' * 60_000
    raw = f'{{"conversationId": "x", "messages": [{text}'.encode()
    both = json.dumps([chat(said("a"))])[:-1].encode() + b"," + raw
    conversation, refused = read_json(both)
    assert isinstance(conversation, Conversation)
    assert refused.kind is RecordKind.CONVERSATION


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"text": "> q\nI sing."}, [("> q", Origin.QUOTED), ("I sing.", Origin.TYPED)]),
        (
            {"by_person": False, "text": "", "content": [
                {"type": "think", "think": "hm"},
                {"type": "tool_call", "tool_call": {"args": "{}", "output": "sun"}},
                {"type": "text", "text": {"value": "Sunny."}},
                {"type": "image_file"}, 5,
            ]},
            [("hm", Origin.HIDDEN), ("{}\n\nsun", Origin.TOOL), ("Sunny.", Origin.ASSISTANT)],
        ),
        (
            {"by_person": False, "text": "Said.", "content": [{"type": "text", "text": "Again."}]},
            [("Said.", Origin.ASSISTANT)],
        ),
        (
            {"by_person": False, "text": ":::thinking\nhm\n:::\nYes."},
            [("hm", Origin.HIDDEN), ("Yes.", Origin.ASSISTANT)],
        ),
        ({"by_person": False, "text": "Too long", "error": True}, [("Too long", Origin.TOOL)]),
        ({"isCreatedByUser": None}, [("I keep bees.", Origin.TYPED)]),
        ({"isCreatedByUser": None, "sender": "Bing"}, [("I keep bees.", Origin.ASSISTANT)]),
        ({"files": [{"text": "page 1"}]}, [("I keep bees.", Origin.TYPED),
                                           ("page 1", Origin.ATTACHED)]),
        ({"text": " "}, "no text"),
        ({"isCreatedByUser": None, "sender": None}, "unknown sender"),
        ({"messageId": "first", "text": "Twice."}, "duplicate id"),
    ],
)  # fmt: skip
def test_where_the_words_of_a_message_came_from(fields, expected, message):
    by_person = fields.pop("by_person", True)
    assert message(said("b", "first", by_person=by_person) | fields) == expected


def test_what_the_model_was_told_to_be_is_the_persons_instruction(read_json):
    options = {"promptPrefix": "Be kind.", "chatGptLabel": "B", "system": None}
    found = only(read_json(chat(said("a"), options=options)))
    assert origins(found.messages[0]) == [("Be kind.", Origin.CUSTOM_INSTRUCTION)]
    assert found.messages[0].role is Role.SYSTEM


def test_what_is_no_conversation_is_counted(read_json):
    found = read_json([chat(said("a"), None), {"conversationId": "x", "messages": []}, {"a": 1}])
    assert [s.reason for s in found[0].skipped] == ["not a message"]
    assert [s.reason for s in found[1:]] == ["no messages in the export", "not a conversation"]


@pytest.mark.parametrize("name", FILES)
def test_the_published_files(name, shared_formats, read):
    (path,) = (shared_formats / "librechat").glob(f"*{name}")
    found = only(read(path))
    raw, waiting = [], json.loads(path.read_text())["messages"]
    while waiting:
        raw.append(waiting.pop(0))
        waiting = [*raw[-1].get("children", []), *waiting]
    if prompt := SYSTEM_PROMPTS.get(name):
        assert origins(found.messages[0]) == [(prompt, Origin.CUSTOM_INSTRUCTION)]
    kept = [m for m in found.messages if m.role is not Role.SYSTEM]
    assert [(m.external_id, m.text) for m in kept] == [(r["messageId"], r["text"]) for r in raw]
    assert [m.role is Role.USER for m in kept] == [r["isCreatedByUser"] for r in raw]
    parents = {m.external_id: m.parent_id for m in kept}
    for message in raw:
        named = message["parentMessageId"]
        assert parents[message["messageId"]] == (None if named in (None, ROOT) else named)
    assert found.skipped == ()
    users = sum(m.role is Role.USER for m in kept)
    assert (len(kept), users, sum(not m.active for m in kept)) == FILES[name]


def test_all_is_known_when_it_comes_again(shared_formats, tmp_path):
    source = imported_twice(tmp_path, shared_formats / "librechat")
    assert (source.format, source.conversations.stored) == ("librechat", 4)
    assert source.messages.stored == sum(counts[0] for counts in FILES.values()) + 1
    assert source.skipped == {}
