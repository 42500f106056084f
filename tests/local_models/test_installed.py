import hashlib
import os
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from selfaudit.core.errors import ModelError
from selfaudit.core.models.run import Profile
from selfaudit.local_models import catalog
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.files import sha256_of
from selfaudit.local_models.gguf import read_header
from selfaudit.local_models.installed import ModelLibrary

WriteGguf = Callable[..., Path]


@pytest.fixture
def library(tmp_path: Path) -> ModelLibrary:
    return ModelLibrary(tmp_path / "data" / "models")


@pytest.fixture
def outside(tmp_path: Path, write_gguf: WriteGguf) -> Path:
    meta = {"general.architecture": "llama", "general.name": "Tiny", "llama.context_length": 512}
    return write_gguf(tmp_path / "tiny.gguf", meta, {"w": (8, 4)})


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.usefixtures("umask")
def test_adding_copies_privately_and_knows_the_file(library: ModelLibrary, outside: Path) -> None:
    model = library.add(outside)
    assert model.path == library.folder / "tiny.gguf"
    assert model.sha256 == hashlib.sha256(outside.read_bytes()).hexdigest()
    assert (model.name, model.title, model.parameters, model.context) == ("tiny", "Tiny", 32, 512)
    assert model.profile is Profile.FLAT
    assert library.list_models() == [model]
    assert _mode(library.folder) == 0o700
    assert {_mode(path) for path in library.folder.iterdir()} == {0o600}
    assert not model.path.samefile(outside)
    assert library.add(outside) == model


def test_languages_and_licence_are_those_of_the_file(
    tmp_path: Path, library: ModelLibrary, write_gguf: WriteGguf
) -> None:
    meta = {"general.languages": ["en-GB", "Dutch"], "general.license": "mit"}
    model = library.add(write_gguf(tmp_path / "two.gguf", meta, {"w": (8,)}))
    assert (model.languages, model.licence) == (("en", "nl"), "mit")
    silent = library.add(write_gguf(tmp_path / "silent.gguf", {}, {"w": (8,)}))
    assert (silent.languages, silent.licence, silent.cache_bytes) == ((), "", 0)


def test_a_link_shares_the_file(library: ModelLibrary, outside: Path) -> None:
    model = library.add(outside, link=True)
    assert model.path.samefile(outside)
    library.remove(model)
    assert outside.is_file()


def test_large_models_are_asked_for_records(
    tmp_path: Path, library: ModelLibrary, write_gguf: WriteGguf
) -> None:
    # Shapes without their data, in a type whose size is not known: only the count matters.
    path = write_gguf(tmp_path / "big.gguf", {}, {"w": (0,)})
    data = bytearray(path.read_bytes())
    at = data.index(b"w", 24) + 1 + 4
    data[at : at + 8] = (1_000_000_000).to_bytes(8, "little")
    data[at + 8 : at + 12] = (99).to_bytes(4, "little")
    path.write_bytes(data)
    assert library.add(path).profile is Profile.RECORDS


