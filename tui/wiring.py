"""Wires the three together. The one module of the interface that reaches the engine."""

import threading
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

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
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import another_adapter, another_model, no_model
from selfaudit.core.study.study import FixedModel, Study
from selfaudit.local_models import catalog
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import InstalledModel
from selfaudit.local_models.lock import only_writer
from selfaudit.tui.fetch_wiring import Consent, Progress, known_model, pull
from selfaudit.tui.models_wiring import ensure_fits, library

EXTRACTING = "Another selfaudit is extracting for the same home."
PREPARING = "Another selfaudit is preparing answers for the same home."


def choose_model(
    home: Home,
    name: str | None,
    consent: Consent,
    progress: Progress,
    study: Study | None = None,
) -> InstalledModel:
    """The model of that name, or the default one, fetched first if the person agrees.

    In a study that works with one model, that one. Raises ModelError when it is not here and may
    not or cannot be fetched, and when another one was named than the study's.
    """
    if study is not None and study.model is not None:
        found = _model_of(study, study.model, home, name, consent, progress)
        return _adapted_as(study, study.model, found)
    models = library(home)
    if name is not None and all(name != known.name for known in catalog.KNOWN):
        return models.resolve(name)
    known = known_model(name)
    if name is None and models.list_models():
        return models.resolve(None)
    if not (home.models / known.file_name).is_file():
        pull(home, known, consent, progress)
    return models.resolve(known.name)


def _model_of(
    study: Study,
    fixed: FixedModel,
    home: Home,
    name: str | None,
    consent: Consent,
    progress: Progress,
) -> InstalledModel:
    """The one model of a study, whatever its file is called."""
    models = library(home)
    known = catalog.with_hash(fixed.sha256)
    if name is not None and (known is None or name != known.name):
        named = models.resolve(name)
        if named.sha256 != fixed.sha256:
            raise another_model(study, named.sha256)
        return named
    for model in models.list_models():
        if model.sha256 == fixed.sha256:
            return model
    if known is None:
        raise no_model(study)
    return pull(home, known, consent, progress)


def _adapted_as(study: Study, fixed: FixedModel, model: InstalledModel) -> InstalledModel:
    """A study's model with the study's adapter, or without any. Raises ModelError."""
    if fixed.adapter is None:
        return model.without_adapter()
    if model.adapter is None or model.adapter.sha256 != fixed.adapter:
        raise another_adapter(study)
    return model


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
        """The running model. Its process ends when the last user is done.

        Raises ModelError when it is too large for the memory that can be had.
        """
        with self._lock:
            if self._running is None:
                ensure_fits(self.installed)
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

        Raises ModelError when another process extracts for the same home, the model fails, or the
        joined study works with another one.
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

        Raises ModelError when another process prepares for the same home, the model fails, or the
        joined study works with another one.
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
