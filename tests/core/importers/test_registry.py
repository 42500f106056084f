"""Which importer takes which file, and that none takes another's."""

import json

import pytest
from builders import PinnedClock, open_store

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.importers.registry import IMPORTERS, open_export
from selfaudit.core.models.history import Conversation

FOLDERS = {  # the folders of the shared files, with the format of every file in them
    "chatbotui": "chatbot_ui",
    "chatgpt": "chatgpt",
    "chatgpt_sharded": "chatgpt",
    "claude_ai": "claude",
    "claude_ai_v2": "claude",
    "grok": "grok",
    "librechat": "librechat",
    "open_webui": "open_webui",
    "gemini_aistudio": "aistudio",
    "gemini_takeout": "gemini",
}

NO_CONVERSATIONS = {"export_manifest.json"}


def taken_by(path):
    try:
        importer, export = open_export(path)
    except ExportError:
        return None
    export.close()
    return importer.format


def test_every_shared_file_is_taken_by_its_own_importer_or_by_none(shared_formats):
    assert {path.name for path in shared_formats.iterdir() if path.is_dir()} == set(FOLDERS)
    for path in shared_formats.glob("*/*.json"):
        expected = None if path.name in NO_CONVERSATIONS else FOLDERS[path.parent.name]
        assert taken_by(path) == expected, path
    for folder, expected in FOLDERS.items():
        assert taken_by(shared_formats / folder) == expected, folder


def test_no_two_importers_hold_one_file(shared_formats):
    for path in shared_formats.glob("*/*.json"):
        try:
            _, export = open_export(path)
        except ExportError:
            continue
        with export:
            held = [i.format for i in IMPORTERS if i.holds(export, export.members[0])]
        assert len(held) == 1, path


CLAUDE = [{"uuid": "c", "name": "x", "chat_messages": [{"sender": "human", "text": "I am two."}]}]
LINES = {"messages": [{"role": "user", "content": "I am three."}]}


def test_a_file_of_another_format_in_one_folder_is_counted(make, tmp_path):
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps([make.chain(make.message())]))
    (folder / "b.json").write_text(json.dumps(CLAUDE))
    (folder / "c.jsonl").write_text(json.dumps(LINES))
    (folder / "d.json").write_text('{"unrelated": true}')
    store = open_store(tmp_path)
    *_, done = import_paths([folder, folder / "b.json", folder / "c.jsonl"], store, PinnedClock())
    mixed, *apart = done.sources
    assert (mixed.format, mixed.conversations.read, mixed.conversations.stored) == ("chatgpt", 3, 1)
    assert mixed.skipped == {"file of another format than the rest": 2}
    assert [(s.format, s.messages.stored) for s in apart] == [
        ("claude", 1),
        ("openai-messages", 1),
    ]


def test_messages_that_were_uploaded_to_a_chat_are_no_chat_of_the_person(make, read, tmp_path):
    files = {"file-1.json": [LINES], "z.json": CLAUDE}
    (conversation,) = read(make.zip(tmp_path / "x.zip", files))
    assert isinstance(conversation, Conversation)
    assert [m.text for m in conversation.messages] == ["I am two."]


def test_what_is_supported_is_said_for_each_format(tmp_path):
    path = tmp_path / "x.json"
    path.write_text("[]")
    with pytest.raises(ExportError) as caught:
        open_export(path)
    for importer in IMPORTERS:
        assert importer.label in caught.value.hint
