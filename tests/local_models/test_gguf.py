import ctypes
import struct
from collections.abc import Callable
from contextlib import suppress
from importlib.util import find_spec
from pathlib import Path

import pytest
from gguf_files import gguf_bytes
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from selfaudit.core.errors import ModelError
from selfaudit.local_models.catalog import DEFAULT
from selfaudit.local_models.gguf import BLOCKS, read_header

WriteGguf = Callable[..., Path]
META = {
    "general.architecture": "llama",
    "general.name": "Tiny",
    "llama.context_length": 512,
    "tokenizer.ggml.tokens": ["a", "b", "é"],
    "tokenizer.chat_template": "{{ x }}",
}


def test_the_header_says_what_the_file_is(tmp_path: Path, write_gguf: WriteGguf) -> None:
    path = write_gguf(tmp_path / "a.gguf", META, {"w": (8, 4), "b": (8,)})
    header = read_header(path)
    assert header.parameters == 40
    assert (header.name, header.context, header.chat_template) == ("Tiny", 512, "{{ x }}")
    assert "tokenizer.ggml.tokens" not in header.metadata


def test_a_file_that_says_nothing(tmp_path: Path, write_gguf: WriteGguf) -> None:
    header = read_header(write_gguf(tmp_path / "a.gguf", {}))
    assert (header.parameters, header.name, header.context, header.chat_template) == (0, "", 0, "")


def test_every_way_of_cutting_it_short_is_noticed(tmp_path: Path, write_gguf: WriteGguf) -> None:
    whole = write_gguf(tmp_path / "a.gguf", META, {"w": (8, 4)}).read_bytes()
    cut = tmp_path / "cut.gguf"
    for size in range(4, len(whole)):
        cut.write_bytes(whole[:size])
        with pytest.raises(ModelError, match="cut short"):
            read_header(cut)


@pytest.mark.parametrize("data", [b"", b"GGU", b"PK\3\4" + bytes(100), b"ggml" + bytes(100)])
def test_another_kind_of_file_is_no_gguf(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(data)
    with pytest.raises(ModelError, match="not a GGUF file"):
        read_header(path)


def test_other_versions_and_missing_files_are_said(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    path.write_bytes(b"GGUF" + struct.pack("<IQQ", 1, 0, 0))
    with pytest.raises(ModelError, match="version 1"):
        read_header(path)
    with pytest.raises(ModelError, match="cannot be read"):
        read_header(tmp_path / "none.gguf")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(4, 300), byte=st.integers(0, 255))
def test_damage_is_read_or_refused_but_never_crashes(
    tmp_path: Path, write_gguf: WriteGguf, at: int, byte: int
) -> None:
    path = write_gguf(tmp_path / "a.gguf", META, {"w": (8, 4)})
    data = bytearray(path.read_bytes())
    data[min(at, len(data) - 1)] = byte
    path.write_bytes(data)
    with suppress(ModelError):
        assert read_header(path).parameters >= 0


def test_languages_licence_and_the_cache_are_read(tmp_path: Path) -> None:
    path = tmp_path / "a.gguf"
    shape: dict[str, object] = {
        "general.architecture": "llama",
        "general.license": "mit",
        "general.languages": ["nl", "en-US", "Frisian"],
        "llama.block_count": 30,
        "llama.embedding_length": 576,
        "llama.attention.head_count": 9,
    }
    path.write_bytes(gguf_bytes(shape))
    header = read_header(path)
    assert header.languages == ("nl", "en-US", "Frisian")
    assert header.licence == "mit"
    # 2 bytes, keys and values, 30 layers, 9 heads of 64.
    assert header.cache_bytes == 2 * 2 * 30 * 9 * 64
    path.write_bytes(gguf_bytes({**shape, "llama.attention.head_count_kv": 3}))
    assert read_header(path).cache_bytes == 23_040
    own_sizes = {"llama.attention.key_length": 128, "llama.attention.value_length": 32}
    path.write_bytes(gguf_bytes({**shape, **own_sizes}))
    assert read_header(path).cache_bytes == 2 * 30 * 9 * (128 + 32)
    # Heads that differ from layer to layer come as an array: as many as there could be count.
    path.write_bytes(gguf_bytes({**shape, "llama.attention.head_count_kv": [3] * 30}))
    assert read_header(path).cache_bytes == 2 * 2 * 30 * 9 * 64
    path.write_bytes(gguf_bytes({**shape, "llama.attention.head_count": 0}))
    assert read_header(path).cache_bytes == 0
    path.write_bytes(gguf_bytes({**shape, "general.languages": [1, 2]}))
    assert read_header(path).languages == ()


def test_sizes_of_blocks_are_those_of_the_installed_ggml() -> None:
    """Without them a file that was cut short would go unnoticed."""
    places = find_spec("llama_cpp")
    assert places is not None
    folder = Path((places.submodule_search_locations or [""])[0]) / "lib"
    library = next(iter(sorted(folder.glob("*ggml-base*"))), None)
    if library is None:
        pytest.skip("the installed llama.cpp keeps ggml elsewhere")
    ggml = ctypes.CDLL(str(library))
    ggml.ggml_type_size.restype = ctypes.c_size_t
    ggml.ggml_blck_size.restype = ctypes.c_int64
    ggml.ggml_type_name.restype = ctypes.c_char_p
    assert all(
        (ggml.ggml_blck_size(kind), ggml.ggml_type_size(kind)) == block
        for kind, block in BLOCKS.items()
    )
    known = {kind for kind in range(max(BLOCKS) + 1) if ggml.ggml_type_size(kind)}
    assert known == set(BLOCKS)


@pytest.mark.real_model
def test_the_default_model(model_file: Path) -> None:
    header = read_header(model_file)
    assert header.parameters == 134_515_008
    assert header.context == 8192
    assert "<|im_start|>" in header.chat_template
    assert header.cache_bytes == DEFAULT.cache_bytes
    assert header.languages == ("en",)
    assert header.licence == "apache-2.0"
