"""Models that llama.cpp refuses, as the person is told: by the real llama.cpp, in its process."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from gguf_files import write

from selfaudit.core.errors import ModelError
from selfaudit.local_models.build_info import build_info
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import InstalledModel, ModelLibrary
from selfaudit.local_models.load_problems import load_problem

LOAD = """
import sys
from pathlib import Path
from selfaudit.core.errors import ModelError
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import ModelLibrary
model = LocalModel(ModelLibrary(Path(sys.argv[2])).resolve(sys.argv[1]), log=Path(sys.argv[3]))
try:
    model.wait_loaded()
    print("loaded")
except ModelError as error:
    print(error.message, error.hint)
finally:
    model.close()
"""


def loading(path: Path, folder: Path) -> ModelError:
    model = LocalModel(ModelLibrary(folder / "models").resolve(path), log=folder / "model.log")
    try:
        with pytest.raises(ModelError) as error:
            model.wait_loaded()
    finally:
        model.close()
    return error.value


def test_a_kind_that_this_llama_cpp_does_not_know(tmp_path: Path) -> None:
    error = loading(write(tmp_path / "new.gguf", architecture="hyperbrain9"), tmp_path)
    assert "new is of a kind (hyperbrain9) that the installed llama.cpp" in error.message
    assert "pip install --upgrade llama-cpp-python" in error.hint


def test_a_file_that_lacks_parts_of_a_model(tmp_path: Path) -> None:
    error = loading(write(tmp_path / "parts.gguf"), tmp_path)
    assert "parts could not be loaded" in error.message
    assert error.hint


@pytest.mark.real_model
@pytest.mark.skipif(sys.platform != "linux", reason="limits of address space")
def test_memory_that_is_not_enough_after_all(real_model: InstalledModel, tmp_path: Path) -> None:
    """The person said --any-size, and llama.cpp then finds no memory."""
    script = tmp_path / "load.py"
    script.write_text(LOAD)
    arguments = [script, real_model.path, tmp_path / "models", tmp_path / "model.log"]
    words = " ".join(map(str, (sys.executable, *arguments)))
    said = []
    for kilobytes in (420_000, 340_000, 280_000):
        done = subprocess.run(
            ["bash", "-c", f"ulimit -v {kilobytes}; exec {words}"],
            capture_output=True,
            text=True,
            check=False,
            env={**os.environ, "OPENBLAS_NUM_THREADS": "1", "OMP_NUM_THREADS": "1"},
        )
        said.append(done.stdout)
        assert "Traceback" not in done.stdout
    # How much Python itself takes differs from machine to machine: one of them must be too little.
    assert any("could not be loaded: there was not enough memory" in text for text in said), said


@pytest.mark.parametrize(
    ("reason", "message"),
    [
        ("it was ended by SIGKILL", "not enough memory"),
        ("there is not enough memory for a context of this size", "not enough memory"),
        ("llama.cpp cannot load this file: missing tensor 'output.weight'", "not those of a whole"),
        ("it took too long to load", "it took too long to load"),
    ],
)
def test_what_the_process_said_last_becomes_a_sentence(reason: str, message: str) -> None:
    error = load_problem("tiny", reason)
    assert message in error.message
    assert error.message.startswith("tiny could not be loaded")
    assert error.hint


def test_the_installed_llama_cpp_says_what_it_was_built_for() -> None:
    found = build_info()
    assert isinstance(found.gpu_offload, bool)
    assert found.features


def test_a_llama_cpp_that_cannot_be_loaded_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "python"
    broken.write_text("#!/bin/sh\necho nonsense\nkill -SEGV $$\n")
    broken.chmod(0o700)
    monkeypatch.setattr(sys, "executable", str(broken))
    with pytest.raises(ModelError, match="cannot be loaded") as error:
        build_info()
    assert "--force-reinstall" in error.value.hint
    assert json.dumps(error.value.message)
