"""Work that a model does ahead of the person, item by item: selecting, answering, judging."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from typing import Protocol, TypeVar

from selfaudit.core.asking import Asker, CancelledError, NoResultError
from selfaudit.core.errors import ModelError
from selfaudit.core.events import (
    ItemDone,
    ItemFailed,
    PreparationEnded,
    PreparationEvent,
    PreparationStarted,
)
from selfaudit.core.models.run import Purpose
from selfaudit.core.ports import Clock, LanguageModel, Priority
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import check_model

Item = TypeVar("Item")


class Work(Protocol[Item]):
    """One kind of work over a store."""

    purpose: Purpose

    @property
    def recipe(self) -> Mapping[str, str | int | float]:
        """How the model is asked, as it is recorded with the run."""

    def items(self) -> tuple[Sequence[Item], int]:
        """What is to be done now, in order, and how many items were done before."""

    def do(self, run: int, item: Item, ask: Asker) -> None:
        """Do one item and store it. Raises NoResultError when it comes to nothing."""


def prepare(
    work: Work[Item],
    store: Store,
    model: LanguageModel,
    clock: Clock,
    cancel: threading.Event,
    *,
    priority: Priority = Priority.PREPARATION,
) -> Iterator[PreparationEvent]:
    """Do what is not done yet, until the end or until `cancel` is set.

    An item is stored before its event is yielded; what was in hand when it is cancelled or killed
    is done again. Ends with PreparationEnded. Raises ModelError when the model fails for good, or
    the joined study works with another one.
    """
    check_model(store, model.identity.sha256)
    items, known = work.items()
    total = known + len(items)
    yield PreparationStarted(work.purpose, total, known)
    started = clock.monotonic()
    failed = 0
    state = "failed"
    run = None
    if items:
        run = store.runs.begin(
            work.purpose, model.identity.without_adapter, work.recipe, 0, clock.now()
        )
    ask = Asker(model, cancel, priority)
    try:
        for done, item in enumerate(items, 1):
            try:
                work.do(run or 0, item, ask)
            except NoResultError as error:
                failed += 1
                yield ItemFailed(work.purpose, known + done, total, str(error))
            else:
                left = (len(items) - done) * (clock.monotonic() - started) / done
                yield ItemDone(work.purpose, known + done, total, left)
        state = "done"
    except CancelledError:
        state = "cancelled"
    finally:
        if run is not None:
            store.runs.end(run, state, clock.now())
            if ask.has_answered:
                with suppress(ModelError):  # it was closed meanwhile
                    store.runs.set_provenance(run, model.provenance)
    seconds = clock.monotonic() - started
    yield PreparationEnded(work.purpose, total, failed, seconds, state == "cancelled")
