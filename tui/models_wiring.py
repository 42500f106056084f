"""Wires the models on this machine, the catalogue and the places they come from to the commands.

Beside `wiring`, the one module of the interface that reaches the engine's package.
"""

from collections.abc import Callable
from typing import Any

from selfaudit.core.errors import ModelError
from selfaudit.core.languages.shares import Shares
from selfaudit.core.paths import Home
from selfaudit.core.store.database import storable
from selfaudit.local_models import catalog, fetch, hub
from selfaudit.local_models.build_info import BuildInfo
from selfaudit.local_models.build_info import build_info as ask_build
from selfaudit.local_models.download import need_space
from selfaudit.local_models.hub_names import hub_file, unlisted
from selfaudit.local_models.installed import InstalledModel, ModelLibrary
from selfaudit.local_models.known_model import HubFile, KnownModel
from selfaudit.local_models.machine import physical_cores as count_cores
from selfaudit.local_models.memory import Memory, check_fits, gigabytes, needed
from selfaudit.local_models.memory import memory as ask_memory
from selfaudit.local_models.options import EngineOptions
from selfaudit.local_models.origin import HashFrom, read_origin
from selfaudit.local_models.recommending import Recommendation
from selfaudit.local_models.recommending import recommend as recommend_by
from selfaudit.local_models.speed import rule_of_thumb, scaled, timed
from selfaudit.local_models.web import OtherHostError

Consent = Callable[[str], bool]
"""Asked with a sentence that names what would be fetched and the hosts; True is a yes."""

Progress = Callable[[int, int], None]
"""Told how many bytes are here, of how many."""

PYPI_FILES = {"pypi.org": "files.pythonhosted.org"}
"""Where an index is known to keep its files, so that one question names both hosts."""


def memory() -> Memory:
    """What memory this machine has."""
    return ask_memory()


def physical_cores() -> int:
    """How many cores this process may use."""
    return count_cores()


def build_info() -> BuildInfo:
    """What the installed llama.cpp was built for. Raises ModelError when it cannot be loaded."""
    return ask_build()


def known_model(name: str | None) -> KnownModel:
    """A model of the catalogue by name, the default one, or any GGUF file on the hub.

    Raises ModelError for a name that is none of these.
    """
    if name is None:
        return catalog.DEFAULT
    file = hub_file(name)
    return catalog.find(name) if file is None else unlisted(file)


def library(home: Home) -> ModelLibrary:
    """The models of a home."""
    home.prepare()
    return ModelLibrary(home.models)


def pull(home: Home, known: KnownModel, consent: Consent, progress: Progress) -> InstalledModel:
    """Fetch a model. No host is asked before the person agreed to it.

    Raises ModelError when the person declines, or when it cannot be fetched whole.
    """
    models = library(home)
    agreed: set[str] = set()

    def agree(*hosts: str, proxy: str = "") -> None:
        new = tuple(host for host in hosts if host and host not in agreed)
        question = _other_host(known, new, proxy) if agreed else _sentence(known, new, proxy)
        if new and not consent(question):
            raise ModelError(
                f"{known.title} is not on this machine and was not fetched.",
                hint="Without a model nothing can be extracted. `selfaudit models pull` fetches "
                "it; `selfaudit models add PATH` takes any GGUF file that you have.",
            )
        agreed.update(new)

    if isinstance(known.source, HubFile):
        need_space(home.models, known.bytes)
        agree(hub.host(), proxy=hub.proxy_host())
        plan = hub.plan(known)
        agree(plan.host, proxy=hub.proxy_host(plan=plan))
        fetch_file = hub.pull
    else:
        local = fetch.plan_local(known)
        if local is None:
            hosts = fetch.index_hosts()
            files = (PYPI_FILES[host] for host in hosts if host in PYPI_FILES)
            agree(*hosts, *files, proxy=fetch.proxy_host())
        plan = local or fetch.plan(known)
        agree(plan.host, proxy=fetch.proxy_host(plan=plan))
        fetch_file = fetch.pull
    while True:
        try:
            return models.describe(fetch_file(known, home.models, progress, plan=plan, also=agreed))
        except OtherHostError as error:
            agree(error.host)


def _sentence(known: KnownModel, hosts: tuple[str, ...], proxy: str) -> str:
    size = known.bytes if isinstance(known.source, HubFile) else known.source.bytes
    much = f"{size / 1e6:.0f} MB" if size else "a file whose size the hub tells,"
    licence = known.licence or "licence unknown"
    through = f" through the proxy {proxy}" if proxy else ""
    return (
        f"{known.title} ({licence}) is not on this machine. selfaudit would fetch it once, "
        f"{much} from {' and '.join(hosts)}{through}. Nothing of yours is sent."
        f"{_memory_sentence(known)}"
    )


