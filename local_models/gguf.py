"""Reads what a GGUF file says of itself, without llama.cpp: metadata and the shapes of its tensors.

Layout: https://github.com/ggml-org/ggml/blob/master/docs/gguf.md
"""

import mmap
import struct
from dataclasses import dataclass
from pathlib import Path

from selfaudit.core.errors import ModelError
from selfaudit.local_models.files import name_of
from selfaudit.local_models.text import well_formed

MAGIC = b"GGUF"
_LANGUAGES = "general.languages"
_MOST_LANGUAGES = 200
_STRING, _ARRAY = 8, 9
_SCALARS = {0: "B", 1: "b", 2: "H", 3: "h", 4: "I", 5: "i", 6: "f", 7: "?", 10: "Q", 11: "q"} | {
    12: "d"
}
_MAX_DIMS = 4
BLOCKS = {
    # ggml type: (weights in a block, bytes of a block)
    **{0: (1, 4), 1: (1, 2), 2: (32, 18), 3: (32, 20), 6: (32, 22), 7: (32, 24), 8: (32, 34)},
    **{9: (32, 36), 10: (256, 84), 11: (256, 110), 12: (256, 144), 13: (256, 176), 14: (256, 210)},
    **{15: (256, 292), 16: (256, 66), 17: (256, 74), 18: (256, 98), 19: (256, 50), 20: (32, 18)},
    **{21: (256, 110), 22: (256, 82), 23: (256, 136), 24: (1, 1), 25: (1, 2), 26: (1, 4)},
    **{27: (1, 8), 28: (1, 8), 29: (256, 56), 30: (1, 2), 34: (256, 54), 35: (256, 66)},
    **{39: (32, 17), 40: (64, 36), 41: (128, 18), 42: (64, 18)},
}
"""Of a type that is not here, whether the file is long enough for it cannot be said."""

Scalar = str | int | float | bool


@dataclass(frozen=True, slots=True)
class GgufHeader:
    """Metadata of a GGUF file: its scalar entries, its weight count, the languages it names.

    Other arrays are left out. `languages` are as the file's maker wrote them, mostly ISO 639-1
    codes.
    """

    metadata: dict[str, Scalar]
    parameters: int
    languages: tuple[str, ...] = ()

    @property
    def name(self) -> str:
        """The name its maker gave it, or an empty string."""
        return str(self.metadata.get("general.name", ""))

    @property
    def licence(self) -> str:
        """The licence that it names, or an empty string."""
        return str(self.metadata.get("general.license", ""))

    @property
    def context(self) -> int:
        """The window in tokens it was trained with; 0 when it does not say."""
        return self._count("context_length")

    @property
    def cache_bytes(self) -> int:
        """What one token of the window takes in memory as keys and values, in bytes.

        2 bytes a number, which is llama.cpp's default. 0 when the file does not say enough; where
        layers differ, as many heads as the layer with the most could have.
        """
        heads = self._count("attention.head_count")
        per_head = self._count("embedding_length") // heads if heads else 0
        keys = self._count("attention.key_length") or per_head
        values = self._count("attention.value_length") or per_head
        cached = self._count("attention.head_count_kv") or heads
        return 2 * self._count("block_count") * cached * (keys + values)

    def _count(self, name: str) -> int:
        """A count that the file names for its architecture; 0 when it does not."""
        architecture = self.metadata.get("general.architecture", "")
        value = self.metadata.get(f"{architecture}.{name}", 0)
        return value if isinstance(value, int) and value > 0 else 0

    @property
    def chat_template(self) -> str:
        """Its own chat template, or an empty string."""
        return str(self.metadata.get("tokenizer.chat_template", ""))


