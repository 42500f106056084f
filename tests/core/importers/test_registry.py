"""Which importer takes which file, and that none takes another's."""

import json

import pytest
from builders import PinnedClock, open_store

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.importers.names import NAMES, format_name
from selfaudit.core.importers.registry import IMPORTERS, open_export, parts_of
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


def imported(store, *paths):
    *_, done = import_paths(paths, store, PinnedClock())
    return done


def test_each_format_of_a_folder_is_a_source_of_its_own(make, tmp_path):
    folder = tmp_path / "mixed"
    folder.mkdir()
    (folder / "a.json").write_text(json.dumps([make.chain(make.message())]))
    (folder / "b.json").write_text(json.dumps(CLAUDE))
    (folder / "c.jsonl").write_text(json.dumps(LINES))
    (folder / "d.json").write_text('{"unrelated": true}')
    sources = imported(open_store(tmp_path), folder).sources
    assert [(one.path, one.format, one.messages.stored) for one in sources] == [
        (str(folder), "chatgpt", 1),
        (str(folder), "claude", 1),
        (str(folder), "openai-messages", 1),
    ]
    assert not any(one.skipped for one in sources)


def test_zips_beside_each_other_are_read_and_what_is_broken_counts_where_it_lies(make, tmp_path):
    folder = tmp_path / "downloads"
    (folder / "deep").mkdir(parents=True)
    make.zip(
        folder / "chatgpt.zip",
        {"conversations.json": [make.chain(make.message())], "user.json": b'{"broken": '},
    )
    make.zip(
        folder / "deep/claude.zip",
        {"conversations.json": CLAUDE, "projects.json": b"[{", "memories.json": b"[{]"},
    )
    (folder / "cut.zip").write_bytes((folder / "chatgpt.zip").read_bytes()[:-30])
    chatgpt, claude = imported(open_store(tmp_path), folder).sources
    assert (chatgpt.format, chatgpt.conversations.stored) == ("chatgpt", 1)
    assert chatgpt.skipped == {
        "zip inside the export could not be opened": 1,
        "file ends in the middle": 1,
    }
    assert (claude.format, claude.conversations.stored) == ("claude", 1)
    assert sum(claude.skipped.values()) == 2


def test_a_list_of_files_stays_with_the_files_that_it_lists(make, tmp_path):
    manifest = {
        "logical_files": {"conversations.json": {"files": ["conversations-000.json", "gone.json"]}}
    }
    make.zip(tmp_path / "b.zip", {"conversations.json": CLAUDE})
    make.zip(
        tmp_path / "a.zip",
        {
            "conversations-000.json": [make.chain(make.message())],
            "export_manifest.json": manifest,
        },
    )
    folder = tmp_path / "both"
    folder.mkdir()
    for name in ("a.zip", "b.zip"):
        (tmp_path / name).rename(folder / name)
    chatgpt, claude = imported(open_store(tmp_path), folder).sources
    assert chatgpt.skipped == {"file named by the manifest is missing": 1}
    assert claude.skipped == {}


def test_uploads_are_passed_over_and_counted_in_the_zip_of_a_vendor_alone(make, tmp_path):
    folder = tmp_path / "downloads"
    folder.mkdir()
    make.zip(folder / "claude.zip", {"z.json": CLAUDE, "files/mine.json": [LINES]})
    make.zip(folder / "own.zip", {"mine.json": [LINES]})
    claude, own = imported(open_store(tmp_path), folder).sources
    assert (claude.format, claude.conversations.stored) == ("claude", 1)
    assert claude.skipped == {"file of messages that lies in another export": 1}
    assert (own.format, own.conversations.stored) == ("openai-messages", 1)
    assert own.skipped == {}


def test_every_file_is_in_one_part(make, tmp_path):
    make.zip(
        tmp_path / "x.zip",
        {
            "a.json": [make.chain(make.message())],
            "b.json": CLAUDE,
            "c.json": [LINES],
            "d": b"d",
        },
    )
    with ExportFiles(tmp_path / "x.zip") as export:
        parts = parts_of(export)
        assert [part.importer.format for part in parts] == ["chatgpt", "claude"]
        names = [[member.name for member in part.export.members] for part in parts]
        assert names == [["a.json", "d"], ["b.json"]]
        assert [[member.name for member in part.uploaded] for part in parts] == [["c.json"], []]


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
        assert format_name(importer.format) in caught.value.hint
    assert set(NAMES) == {importer.format for importer in IMPORTERS}
