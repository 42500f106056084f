"""Files of Gemini and AI Studio that others published, counted here from the raw JSON."""

import json

import pytest
from builders import PinnedClock, open_store

from selfaudit.core.importers.importing import import_paths
from selfaudit.core.models.history import OWN_WORDS, Conversation, Role, Skipped

TAKEOUT = "gemini_takeout/panchat__gemini_myactivity.json"
STUDIO = (
    "gemini_aistudio/tests__fixtures__origin-capability__aistudio-drive.json",
    "gemini_aistudio/tests__fixtures__origin-capability__aistudio-drive-hinted.json",
)


def own_words(message):
    return "".join(message.text[s.start : s.end] for s in message.segments if s.origin in OWN_WORDS)


def test_the_list_of_shared_files_is_complete(shared_formats):
    found = {str(p.relative_to(shared_formats)) for p in shared_formats.glob("gemini_*/*.json")}
    assert found == {TAKEOUT, *STUDIO}


def test_every_row_of_the_activity_is_read_or_counted(shared_formats, read):
    path = shared_formats / TAKEOUT
    raw = json.loads(path.read_text())
    found = read(path)
    skipped = [record for record in found if isinstance(record, Skipped)]
    conversations = [record for record in found if isinstance(record, Conversation)]
    assert [s.reason for s in skipped] == ["activity that is no prompt"] * 2
    prompts = [m for c in conversations for m in c.messages if m.role is Role.USER]
    assert len(prompts) + len(skipped) == len(raw)
    assert all(
        any(row["title"].endswith(own_words(m)) and row["title"] != own_words(m) for row in raw)
        for m in prompts
    )
    answers = [m for c in conversations for m in c.messages if m.role is Role.ASSISTANT]
    assert len(answers) == sum("safeHtmlItem" in row for row in raw)
    assert all("<" not in m.text for m in answers)
    (grouped,) = (c for c in conversations if c.external_id == "invented-thread-1")
    assert [m.created_at for m in grouped.messages] == sorted(
        m.created_at for m in grouped.messages
    )


@pytest.mark.parametrize("name", STUDIO)
def test_every_chunk_is_read_and_only_the_persons_are_own_words(name, shared_formats, read):
    path = shared_formats / name
    raw = json.loads(path.read_text())
    (conversation,) = read(path)
    assert conversation.external_id == raw["id"]
    chunks = raw["chunkedPrompt"]["chunks"]
    assert [m.external_id for m in conversation.messages] == [c["id"] for c in chunks]
    assert [own_words(m) for m in conversation.messages] == [
        c["text"] if c["role"] == "user" else "" for c in chunks
    ]
    assert conversation.skipped == ()


def test_all_is_accounted_for_and_known_when_it_comes_again(shared_formats, tmp_path):
    store = open_store(tmp_path)
    paths = [shared_formats / name for name in ("gemini_takeout", "gemini_aistudio") * 2]
    *_, done = import_paths(paths, store, PinnedClock())
    for source in done.sources:
        for counts in (source.conversations, source.messages):
            assert counts.read == counts.stored + counts.known + counts.skipped
    assert [
        (s.conversations.stored, s.conversations.known, s.messages.stored, s.messages.known)
        for s in done.sources
    ] == [(3, 0, 7, 0), (2, 0, 4, 0), (0, 3, 0, 7), (0, 2, 0, 4)]
    assert [s.skipped for s in done.sources] == [{"activity that is no prompt": 2}, {}] * 2