class _Reader:
    """A cursor over the mapped file; any read beyond its end raises struct.error."""

    def __init__(self, data: mmap.mmap) -> None:
        self.data = data
        self.at = 0

    def scalar(self, code: str) -> int | float | bool:
        layout = "<" + code
        (value,) = struct.unpack_from(layout, self.data, self.at)
        self.at += struct.calcsize(layout)
        if not isinstance(value, int | float):
            raise struct.error
        return value

    def count(self, code: str = "Q") -> int:
        value = int(self.scalar(code))
        if value > len(self.data):
            raise struct.error("a count beyond the file's size")
        return value

    def skip(self, size: int) -> None:
        self.at += size
        if self.at > len(self.data):
            raise struct.error("beyond the end")

    def string(self) -> str:
        size = self.count()
        start = self.at
        self.skip(size)
        return self.data[start : self.at].decode("utf-8", "replace")

    def value(self, kind: int) -> Scalar | None:
        if kind == _STRING:
            return self.string()
        if kind == _ARRAY:
            self.array()
            return None
        if kind not in _SCALARS:
            raise struct.error("an unknown kind of value")
        return self.scalar(_SCALARS[kind])

    def array(self, keep: int = 0) -> tuple[str, ...]:
        """Pass over an array; its first `keep` texts, if it has texts."""
        kind, items = self.count("I"), self.count()
        kept = []
        if kind in _SCALARS:
            self.skip(items * struct.calcsize("<" + _SCALARS[kind]))
        elif kind == _STRING:
            for number in range(items):
                if number < keep:
                    kept.append(self.string())
                else:
                    self.skip(self.count())
        else:
            raise struct.error("an array of an unknown kind")
        return tuple(kept)


def read_header(path: Path) -> GgufHeader:
    """Read the header of a GGUF file and check that the file is long enough for its tensors.

    Raises ModelError when the file cannot be read, is no GGUF file, or ends too early.
    """
    try:
        with path.open("rb") as file:
            if file.read(4) != MAGIC:
                raise ModelError(
                    f"{name_of(path)} is not a GGUF file.",
                    hint="llama.cpp reads models in the GGUF format; their names end in .gguf.",
                )
            with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
                return _parse(_Reader(data), path)
    except OSError as error:
        raise ModelError(f"{well_formed(str(path))} cannot be read: {error.strerror}.") from error
    except struct.error as error:
        raise ModelError(
            f"{name_of(path)} is damaged or was cut short.", hint="Fetch or copy it again."
        ) from error


def _parse(reader: _Reader, path: Path) -> GgufHeader:
    reader.skip(len(MAGIC))
    version = int(reader.scalar("I"))
    if version not in (2, 3):
        raise ModelError(
            f"{name_of(path)} is GGUF version {version}; versions 2 and 3 can be read."
        )
    tensors, entries = reader.count(), reader.count()
    metadata: dict[str, Scalar] = {}
    languages: tuple[str, ...] = ()
    for _ in range(entries):
        key, kind = reader.string(), reader.count("I")
        if key == _LANGUAGES and kind == _ARRAY:
            languages = reader.array(_MOST_LANGUAGES)
        elif (value := reader.value(kind)) is not None:
            metadata[key] = value
    parameters = end = 0
    for _ in range(tensors):
        weights, tensor_end = _tensor(reader)
        parameters += weights
        end = max(end, tensor_end)
    alignment = metadata.get("general.alignment", 32)
    if not isinstance(alignment, int) or alignment <= 0:
        raise struct.error("a bad alignment")
    start = -(-reader.at // alignment) * alignment
    if start + end > len(reader.data):
        raise struct.error("tensors beyond the end")
    return GgufHeader(metadata, parameters, languages)


def _tensor(reader: _Reader) -> tuple[int, int]:
    """Weights of the next tensor, and where its data ends, counted from the data's start."""
    reader.string()
    dims = reader.count("I")
    if dims > _MAX_DIMS:
        raise struct.error("a tensor of too many dimensions")
    weights = 1
    for _ in range(dims):
        weights *= int(reader.scalar("Q"))
    kind, offset = int(reader.scalar("I")), int(reader.scalar("Q"))
    block, size = BLOCKS.get(kind, (1, 0))
    return weights, offset + weights // block * size
