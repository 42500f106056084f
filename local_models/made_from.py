"""Of a model's file that was made from another one: which that was. A small file beside it."""

from pathlib import Path
from typing import Literal

import msgspec

from selfaudit.local_models.files import write_private

FORM: Literal["Q8_0"] = "Q8_0"
"""How the weights are then stored: 8 bits each, and a scale of 16 for every 32 of them."""


class MadeFrom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The sha256 of a file, that of the file that it was made from, and what was made of it."""

    sha256: str
    source: str
    quantisation: Literal["Q8_0"] = FORM


def form_of(model: Path) -> Path:
    """Where the form of a model is kept: beside it."""
    return model.with_name(f"{model.stem}.{FORM}.gguf")


def made_from_file(model: Path) -> Path:
    """The file beside a model that says what it was made from."""
    return model.with_name(model.name + ".made.json")


def write_made_from(model: Path, made: MadeFrom) -> None:
    """Keep what a model was made from, 0600. Raises ModelError."""
    write_private(made_from_file(model), msgspec.json.encode(made))


def read_made_from(model: Path, sha256: str) -> MadeFrom | None:
    """What a model was made from; None for others, and where the note is of another file."""
    try:
        made = msgspec.json.decode(made_from_file(model).read_bytes(), type=MadeFrom)
    except (OSError, msgspec.DecodeError):
        return None
    return made if made.sha256 == sha256 else None
