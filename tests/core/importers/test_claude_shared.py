"""Files that others published, counted here from the raw JSON and then by the importer."""

import json
from collections import Counter

import pytest
from builders import PinnedClock, open_store

from selfaudit.core.importers.importing import import_paths
from selfaudit.core.models.history import OWN_WORDS, Conversation, Origin, Role

CHATS = {  # name: (messages read, of the person)
    "claude_ai/polylogue__schemas__providers__claude-ai__representatives__sample-00.json": (3, 2),
    "claude_ai/polylogue__schemas__providers__claude-ai__representatives__sample-01.json": (6, 3),
    "claude_ai/tests__fixtures__origin-capability__claude-ai-export.json": (1, 1),
    "claude_ai/tests__fixtures__origin-capability__claude-design-session.json": (1, 1),
    "claude_ai_v2/panchat__conversations.json": (2, 1),
}
OTHERS = {  # name: the origins of all messages
    "claude_ai_v2/panchat__memories_v2.json": {Origin.VENDOR_MEMORY: 3},
    "claude_ai_v2/panchat__projects__proj-9.json": {Origin.ATTACHED: 2},
}


def test_the_list_of_shared_files_is_complete(shared_formats):
    found = {str(p.relative_to(shared_formats)) for p in shared_formats.glob("claude_ai*/*.json")}
    assert found == {*CHATS, *OTHERS}


@pytest.mark.parametrize("name", CHATS)
def test_every_message_is_read_and_only_the_persons_are_own_words(name, shared_formats, read):
    path = shared_formats / name
    raw = json.loads(path.read_text())
    raw = raw[0] if isinstance(raw, list) else raw
    (conversation,) = read(path)
    assert isinstance(conversation, Conversation)
    messages = raw.get("chat_messages") or raw["messages"]
    assert [m.external_id for m in conversation.messages] == [m["uuid"] for m in messages]
    assert conversation.external_id == raw["uuid"]
    assert conversation.skipped == ()
    assert all(m.active for m in conversation.messages)
    for message, original in zip(conversation.messages, messages, strict=True):
        by_person = original.get("sender") == "human" or original.get("role") == "user"
        assert (message.role is Role.USER) == by_person
        own = "".join(
            message.text[s.start : s.end] for s in message.segments if s.origin in OWN_WORDS
        ).strip()
        typed = original.get("text") or original["content"]
        if isinstance(typed, dict):
            typed = typed["content"]
        assert own == (typed if by_person else "")
        for attachment in original.get("attachments") or ():
            assert attachment.get("extracted_content", "") in message.text
    assert (len(messages), sum(m.role is Role.USER for m in conversation.messages)) == CHATS[name]


@pytest.mark.parametrize("name", OTHERS)
def test_memories_and_projects_are_nobodys_turns(name, shared_formats, read):
    (conversation,) = read(shared_formats / name)
    assert conversation.skipped == ()
    assert {m.role for m in conversation.messages} == {Role.SYSTEM}
    assert Counter(s.origin for m in conversation.messages for s in m.segments) == OTHERS[name]


def test_a_whole_folder_is_accounted_for_and_known_when_it_comes_again(shared_formats, tmp_path):
    store = open_store(tmp_path)
    paths = [shared_formats / name for name in ("claude_ai", "claude_ai_v2") * 2]
    *_, done = import_paths(paths, store, PinnedClock())
    assert [
        (s.conversations.stored, s.conversations.known, s.messages.stored, s.messages.known)
        for s in done.sources
    ] == [(4, 0, 11, 0), (3, 0, 7, 0), (0, 4, 0, 11), (0, 3, 0, 7)]
    assert [s.own_words_messages for s in done.sources] == [7, 1, 7, 1]
    assert all(s.skipped == {} for s in done.sources)
