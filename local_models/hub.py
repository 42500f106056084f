"""Finds a model's file on the Hugging Face hub, by huggingface_hub, and fetches it.

The library says where the file of a revision lies, its size and its sha256. The bytes then come by
`download`, not by the library's `hf_hub_download`: that one (2.4) begins anew after every cut, and
follows a redirect to any host; here nothing is asked of a host that was not agreed to.
"""

import os
from collections.abc import Collection
from pathlib import Path
from urllib.parse import urljoin

from selfaudit import __version__
from selfaudit.core.errors import ModelError
from selfaudit.local_models.download import Progress, download, need_space
from selfaudit.local_models.fetch_plan import FetchPlan
from selfaudit.local_models.files import file_error, make_private, sha256_of
from selfaudit.local_models.gguf import read_header
from selfaudit.local_models.hub_asking import metadata
from selfaudit.local_models.hub_names import is_commit, is_sha256
from selfaudit.local_models.known_model import HubFile, KnownModel
from selfaudit.local_models.lock import only_writer
from selfaudit.local_models.origin import HashFrom, Origin, write_origin
from selfaudit.local_models.pip_settings import PipSettings, host_of, read_settings
from selfaudit.local_models.web import Web, proxy_for

ENDPOINT_VARIABLE = "HF_ENDPOINT"
"""The variable by which the hub's own tools are sent to a mirror; it is honoured here too."""

ADVICE = "The address that the hub gave may have run out. Try again: it goes on where it stopped."


def endpoint() -> str:
    """The hub's address."""
    return (os.environ.get(ENDPOINT_VARIABLE) or "https://huggingface.co").rstrip("/")


def host() -> str:
    """The host that `plan` asks."""
    return host_of(endpoint())


def proxy_host(settings: PipSettings | None = None, plan: FetchPlan | None = None) -> str:
    """The proxy that is asked in place of the hub, or of a plan's host; "" if there is none."""
    return proxy_for(settings or settings_there(), plan.url if plan else endpoint())


def settings_there() -> PipSettings:
    """Pip's proxy and certificates; where there is no pip, those of the environment alone."""
    try:
        return read_settings()
    except ModelError:
        return PipSettings()


def file_of(model: KnownModel) -> HubFile:
    """Where a model lies on the hub. Raises ModelError for a model that comes from elsewhere."""
    if not isinstance(model.source, HubFile):
        raise ModelError(f"{model.title} does not come from the Hugging Face hub.")
    return model.source


def plan(
    model: KnownModel, settings: PipSettings | None = None, *, also: Collection[str] = ()
) -> FetchPlan:
    """Ask the hub where a model's file lies, and no host besides it and those of `also`.

    The request carries no token and says nothing of this machine. Raises OtherHostError when a
    mirror sends it on to a host that is not named, and ModelError when the hub cannot be reached
    or refuses, and when it tells of another file than the catalogue.
    """
    settings = settings or settings_there()
    file = file_of(model)
    hosts = {host(), *also}
    url, found = metadata(file, endpoint(), settings, f"selfaudit/{__version__}", hosts)
    where = f"{file.path} of {file.repo}"
    commit, sha256, size = found.commit_hash or "", found.etag or "", found.size or 0
    if is_commit(file.revision) and commit != file.revision:
        raise ModelError(
            f"The hub answered for another revision of {where} than the one asked for."
        )
    if not is_sha256(sha256) or size <= 0:
        raise ModelError(
            f"The hub does not say the size and sha256 of {where}.",
            hint="Without them nothing can be verified. Fetch the file in another way and use "
            "`selfaudit models add PATH`.",
        )
    if (model.sha256 and sha256 != model.sha256) or (model.bytes and size != model.bytes):
        raise ModelError(
            f"The hub has another file under the name of {where} than the one that selfaudit "
            "knows: its size or sha256 differs.",
            hint="Nothing was fetched. A mirror that is set by HF_ENDPOINT may be the cause.",
        )
    address = urljoin(url, found.location)
    return FetchPlan(address, host_of(address), size, sha256, commit)


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
    may send the download on to. What is no whole GGUF file of that sha256 never gets the model's
    name. Raises OtherHostError for a host that is not named, and ModelError.
    """
    target = models_dir / model.file_name
    there = target.is_file() and sha256_of(target) == plan.sha256
    if not there:
        if target.is_file() and not model.sha256:
            raise ModelError(f"Another model is already installed as {target.stem}.")
        make_private(models_dir)
        part = models_dir / f"{model.file_name}.part"
        need_space(models_dir, plan.bytes - (part.stat().st_size if part.is_file() else 0))
        web = Web(settings or settings_there(), {plan.host, *also}, ADVICE)
        download(web, plan.url, part, plan.bytes, plan.sha256, on_progress)
        _put_in_place(part, target)
    write_origin(target, origin_of(model, plan))
    return target


def origin_of(model: KnownModel, plan: FetchPlan) -> Origin:
    """What is kept of where a file came from, and of who said what its sha256 is."""
    file = file_of(model)
    return Origin(
        repo=file.repo,
        path=file.path,
        revision=plan.revision,
        sha256=plan.sha256,
        hash_from=HashFrom.CATALOGUE if model.sha256 else HashFrom.HUB,
        licence=model.licence,
    )


def _put_in_place(part: Path, target: Path) -> None:
    """Give a file that was downloaded whole its name, if it is a model."""
    with only_writer(part):
        try:
            read_header(part)
        except ModelError as error:
            part.unlink(missing_ok=True)
            raise ModelError(
                error.message.replace(part.name, target.name), hint="Nothing was kept of it."
            ) from error
        try:
            part.replace(target)
        except OSError as error:
            raise file_error(error, f"{target.name} could not be put in place") from error
