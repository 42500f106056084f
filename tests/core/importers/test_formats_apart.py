"""Every file of every format is held by its own importer and by no other."""

import json
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from format_checks import assert_sound
from format_samples import SAMPLES as EXPORTS
from hypothesis import given, settings
from hypothesis import strategies as st

from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.registry import IMPORTERS, open_export

FOLDERS = {  # the folders of the shared files, with the format of what is in them
    "chatgpt": "chatgpt",
    "chatgpt_sharded": "chatgpt",
    "claude_ai": "claude",
    "claude_ai_v2": "claude",
    "grok": "grok",
    "librechat": "librechat",
    "chatbotui": "chatbot_ui",
    "open_webui": "open_webui",
    "gemini_aistudio": "aistudio",
    "gemini_takeout": "gemini",
}

NO_CONVERSATIONS = {"export_manifest.json"}

LISTS = {"chat.html", "user.json", "threads/bees/thread.json", "threads/rye/thread.json"}
"""Files that lie in exports and hold no conversation."""

LE_CHAT = {"id": "m", "chatId": "c", "createdAt": "2025-09-19T16:18:19.236Z"}

SAMPLES: dict[str, tuple[str, object]] = {  # name: (format, a small made-up file of it)
    "chatgpt": (
        "chatgpt",
        [
            {
                "id": "c",
                "mapping": {
                    "n": {
                        "message": {
                            "author": {"role": "user"},
                            "content": {"content_type": "text", "parts": ["I keep bees."]},
                        }
                    }
                },
            }
        ],
    ),
    "chatgpt in an object": (
        "chatgpt",
        {"conversations": [{"mapping": {"n": {"message": {"author": {"role": "user"}}}}}]},
    ),
    "claude": (
        "claude",
        [{"uuid": "c", "chat_messages": [{"sender": "human", "text": "I keep bees."}]}],
    ),
    "claude project": ("claude", {"uuid": "p", "prompt_template": "Be brief.", "docs": []}),
    "claude memories": ("claude", [{"conversations_memory": "Keeps bees."}]),
    "openai messages": (
        "openai-messages",
        {"messages": [{"role": "user", "content": "I keep bees."}]},
    ),
    "grok": (
        "grok",
        {
            "conversations": [
                {
                    "conversation": {"id": "c"},
                    "responses": [{"response": {"sender": "human", "message": "I keep bees."}}],
                }
            ],
            "projects": [],
            "tasks": [],
            "media_posts": [],
        },
    ),
    "grok without wrapping": (
        "grok",
        [{"conversation": {}, "responses": [{"sender": "human", "message": "I keep bees."}]}],
    ),
    "grok posts": ("grok", {"media_posts": [{"original_prompt": "bees", "media_type": "image"}]}),
    "deepseek": (
        "deepseek",
        [
            {
                "id": "c",
                "mapping": {
                    "root": {"id": "root", "parent": None, "children": ["1"], "message": None},
                    "1": {
                        "id": "1",
                        "parent": "root",
                        "children": [],
                        "message": {"fragments": [{"type": "REQUEST", "content": "I keep bees."}]},
                    },
                },
            }
        ],
    ),
    "deepseek of 2025": (
        "deepseek",
        [
            {
                "mapping": {
                    "1": {
                        "parent": "root",
                        "message": {"content": "I keep bees.", "inserted_at": "2025-01-01"},
                    }
                }
            }
        ],
    ),
    "deepseek page": (
        "deepseek",
        {
            "code": 0,
            "data": {
                "biz_data": {
                    "chat_session": {"id": "c"},
                    "chat_messages": [
                        {
                            "message_id": 1,
                            "parent_id": None,
                            "role": "USER",
                            "fragments": [{"type": "REQUEST", "content": "I keep bees."}],
                        }
                    ],
                }
            },
        },
    ),
    "mistral": (
        "mistral",
        [LE_CHAT | {"role": "user", "content": "I keep bees.", "contentChunks": None}],
    ),
    "perplexity": (
        "perplexity",
        {
            "metadata": {"thread_id": "c", "thread_title": "Bees"},
            "conversations": [{"uuid": "t", "query": "I keep bees.", "answer": "Lovely."}],
        },
    ),
    "perplexity page": (
        "perplexity",
        {
            "status": "success",
            "entries": [
                {"uuid": "t", "query_str": "I keep bees.", "blocks": [], "thread_title": "Bees"}
            ],
        },
    ),
    "sharegpt": (
        "sharegpt",
        [{"id": "c", "conversations": [{"from": "human", "value": "I keep bees."}]}],
    ),
    "sharegpt alone": ("sharegpt", {"conversations": [{"from": "human", "value": "I keep bees."}]}),
    "sharegpt with roles": (
        "sharegpt",
        [{"conversations": [{"role": "user", "content": "I keep bees."}]}],
    ),
}

for format, sample in EXPORTS.items():
    for name, data in sample.files.items():
        if name not in LISTS:
            SAMPLES[f"{format}: {name}"] = (format, data)


def holders(path) -> list[str]:
    with ExportFiles(path) as export:
        (member,) = export.members
        return [importer.format for importer in IMPORTERS if importer.holds(export, member)]


@pytest.fixture
def write(tmp_path) -> Callable[[object], object]:
    def write_file(value: object):
        path = tmp_path / "any-name"
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
        return path

    return write_file


@pytest.mark.parametrize("name", SAMPLES)
def test_a_made_up_file_is_held_by_its_own_importer_alone(name, write):
    expected, value = SAMPLES[name]
    path = write(value)
    assert holders(path) == [expected]
    importer, export = open_export(path)
    export.close()
    assert importer.format == expected


def test_there_is_a_made_up_file_of_every_format():
    assert {expected for expected, _ in SAMPLES.values()} == {i.format for i in IMPORTERS}


@pytest.mark.parametrize(
    "value", [b"", b"[]", b"{}", b"[[]]", b"[{}]", b'{"conversations": []}', b"\x00\x01", b"hello"]
)
def test_what_says_nothing_is_held_by_none(value, write):
    path = write(value or b" ")
    assert holders(path) == []


def test_every_shared_file_is_held_by_its_own_importer_alone(shared_formats):
    for path in shared_formats.glob("*/*.json"):
        expected = FOLDERS.get(path.parent.name)
        alone = [] if expected is None or path.name in NO_CONVERSATIONS else [expected]
        assert holders(path) == alone, path


@settings(max_examples=300, deadline=None)
@given(st.data())
def test_a_damaged_file_raises_nothing_and_loses_nothing_silently(data):
    _, value = SAMPLES[data.draw(st.sampled_from(sorted(SAMPLES)))]
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    at = data.draw(st.integers(0, len(raw)))
    damaged = raw[:at] + data.draw(st.binary(max_size=3)) + raw[at + data.draw(st.integers(0, 9)) :]
    with TemporaryDirectory() as folder:
        path = Path(folder, "any.json")
        written = data.draw(st.sampled_from([damaged, raw[:at]])) or b" "
        path.write_bytes(written)
        says_something = len(written.splitlines()) > 1 or b"{" in written  # not a CSV's first line
        with ExportFiles(path) as export:
            for importer in IMPORTERS:
                held = importer.holds(export, export.members[0])
                found = list(importer.read(export))
                for record in found:
                    assert_sound(record)
                assert found or not held or not says_something
