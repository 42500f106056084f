"""Fetching from the hub: the real huggingface_hub and the real download, against loopback."""

import hashlib
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

import pytest
from gguf_files import gguf_bytes
from hub_server import COMMIT, FILE, REPO, Hub

from selfaudit import __version__
from selfaudit.core.errors import ModelError
from selfaudit.core.models.run import Profile
from selfaudit.local_models import hub as fetching
from selfaudit.local_models.hub_names import hub_file, unlisted
from selfaudit.local_models.installed import ModelLibrary
from selfaudit.local_models.known_model import HubFile, KnownModel
from selfaudit.local_models.origin import HashFrom, read_origin
from selfaudit.local_models.pip_settings import PipSettings, read_settings
from selfaudit.local_models.web import OtherHostError, StatusError

CONTENT = gguf_bytes({"general.architecture": "llama", "general.name": "Tiny"}, {"w": (300_000,)})
SETTINGS = PipSettings(timeout=5.0)


@pytest.fixture
def hub(monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with Hub(CONTENT) as running:
        monkeypatch.setenv("HF_ENDPOINT", running.endpoint)
        yield running


@pytest.fixture
def known() -> KnownModel:
    """A model of the catalogue that lies on the loopback hub."""
    return KnownModel(
        name="tiny",
        title="Tiny",
        origin="here",
        licence="Apache-2.0",
        file_name=FILE,
        bytes=len(CONTENT),
        sha256=hashlib.sha256(CONTENT).hexdigest(),
        parameters=300_000,
        context=512,
        cache_bytes=4,
        languages=("en",),
        chat_format=None,
        profile=Profile.FLAT,
        source=HubFile(REPO, FILE, COMMIT),
    )


@pytest.fixture
def models(tmp_path: Path) -> Path:
    return tmp_path / "data" / "models"


Pull = Callable[..., Path]


@pytest.fixture
def pull(models: Path) -> Pull:
    """Plans and fetches."""

    def do(model: KnownModel, on_progress: Callable[[int, int], None] = lambda *_: None) -> Path:
        plan = fetching.plan(model, SETTINGS)
        return fetching.pull(model, models, on_progress, plan=plan, settings=SETTINGS)

    return do


def names(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} if folder.exists() else set()


@pytest.mark.usefixtures("umask")
def test_a_model_is_fetched_verified_and_private(
    hub: Hub, known: KnownModel, models: Path, pull: Pull
) -> None:
    steps: list[int] = []
    path = pull(known, lambda done, _: steps.append(done))
    assert path.read_bytes() == CONTENT
    assert (steps[0], steps[-1]) == (0, len(CONTENT))
    assert names(models) == {FILE, f"{FILE}.origin.json"}
    assert {stat.S_IMODE(one.stat().st_mode) for one in models.iterdir()} == {0o600}
    assert stat.S_IMODE(models.stat().st_mode) == 0o700
    origin = read_origin(path)
    assert origin is not None
    assert (origin.repo, origin.revision) == (REPO, COMMIT)
    assert origin.hash_from is HashFrom.CATALOGUE
    # What is there already is not fetched again.
    assert pull(known) == path
    assert len(hub.files_asked) == 1


def test_the_hub_learns_which_file_and_nothing_else(
    hub: Hub, known: KnownModel, pull: Pull, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    pull(known)
    (request,) = hub.asked
    assert (request.method, request.path) == ("HEAD", f"/{REPO}/resolve/{COMMIT}/{FILE}")
    headers = {name.lower(): value for name, value in request.headers.items()}
    assert headers["user-agent"] == f"selfaudit/{__version__}"
    for asked in (request, *hub.files_asked):
        said = str(asked.headers).lower()
        assert "secret" not in said
        assert "authorization" not in said
        assert "cookie" not in said
    assert os.environ["HF_HUB_DISABLE_TELEMETRY"] == "1"


def test_cut_connections_are_taken_up_again(hub: Hub, known: KnownModel, pull: Pull) -> None:
    hub.behaviour.cut_after = [1000, 2000]
    assert pull(known).read_bytes() == CONTENT
    assert hub.ranges == [None, "bytes=1000-", "bytes=3000-"]


def test_a_line_that_stays_cut_is_an_error_and_the_next_try_goes_on(
    hub: Hub, known: KnownModel, models: Path, pull: Pull
) -> None:
    hub.behaviour.cut_after = [1000, 0]
    with pytest.raises(ModelError, match="ended after") as error:
        pull(known)
    assert "goes on" in error.value.hint
    assert names(models) == {f"{FILE}.part"}
    assert pull(known).read_bytes() == CONTENT
    assert hub.ranges[-1] == "bytes=1000-"
    assert names(models) == {FILE, f"{FILE}.origin.json"}


def test_a_download_that_is_ended_goes_on(
    hub: Hub, known: KnownModel, models: Path, pull: Pull
) -> None:
    def stop(done: int, _: int) -> None:
        if done:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        pull(known, stop)
    assert names(models) == {f"{FILE}.part"}
    here = (models / f"{FILE}.part").stat().st_size
    assert 0 < here < len(CONTENT)
    pull(known)
    assert hub.ranges == [None, f"bytes={here}-"]
    assert names(models) == {FILE, f"{FILE}.origin.json"}


@pytest.mark.parametrize("at", [0, 5000, -1])
def test_other_bytes_never_get_the_models_name(
    hub: Hub, known: KnownModel, models: Path, pull: Pull, at: int
) -> None:
    other = bytearray(CONTENT)
    other[at] ^= 1
    hub.behaviour.told_sha256 = known.sha256
    hub.behaviour.content = bytes(other)
    with pytest.raises(ModelError, match="sha256 differs"):
        pull(known)
    assert names(models) == set()


@pytest.mark.parametrize("wrong", [{"told_sha256": "0" * 64}, {"told_size": 7}])
def test_a_hub_that_tells_of_another_file_is_not_asked_for_it(
    hub: Hub, known: KnownModel, models: Path, pull: Pull, wrong: dict[str, object]
) -> None:
    hub.behaviour = replace(hub.behaviour, **wrong)  # type: ignore[arg-type]
    with pytest.raises(ModelError, match="another file under the name") as error:
        pull(known)
    assert "Nothing was fetched" in error.value.hint
    assert (hub.files_asked, names(models)) == ([], set())


def test_another_commit_than_the_pinned_one_is_refused(
    hub: Hub, known: KnownModel, pull: Pull
) -> None:
    hub.behaviour.commit = "f" * 40
    with pytest.raises(ModelError, match="another revision"):
        pull(known)
    assert hub.files_asked == []


@pytest.mark.parametrize(
    ("source", "message"),
    [
        (HubFile("someone/Other", FILE, COMMIT), "no someone/Other on 127.0.0.1"),
        (HubFile(REPO, "other.gguf", COMMIT), "no other.gguf of someone/Tiny-GGUF"),
        (HubFile(REPO, FILE, "v9"), "has no revision v9"),
    ],
)
@pytest.mark.usefixtures("hub")
def test_what_the_hub_does_not_have_is_told(
    known: KnownModel, models: Path, pull: Pull, source: HubFile, message: str
) -> None:
    with pytest.raises(ModelError, match=message) as error:
        pull(replace(known, source=source))
    assert error.value.hint
    assert names(models) == set()


@pytest.mark.parametrize(
    ("refusal", "message", "hint"),
    [
        ((401, "GatedRepo"), "only to people who have agreed to its terms", "no token"),
        ((403, "GatedRepo"), "only to people who have agreed to its terms", "models add PATH"),
        ((429, ""), "HTTP status 429", "models add PATH"),
        ((503, ""), "HTTP status 503", "Try later"),
    ],
)
def test_refusals_are_told(
    hub: Hub, known: KnownModel, pull: Pull, refusal: tuple[int, str], message: str, hint: str
) -> None:
    hub.behaviour.refuse = refusal
    with pytest.raises(ModelError, match=message) as error:
        pull(known)
    assert hint in error.value.hint
    assert hub.files_asked == []


def test_a_hub_that_is_slow_or_gone(hub: Hub, known: KnownModel) -> None:
    hub.behaviour.slow = 2.0
    with pytest.raises(ModelError, match="did not answer in time"):
        fetching.plan(known, PipSettings(timeout=0.2))
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("HF_ENDPOINT", "http://127.0.0.1:1")
        with pytest.raises(ModelError, match=r"127\.0\.0\.1:1 could not be reached"):
            fetching.plan(known, SETTINGS)
        patch.setenv("HF_ENDPOINT", "http://nowhere.invalid")
        with pytest.raises(ModelError, match=r"nowhere\.invalid could not be (found|reached)"):
            fetching.plan(known, SETTINGS)
        patch.setenv("HF_HUB_OFFLINE", "1")
        with pytest.raises(ModelError, match="HF_HUB_OFFLINE"):
            fetching.plan(known, SETTINGS)


def test_no_host_that_was_not_agreed_to_is_asked(
    hub: Hub, known: KnownModel, models: Path, pull: Pull
) -> None:
    with Hub(CONTENT) as elsewhere:
        hub.behaviour.move_to = f"http://{elsewhere.files_host}/x"
        with pytest.raises(OtherHostError) as error:
            pull(known)
        assert error.value.host == elsewhere.files_host
        assert elsewhere.files_asked == []
        plan = fetching.plan(known, SETTINGS)
        also = {elsewhere.files_host}
        path = fetching.pull(
            known, models, lambda *_: None, plan=plan, also=also, settings=SETTINGS
        )
        assert path.read_bytes() == CONTENT


def test_a_mirror_that_sends_the_question_on_is_not_followed_unasked(
    hub: Hub, known: KnownModel
) -> None:
    """The library would follow a mirror to the hub itself; no address of it is looked up here."""
    hub.behaviour.sends_on = "https://huggingface.co/x"
    with pytest.raises(OtherHostError) as error:
        fetching.plan(known, SETTINGS)
    assert error.value.host == "huggingface.co"


def test_without_pip_its_settings_are_not_needed(
    hub: Hub, known: KnownModel, models: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    without = tmp_path / "python"
    without.write_text("#!/bin/sh\necho No module named pip >&2\nexit 1\n")
    without.chmod(0o700)
    monkeypatch.setattr(fetching, "read_settings", partial(read_settings, str(without)))
    plan = fetching.plan(known)
    assert fetching.pull(known, models, lambda *_: None, plan=plan).read_bytes() == CONTENT


def test_an_address_that_has_run_out_says_to_try_again(
    hub: Hub, known: KnownModel, pull: Pull
) -> None:
    hub.behaviour.file_status = 403
    with pytest.raises(StatusError, match="403") as error:
        pull(known)
    assert "Try again" in error.value.hint


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no /dev/full")
@pytest.mark.usefixtures("hub")
def test_a_disk_that_fills_up_is_told(known: KnownModel, models: Path, pull: Pull) -> None:
    models.mkdir(parents=True)
    (models / f"{FILE}.part").symlink_to("/dev/full")
    with pytest.raises(ModelError, match="the disk is full"):
        pull(known)
    assert not (models / FILE).exists()


@pytest.mark.usefixtures("hub")
def test_too_little_room_is_told_before_anything_is_fetched(
    hub: Hub, known: KnownModel, models: Path
) -> None:
    plan = replace(fetching.plan(known, SETTINGS), bytes=1 << 60)
    with pytest.raises(ModelError, match=r"MB are needed and \d+ MB are free"):
        fetching.pull(known, models, lambda *_: None, plan=plan, settings=SETTINGS)
    assert hub.files_asked == []


def test_a_file_that_is_in_no_catalogue_has_its_hash_from_the_hub(
    hub: Hub, models: Path, pull: Pull
) -> None:
    source = hub_file(f"{REPO}/{FILE}")
    assert source == HubFile(REPO, FILE, "main")
    path = pull(unlisted(source))
    origin = read_origin(path)
    assert origin is not None
    assert (origin.hash_from, origin.revision) == (HashFrom.HUB, COMMIT)
    library = ModelLibrary(models)
    model = library.resolve("tiny-q4")
    library.verify(model)
    path.write_bytes(CONTENT[:-1] + b"\1")
    with pytest.raises(ModelError, match="has changed"):
        library.verify(library.describe(path))
    # What a person put there under that name is not written over.
    with pytest.raises(ModelError, match="already installed"):
        pull(unlisted(source))
    library.remove(library.resolve("tiny-q4"))
    assert names(models) == set()


def test_a_file_that_is_no_gguf_is_not_kept(hub: Hub, models: Path, pull: Pull) -> None:
    for content, message in ((b"PK" + bytes(5000), "not a GGUF"), (CONTENT[:-9], "cut short")):
        hub.behaviour.content = content
        with pytest.raises(ModelError, match=message) as error:
            pull(unlisted(HubFile(REPO, FILE, "main")))
        assert FILE in error.value.message
        assert ".part" not in error.value.message
        assert names(models) == set()


def test_a_hub_that_does_not_tell_a_hash_is_refused(hub: Hub, pull: Pull) -> None:
    hub.behaviour.bare = True
    with pytest.raises(ModelError, match="does not say the size and sha256") as error:
        pull(unlisted(HubFile(REPO, FILE, "main")))
    assert "models add PATH" in error.value.hint


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a/b/c.gguf", HubFile("a/b", "c.gguf", "main")),
        ("a/b/d/c.gguf@v1.0", HubFile("a/b", "d/c.gguf", "v1.0")),
        (f"a/b/c.gguf@{COMMIT}", HubFile("a/b", "c.gguf", COMMIT)),
        ("smollm2-135m", None),
        ("a/b", None),
        ("a/b/c.bin", None),
        ("a/../c.gguf", None),
        ("a/b/../c.gguf", None),
        ("/a/b/c.gguf", None),
        ("a/b/c.gguf@", None),
        ("https://huggingface.co/a/b/c.gguf", None),
    ],
)
def test_files_on_the_hub_are_named_in_one_way(text: str, found: HubFile | None) -> None:
    assert hub_file(text) == found


def test_one_file_of_several_is_refused_before_anyone_is_asked() -> None:
    with pytest.raises(ModelError, match="one of several files"):
        unlisted(HubFile("a/b", "big-q4-00001-of-00002.gguf", "main"))
