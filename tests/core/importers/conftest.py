"""Builders for synthetic exports. Nothing here is copied from anyone's export."""

import json
import os
import zipfile
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest

from selfaudit.core.importers.registry import open_export
from selfaudit.core.models.history import Conversation, Skipped


def message(role="user", text="I keep bees.", **fields):
    made = {
        "id": fields.pop("id", None),
        "author": {"role": role},
        "create_time": 1_700_000_000.0,
        "content": {"content_type": "text", "parts": [text]},
        "weight": 1.0,
        "metadata": {},
        "recipient": "all",
    }
    return made | fields


def chain(*messages, id="c-1", **fields):
    """A conversation without branches: a root, then one message below the other."""
    names = ["root", *(f"n{number}" for number in range(1, len(messages) + 1))]
    mapping = {}
    for number, (name, said) in enumerate(zip(names, [None, *messages], strict=True)):
        below = names[number + 1 : number + 2]
        above = names[number - 1] if number else None
        mapping[name] = {"id": name, "parent": above, "children": below, "message": said}
    made = {"id": id, "conversation_id": id, "title": "Bees", "create_time": 1_700_000_000.0}
    return made | {"mapping": mapping, "current_node": names[-1]} | fields


def write_zip(path: Path, files: dict[str, object]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content if isinstance(content, bytes) else json.dumps(content))
    return path


@pytest.fixture
def make() -> SimpleNamespace:
    return SimpleNamespace(message=message, chain=chain, zip=write_zip)


@pytest.fixture
def read() -> Callable[[Path], list[Conversation | Skipped]]:
    """Import a path as the program does."""

    def read_path(path: Path) -> list[Conversation | Skipped]:
        importer, export = open_export(path)
        with export:
            return list(importer.read(export))

    return read_path


@pytest.fixture
def read_json(tmp_path, read) -> Callable[[object], list[Conversation | Skipped]]:
    """Import a JSON value, or the bytes of a file, as a lone file."""

    def read_value(value: object) -> list[Conversation | Skipped]:
        path = tmp_path / "any-name"
        path.write_bytes(value if isinstance(value, bytes) else json.dumps(value).encode())
        return read(path)

    return read_value


@pytest.fixture(scope="session")
def shared_formats() -> Path:
    folder = os.environ.get("SELFAUDIT_SHARED")
    if not folder:
        pytest.skip("SELFAUDIT_SHARED does not name the folder of real export files")
    return Path(folder) / "formats"
