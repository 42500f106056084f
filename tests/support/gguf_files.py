"""GGUF files for tests: made-up metadata, and tensors of zeros."""

import struct
from pathlib import Path

_TEXT, _ARRAY = 8, 9


def gguf_bytes(
    metadata: dict[str, object], tensors: dict[str, tuple[int, ...]] | None = None
) -> bytes:
    """A whole GGUF file with float tensors of these shapes."""
    tensors = tensors or {}
    head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata))
    head += b"".join(_text(key) + _value(value) for key, value in metadata.items())
    offset = 0
    for name, shape in tensors.items():
        head += _text(name) + struct.pack(f"<I{len(shape)}QIQ", len(shape), *shape, 0, offset)
        weights = 1
        for size in shape:
            weights *= size
        offset += 4 * weights
    return head + bytes(-len(head) % 32) + bytes(offset)


def write(path: Path, architecture: str = "llama", weights: int = 50_000) -> Path:
    """A small file that says it is a model of that kind, which llama.cpp cannot use."""
    metadata: dict[str, object] = {
        "general.architecture": architecture,
        "general.name": "Tiny",
        f"{architecture}.context_length": 512,
        "tokenizer.chat_template": "{{ messages[0].content }}",
    }
    path.write_bytes(gguf_bytes(metadata, {"w": (weights,)}))
    return path


def _text(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _value(value: object) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", _TEXT) + _text(value)
    if isinstance(value, int):
        return struct.pack("<II", 4, value)
    assert isinstance(value, list)
    if value and isinstance(value[0], int):
        return struct.pack("<IIQ", _ARRAY, 4, len(value)) + struct.pack(f"<{len(value)}I", *value)
    return struct.pack("<IIQ", _ARRAY, _TEXT, len(value)) + b"".join(map(_text, value))
