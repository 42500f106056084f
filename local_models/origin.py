"""Where a fetched model came from: a small file beside it, which says who vouched for its hash."""

from enum import StrEnum
from pathlib import Path

import msgspec

from selfaudit.local_models.files import write_private


class HashFrom(StrEnum):
    """Who said what the file's sha256 is."""

    CATALOGUE = "catalogue"
    HUB = "hub"


class Origin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file of the Hugging Face hub, at one commit."""

    repo: str
    path: str
    revision: str
    sha256: str
    hash_from: HashFrom
    licence: str


def origin_file(model: Path) -> Path:
    """The file beside a model that says where it came from."""
    return model.with_name(model.name + ".origin.json")


def write_origin(model: Path, origin: Origin) -> None:
    """Keep where a model came from, 0600. Raises ModelError."""
    write_private(origin_file(model), msgspec.json.encode(origin))


def read_origin(model: Path) -> Origin | None:
    """Where a model came from; None for one that was not fetched from the hub."""
    try:
        return msgspec.json.decode(origin_file(model).read_bytes(), type=Origin)
    except (OSError, msgspec.DecodeError):
        return None
