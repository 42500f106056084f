"""Files that others published, counted here from the raw JSON and then by the importer."""

import json
from collections import Counter

import pytest

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.registry import open_export
from selfaudit.core.models.history import OWN_WORDS, Conversation, Origin, Role, Skipped

FILES = {  # name: (conversations, messages read, messages skipped, messages of the person)
    "api__server__utils__import____data____chatgpt-citations.json": (1, 2, 0, 0),
    "api__server__utils__import____data____chatgpt-export.json": (2, 19, 2, 5),
    "api__server__utils__import____data____chatgpt-tree.json": (1, 11, 1, 5),
    "examples__conversations.json": (1, 42, 2, 8),
    "polylogue__schemas__providers__chatgpt__representatives__sample-00.json": (1, 3, 0, 2),
    "polylogue__schemas__providers__chatgpt__representatives__sample-01.json": (1, 4, 0, 2),
    "tests__fixtures__chatgpt__native-browser-capture-v1.json": (1, 8, 0, 1),
    "tests__fixtures__chatgpt__native-conversation-v1.json": (1, 8, 0, 1),
    "tests__fixtures__origin-capability__chatgpt-export.json": (1, 1, 0, 1),
}


def raw_conversations(path):
    raw = json.loads(path.read_text())
    if isinstance(raw, dict):
        raw = [raw.get("raw_provider_payload", raw)]
    return raw


def raw_messages(conversation):
    return {k: n["message"] for k, n in conversation["mapping"].items() if n["message"]}


def raw_has_text(message):
    content = message["content"]
    strings = [part for part in content.get("parts", []) if isinstance(part, str)]
    named = ("text", "result", "user_profile", "user_instructions")
    return any(s.strip() for s in [*strings, *(content.get(name) or "" for name in named)])


def raw_active(conversation):
    mapping, above = conversation["mapping"], conversation["current_node"]
    if above not in mapping:
        above = max(mapping, key=lambda k: mapping[k]["message"]["create_time"] or 0)
    path = set()
    while above in mapping:
        path.add(above)
        above = mapping[above]["parent"]
    return path


def test_the_list_of_shared_files_is_complete(shared_formats):
    assert {path.name for path in (shared_formats / "chatgpt").glob("*.json")} == set(FILES)


@pytest.mark.parametrize("name", FILES)
def test_every_message_is_read_or_counted(name, shared_formats, read):
    path = shared_formats / "chatgpt" / name
    found = read(path)
    raw = raw_conversations(path)
    assert [c.external_id for c in found] == [c.get("conversation_id") or c["id"] for c in raw]
    for conversation, original in zip(found, raw, strict=True):
        messages = raw_messages(original)
        with_text = {k for k, m in messages.items() if raw_has_text(m)}
        ids = {k: messages[k].get("id") or k for k in with_text}
        assert {m.external_id for m in conversation.messages} == set(ids.values())
        assert len(conversation.skipped) == len(messages) - len(with_text)
        active = {ids[k] for k in with_text & raw_active(original)}
        assert {m.external_id for m in conversation.messages if m.active} == active
        users = {ids[k] for k in with_text if messages[k]["author"]["role"] == "user"}
        assert {m.external_id for m in conversation.messages if m.role is Role.USER} == users
        for message in conversation.messages:
            own = any(segment.origin in OWN_WORDS for segment in message.segments)
            assert own == (message.external_id in users)
    own_words = sum(m.role is Role.USER for c in found for m in c.messages)
    counted = sum(len(c.messages) for c in found), sum(len(c.skipped) for c in found)
    assert (len(found), *counted, own_words) == FILES[name]


def test_the_active_branch_reads_from_question_to_answer(shared_formats, read):
    for name in FILES:
        path = shared_formats / "chatgpt" / name
        for conversation in read(path):
            places = {m.external_id: place for place, m in enumerate(conversation.messages)}
            for message in conversation.messages:
                if message.parent_id is not None:
                    assert places[message.parent_id] < places[message.external_id]


def test_the_edited_conversation_has_messages_off_its_active_branch(shared_formats, read):
    name = "api__server__utils__import____data____chatgpt-tree.json"
    (conversation,) = read(shared_formats / "chatgpt" / name)
    assert Counter(m.active for m in conversation.messages) == {True: 6, False: 5}


def test_tools_thoughts_and_instructions_are_not_taken_for_the_persons_words(shared_formats, read):
    def origins(name):
        return Counter(
            segment.origin
            for conversation in read(shared_formats / "chatgpt" / name)
            for message in conversation.messages
            for segment in message.segments
        )

    native = origins("tests__fixtures__chatgpt__native-conversation-v1.json")
    assert native[Origin.CUSTOM_INSTRUCTION] == 2  # about the person, and how to answer
    assert native[Origin.HIDDEN] == 2
    assert native[Origin.TOOL] == 1
    assert native == origins("tests__fixtures__chatgpt__native-browser-capture-v1.json")
    assert origins("api__server__utils__import____data____chatgpt-export.json")[Origin.TOOL] == 5
    assert origins("examples__conversations.json")[Origin.TOOL] == 11


def test_the_sharded_export(shared_formats, read):
    found = read(shared_formats / "chatgpt_sharded")
    (conversation,) = [c for c in found if isinstance(c, Conversation)]
    user, answer = conversation.messages
    assert {s.origin for s in user.segments} == {Origin.TYPED}
    assert {s.origin for s in answer.segments} == {Origin.ASSISTANT}
    assert [s.reason for s in conversation.skipped] == ["no text"]
    assert [(s.reason, s.where) for s in found if isinstance(s, Skipped)] == [
        ("file named by the manifest is missing", "conversations-001.json"),
        ("file named by the manifest is missing", "conversations-404.json"),
    ]


def test_reading_twice_gives_the_same_in_the_same_order(shared_formats, read):
    found = read(shared_formats / "chatgpt")
    assert found == read(shared_formats / "chatgpt")
    raw = [c for name in FILES for c in raw_conversations(shared_formats / "chatgpt" / name)]
    ids = [c.get("conversation_id") or c["id"] for c in raw]
    assert all(isinstance(c, Conversation) for c in found)
    assert sorted(c.external_id for c in found) == sorted(ids)
    # The browser capture and its plain form are one conversation, and both are read.
    assert len(set(ids)) < len(ids)


def test_no_other_vendors_file_is_taken_for_chatgpt(shared_formats):
    others = [
        path
        for path in shared_formats.rglob("*.json")
        if not path.parent.name.startswith("chatgpt")
    ]
    assert len(others) >= 17
    for path in others:
        try:
            importer, export = open_export(path)
        except ExportError:
            continue
        export.close()
        assert importer.format != "chatgpt", path.name
