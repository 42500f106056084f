"""Adapters: small files that teach a model one task, beside a model's file, which they leave alone.

Those of models of the catalogue come with the program, in the folder `adapters`.
"""

from dataclasses import dataclass
from pathlib import Path

from selfaudit.core.errors import ModelError
from selfaudit.local_models.files import name_of, sha256_of
from selfaudit.local_models.gguf import read_header
from selfaudit.local_models.known_model import KnownAdapter

FOLDER = Path(__file__).with_name("adapters")
"""Where the adapters are that come with the program."""

_INSTALL_AGAIN = "Install selfaudit again, or go on without it: --no-adapter."


@dataclass(frozen=True, slots=True)
class Adapter:
    """An adapter's file, the sha256 that it is to have, and its size in bytes."""

    path: Path
    sha256: str
    bytes: int

    def check(self) -> None:
        """Read the file whole. Raises ModelError where it is not there or not what it should be."""
        if not self.path.is_file():
            raise ModelError(f"The adapter {name_of(self.path)} is not there.", hint=_INSTALL_AGAIN)
        if sha256_of(self.path) != self.sha256:
            raise ModelError(
                f"The adapter {name_of(self.path)} is damaged: its sha256 is not the right one.",
                hint=_INSTALL_AGAIN,
            )


def packaged(known: KnownAdapter) -> Adapter:
    """An adapter that comes with the program. Its file is not looked at."""
    return Adapter(FOLDER / known.file_name, known.sha256, known.bytes)


def adapter_in(path: Path) -> Adapter:
    """The adapter in any file, as it is now. Raises ModelError where it is none."""
    kind = read_header(path).metadata
    if (kind.get("general.type"), kind.get("adapter.type")) != ("adapter", "lora"):
        raise ModelError(
            f"{name_of(path)} is no adapter.",
            hint="An adapter is a LoRA in the GGUF format. A whole model is named by --model.",
        )
    return Adapter(path, sha256_of(path), path.stat().st_size)