def _other_host(known: KnownModel, hosts: tuple[str, ...], proxy: str) -> str:
    through = f" through the proxy {proxy}" if proxy else ""
    return f"The file of {known.title} lies on {' and '.join(hosts)}{through}."


def _memory_sentence(known: KnownModel) -> str:
    here = ask_memory()
    need = needed(known.bytes, known.cache_bytes, EngineOptions().window(known.context))
    if not known.bytes or here.available is None or need <= here.available:
        return ""
    return (
        f" It needs about {gigabytes(need)} of memory, and {gigabytes(here.available)} can be had "
        "here: it is too large for this machine as it is now."
    )


def ensure_fits(model: InstalledModel) -> None:
    """Raise ModelError when a model is too large for the memory that can be had."""
    check_fits(model.title, memory_needed(model), ask_memory())


def memory_needed(model: InstalledModel) -> int:
    """What a model needs in memory, in bytes, with the window that it is run with."""
    return needed(model.bytes, model.cache_bytes, EngineOptions().window(model.context))


def selected(home: Home, name: str | None = None) -> tuple[str, tuple[str, ...]] | None:
    """Title and languages of the model that would be used; None where several might be.

    Where none is installed yet it is the default one, which would be fetched.
    """
    models = library(home)
    if name is None and not models.list_models():
        return catalog.DEFAULT.title, catalog.DEFAULT.languages
    try:
        model = models.resolve(name)
    except ModelError:
        return None
    return model.title, model.languages


def recommend(home: Home, shares: Shares | None, *, measure: bool) -> Recommendation:
    """Rate the catalogue for this machine and a history's languages.

    With `measure` the smallest installed model is run for a moment, and the others are judged by
    it. Raises ModelError when none is installed then, or it fails.
    """
    languages = shares.frequent() if shares else ()
    if not measure:
        cores = count_cores()
        return recommend_by(
            ask_memory(),
            lambda known: rule_of_thumb(known.parameters, known.bytes, cores),
            languages,
        )
    installed = min(library(home).list_models(), key=lambda one: one.bytes, default=None)
    if installed is None:
        raise ModelError(
            "No model is installed yet that could be timed.",
            hint="`selfaudit models pull` fetches the default one.",
        )
    ensure_fits(installed)
    speed, size = timed(installed), (installed.parameters, installed.bytes)
    return recommend_by(
        ask_memory(), lambda known: scaled(speed, size, (known.parameters, known.bytes)), languages
    )


def model_json(model: InstalledModel) -> dict[str, Any]:
    """An installed model as `models --json` gives it."""
    origin = read_origin(model.path)
    return {
        "name": model.name,
        "title": model.title,
        "path": storable(str(model.path)),
        "sha256": model.sha256,
        "bytes": model.bytes,
        "parameters": model.parameters,
        "context": model.context,
        "profile": model.profile,
        "licence": model.licence or None,
        "languages": list(model.languages),
        "memory": memory_needed(model),
        "hub": None
        if origin is None
        else {
            "repo": origin.repo,
            "path": origin.path,
            "revision": origin.revision,
            "hash_from": origin.hash_from,
        },
    }


def hash_from_hub(model: InstalledModel) -> bool:
    """Whether nobody but the hub has said what the file's sha256 is."""
    origin = read_origin(model.path)
    return origin is not None and origin.hash_from is HashFrom.HUB


def known_json(known: KnownModel) -> dict[str, Any]:
    """A model of the catalogue as `models --json` gives it."""
    window = EngineOptions().window(known.context)
    return {
        "name": known.name,
        "title": known.title,
        "sha256": known.sha256,
        "bytes": known.bytes,
        "parameters": known.parameters,
        "context": known.context,
        "profile": known.profile,
        "licence": known.licence,
        "languages": list(known.languages),
        "memory": needed(known.bytes, known.cache_bytes, window),
        "chat_format": known.chat_format,
        "origin": known.origin,
        "revision": known.source.revision if isinstance(known.source, HubFile) else None,
        "loaded_by_us": known.loaded,
    }


def described_models(home: Home) -> list[dict[str, Any]]:
    """The models that are here, then those of the catalogue that could be fetched."""
    installed = library(home).list_models()
    here = {model.path.name for model in installed}
    rows = [{**model_json(model), "installed": True} for model in installed]
    return rows + [
        {**known_json(known), "installed": False}
        for known in catalog.KNOWN
        if known.file_name not in here
    ]
