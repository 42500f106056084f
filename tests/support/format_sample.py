"""What a sample of a format is: the files of a made-up export."""

import json
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class FormatSample:
    """Files by name, how many conversations they hold, each counted once, and whose words.

    `has_own_words` is false for a format that only holds what a vendor wrote.
    """

    files: Mapping[str, bytes]
    conversations: int
    has_own_words: bool = True

    def folder(self, where: Path) -> Path:
        """The export unpacked, in a new folder."""
        for name, data in self.files.items():
            path = where / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        return where

    def zip(self, path: Path) -> Path:
        """The export as it is downloaded."""
        with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in self.files.items():
                archive.writestr(name, data)
        return path


def as_json(value: object) -> bytes:
    """A JSON value as a file holds it."""
    return json.dumps(value).encode()