def test_a_file_is_hashed_again_only_when_it_changed(
    library: ModelLibrary, outside: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    model = library.add(outside)
    status = model.path.stat()
    data = model.path.read_bytes()
    changed = data[:-1] + b"\1"
    model.path.write_bytes(changed)
    os.utime(model.path, ns=(status.st_atime_ns, status.st_mtime_ns))
    # Same size and time: not read again, which is what makes this cheap; verify does read it.
    assert library.describe(model.path) == model
    with pytest.raises(ModelError, match="has changed"):
        library.verify(model)
    os.utime(model.path, ns=(status.st_atime_ns, status.st_mtime_ns + 1))
    again = library.describe(model.path)
    assert again.sha256 == hashlib.sha256(changed).hexdigest()
    library.verify(again)


def test_a_damaged_sidecar_is_made_anew(library: ModelLibrary, outside: Path) -> None:
    model = library.add(outside)
    (library.folder / "tiny.gguf.json").write_bytes(b'{"bytes": 1, "what": 2}')
    assert library.describe(model.path) == model


def test_files_that_are_no_models_are_refused_and_leave_nothing(
    tmp_path: Path, library: ModelLibrary, outside: Path
) -> None:
    short = tmp_path / "short.gguf"
    short.write_bytes(outside.read_bytes()[:-40])
    text = tmp_path / "text.gguf"
    text.write_text("hello")
    for path in (short, text, tmp_path / "none.gguf"):
        with pytest.raises(ModelError):
            library.add(path)
    assert not library.folder.exists()
    library.add(outside)
    (library.folder / "damaged.gguf").write_bytes(short.read_bytes())
    assert [model.name for model in library.list_models()] == ["tiny"]


def test_another_model_of_the_same_name_is_not_overwritten(
    tmp_path: Path, library: ModelLibrary, outside: Path, write_gguf: WriteGguf
) -> None:
    model = library.add(outside)
    (tmp_path / "other").mkdir()
    other = write_gguf(tmp_path / "other" / "tiny.gguf", {"general.name": "Other"})
    with pytest.raises(ModelError, match="already installed"):
        library.add(other)
    library.verify(model)


def test_models_are_found_by_name_and_by_path(
    tmp_path: Path, library: ModelLibrary, outside: Path, write_gguf: WriteGguf
) -> None:
    with pytest.raises(ModelError) as error:
        library.resolve()
    assert catalog.DEFAULT.title in error.value.hint
    model = library.add(outside)
    assert library.resolve() == library.resolve("tiny") == library.resolve("tiny.gguf") == model
    elsewhere = library.resolve(outside)
    assert elsewhere.path == outside
    assert elsewhere.sha256 == model.sha256
    assert [path.name for path in outside.parent.iterdir() if "json" in path.name] == []
    with pytest.raises(ModelError, match="left alone"):
        library.remove(elsewhere)
    second = library.add(write_gguf(tmp_path / "second.gguf", {}))
    with pytest.raises(ModelError, match="Several") as error:
        library.resolve(None)
    assert "second" in error.value.hint
    with pytest.raises(ModelError, match="'nope'") as error:
        library.resolve("nope")
    assert "second, tiny" in error.value.hint
    library.remove(second)
    assert [path.name for path in library.folder.glob("second*")] == []
    # The default's file comes before any other.
    default = write_gguf(tmp_path / catalog.DEFAULT.file_name, {})
    assert library.add(default).path == library.resolve().path
    assert library.resolve(catalog.DEFAULT.name).path.name == catalog.DEFAULT.file_name


def test_a_file_that_only_has_the_default_models_name_does_not_verify(
    tmp_path: Path, library: ModelLibrary, write_gguf: WriteGguf
) -> None:
    model = library.add(write_gguf(tmp_path / catalog.DEFAULT.file_name, {}))
    with pytest.raises(ModelError, match="has changed"):
        library.verify(model)


@pytest.mark.skipif(sys.platform != "linux", reason="names of any bytes")
def test_a_name_that_is_no_text_is_shown_and_stored_as_text(
    library: ModelLibrary, tmp_path: Path, write_gguf: WriteGguf
) -> None:
    path = write_gguf(tmp_path / os.fsdecode(b"a\xff.gguf"), {}, {"w": (8,)})
    model = library.resolve(path)
    assert (model.name, model.title) == ("a\ufffd", "a\ufffd")
    with pytest.raises(ModelError, match="no text") as error:
        LocalModel(model)
    messages = [error.value.message]
    with pytest.raises(ModelError) as error:
        library.remove(model)
    messages.append(error.value.message)
    assert library.add(path).path.name == "a\ufffd.gguf"
    path.write_bytes(b"no model")
    for use in (library.resolve, library.add):
        with pytest.raises(ModelError, match="is not a GGUF file") as error:
            use(path)
        messages.append(error.value.message)
    path.unlink()
    for broken in (sha256_of, read_header, library.describe):
        with pytest.raises(ModelError, match="cannot be read") as error:
            broken(path)
        messages.append(error.value.message)
    assert all("a\ufffd" in message and message.isprintable() for message in messages)
