"""Paths as they are typed, pasted or dropped on a terminal, understood as files and folders.

A terminal pastes what is dropped on it: some quote it, some escape its spaces, some write it as a
file:// address, and several come one after another or on lines of their own.
"""

import shlex
from pathlib import Path
from urllib.parse import unquote, urlsplit

from selfaudit.core.importers.json_access import clean_text


def pasted_paths(text: str) -> list[Path]:
    """The paths that a text names, each once, in their order.

    A line that is the name of something that is there is taken as it stands.
    """
    paths: list[Path] = []
    for line in text.splitlines():
        for path in _paths_of(clean_text(line).strip()):
            if path not in paths:
                paths.append(path)
    return paths


def _paths_of(line: str) -> list[Path]:
    if not line:
        return []
    whole = _path(line)
    if _is_there(whole):
        return [whole]
    try:
        parts = shlex.split(line)
    except ValueError:  # a quotation mark that is not closed, as in "Mara's chats.zip"
        return [whole]
    paths = [_path(part) for part in parts if part]
    # Words of a name with spaces that nobody quoted are better told back as they were written.
    return paths if len(paths) < 2 or any(map(_is_there, paths)) else [whole]


def _path(text: str) -> Path:
    if text.lower().startswith("file://"):
        text = unquote(urlsplit(text.replace("#", "%23").replace("?", "%3F")).path)
    path = Path(clean_text(text))
    try:
        return path.expanduser()
    except RuntimeError:  # a home folder of nobody
        return path


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except OSError:  # a name that is too long to be one
        return False
