"""Texts in which an assistant wrote down what it remembers, and all that is none."""

import os
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.memory_text import (
    LARGEST,
    MEMORY_TITLE,
    MemoryTextImporter,
    Shape,
    shape_of,
)
from selfaudit.core.importers.registry import open_export
from selfaudit.core.models.history import Origin, Role

SECTIONS = """## Instructions
[2024-05-01] - Be brief.

## Identity
[2024-05-01] - Name is Ada.
[unknown] - Lives in Kiel.

## Career

## Projects
[2025-01-02] - Builds a boat.

## Preferences
[2025-01-02] - Prefers metric units.
"""
NUMBERED = "1. [2024-05-01]. Has a dog.\n2. [2024-06-01]. Sings in a choir.\n"
BULLETS = "Here is what I remember about you:\n\n- You have a dog.\n- You sing in a choir.\n"


@pytest.mark.parametrize(
    ("text", "shape"),
    [
        (SECTIONS, Shape.SECTIONS),
        (SECTIONS.replace("## ", ""), Shape.SECTIONS),
        (re.sub("## (.*)", r"**\1**", SECTIONS), Shape.SECTIONS),
        (NUMBERED, Shape.NUMBERED),
        (BULLETS, Shape.BULLETS),
        (f"# Saved memories\n{BULLETS.partition(':')[2]}", Shape.BULLETS),
        ("Das habe ich als Erinnerung gespeichert:\n* Hat einen Hund\n* Singt", Shape.BULLETS),
        (f"{BULLETS}\nTell me if any of this is wrong.\n", None),
        (f"{BULLETS}- You row.\n\nTell me if any of this is wrong.\n", Shape.BULLETS),
    ],
)
def test_shapes(text, shape):
    assert shape_of(text) == shape


@pytest.mark.parametrize(
    "text",
    [
        "",
        "A note about my memory.\n",
        "Shopping\n- milk\n- bread\n- eggs\n",
        "# My project\n\n- fast\n- small\n\n## Install\n\n- pip install it\n- run it\n",
        "1. Boil water.\n2. Add pasta.\n3. Remember the salt.\n",
        "[2024-05-01] - woke up at 7\n[2024-05-02] - woke up at 8\n[2024-05-03] - ran\n",
        "[2024-05-01] ERROR memory exhausted\n[2024-05-01] ERROR memory exhausted\n",
        "## 2024-05-01\n- Fixed a memory leak\n- Faster start\n\n## 2024-04-01\n- First release\n",
        "Career\n- Wrote a CV\n- Sent it\n\nProjects\n- A boat\n- A shed\n",
        "Instructions\n[2024-05-01] - Be brief.\n[2024-05-01] - No lists.\n",
        "Preferences\n[a] - x\n\nIdentity\n[b] - y\n",
        "Memory layout:\n- code\n- data\n```c\nint x;\n```\n- stack\n- heap\n",
        "I remember the summer well. We swam.\n\nThe end came in September, as it does.\n",
        '["[2024-05-01] - a", "[2024-05-02] - b"]',
        "- remember the milk\n- remember the bread\n- remember to sleep\n",
    ],
)  # fmt: skip
def test_what_is_no_memory(text, tmp_path):
    assert shape_of(text) is None
    path = tmp_path / "memory.md"
    path.write_text(text or "\n")
    with pytest.raises(ExportError, match="in no format"):
        open_export(path)


def test_no_page_of_the_documentation_is_one():
    pages = list(Path(__file__).parents[3].glob("**/*.md"))
    assert len(pages) > 10
    assert [page.name for page in pages if shape_of(page.read_text(encoding="utf-8"))] == []


@given(st.text(max_size=200))
def test_random_text_is_no_memory(text):
    assert shape_of(text) is None


@pytest.mark.parametrize("text", [SECTIONS, NUMBERED, BULLETS])
def test_a_memory_is_a_conversation_with_the_text_as_it_is(text, tmp_path, read):
    path = tmp_path / "any-name"
    path.write_text(text)
    (conversation,) = read(path)
    (message,) = conversation.messages
    assert conversation.title == MEMORY_TITLE
    assert (message.role, message.text) == (Role.SYSTEM, text)
    (segment,) = message.segments
    assert (segment.start, segment.end) == (0, len(text))
    assert segment.origin is Origin.VENDOR_MEMORY


def test_marks_of_the_encoding_and_what_cannot_be_stored(tmp_path, read):
    path = tmp_path / "m.txt"
    path.write_bytes(b"\xef\xbb\xbf" + NUMBERED.replace("\n", "\r\n").encode())
    (conversation,) = read(path)
    assert conversation.messages[0].text.startswith("1. [2024")
    path.write_bytes(NUMBERED.encode("utf-16"))
    with pytest.raises(ExportError):
        open_export(path)
    path.write_bytes(NUMBERED.encode() + b"\0")
    with pytest.raises(ExportError):
        open_export(path)


def test_what_is_too_large_is_not_read(tmp_path):
    path = tmp_path / "m.txt"
    path.write_text(NUMBERED * (LARGEST // len(NUMBERED) + 1))
    with pytest.raises(ExportError):
        open_export(path)


def test_several_files_and_others_beside_them(tmp_path, read):
    (tmp_path / "chatgpt.txt").write_text(NUMBERED)
    (tmp_path / "claude.md").write_text(SECTIONS)
    (tmp_path / "notes.md").write_text("# Notes\n- milk\n")
    found = read(tmp_path)
    assert [one.external_id for one in found] == ["memory/chatgpt.txt", "memory/claude.md"]


def test_a_vendors_export_comes_first(make, tmp_path):
    path = make.zip(
        tmp_path / "export.zip",
        {"conversations.json": [make.chain(make.message())], "memory.md": NUMBERED.encode()},
    )
    importer, export = open_export(path)
    export.close()
    assert importer.format == "chatgpt"


@pytest.mark.skipif("SELFAUDIT_SHARED" not in os.environ, reason="needs real export files")
def test_no_real_file_of_another_format_is_one():
    folder = Path(os.environ["SELFAUDIT_SHARED"])
    importer = MemoryTextImporter()
    for part in ("formats", "reference", "corpora"):
        with ExportFiles(folder / part) as export:
            held = [member.name for member in export.members if importer.holds(export, member)]
        assert held == []
