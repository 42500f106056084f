"""Extraction: every window that is not done yet, through the model, into attributes."""

import threading
from collections.abc import Iterator

from selfaudit.core.asking import POLL_SECONDS, withdraw
from selfaudit.core.events import (
    ExtractionDone,
    ExtractionEvent,
    ExtractionStarted,
    ModelRestarted,
    WindowFailed,
)
from selfaudit.core.extraction.alike import ALIKE_VERSION
from selfaudit.core.extraction.keeping import Keeper
from selfaudit.core.extraction.pending import Pending, Reading
from selfaudit.core.extraction.reading import Spec, windows_by_key
from selfaudit.core.extraction.recipe import Recipe
from selfaudit.core.extraction.recipes import recipe_for
from selfaudit.core.extraction.sampling import SampleReading
from selfaudit.core.extraction.tally import Tally
from selfaudit.core.extraction.windows import Window, filter_record
from selfaudit.core.models.run import FinishReason, Purpose
from selfaudit.core.ports import (
    Clock,
    Failed,
    Finished,
    LanguageModel,
    ModelEvent,
    Restarted,
)
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import check_adapter, check_model


class Extraction:
    """One run over a store. Every window's result is stored before its event is yielded."""

    def __init__(self, store: Store, model: LanguageModel, clock: Clock, seed: int = 0) -> None:
        self._store = store
        self._model = model
        self._clock = clock
        self._seed = seed
        self._recipe: Recipe = recipe_for(model.identity.profile)
        self._keeper = Keeper(store, clock)
        self._sample = SampleReading(store, clock)
        self._run = 0

    def run(self, cancel: threading.Event) -> Iterator[ExtractionEvent]:
        """Do all work that is not done yet, until the end or until `cancel` is set.

        Ends with ExtractionDone. What was in hand when it is cancelled or killed is done again
        by the next run; what was yielded is stored. Raises ModelError when the model fails for
        good or the joined study works with another one, and StoreError when the disk does.
        """
        model = self._model.identity
        check_model(self._store, model.sha256)
        check_adapter(self._store, model.adapter)
        windows = self._windows(cancel)
        known = self._store.extractions.done_among(windows.keys())
        self._run = self._store.runs.begin(
            Purpose.EXTRACTION, model, self._recipe_record(), self._seed, self._clock.now()
        )
        state = "failed"
        try:
            self._keeper.link_leftovers()
            todo = {key: window for key, window in windows.items() if key not in known}
            if not cancel.is_set():
                self._sample.begin(window.conversation for window in todo.values())
            yield ExtractionStarted(self._run, len(windows), len(known), self._sample.windows_left)
            tally = Tally(len(windows), len(known))
            started = self._clock.monotonic()
            yield from self._work(
                Pending(self._model, self._recipe, self._seed, todo), tally, cancel
            )
            seconds = self._clock.monotonic() - started
            finished = tally.left == 0 and not cancel.is_set()
            state = "done" if finished else "cancelled"
            yield ExtractionDone(
                windows=len(windows),
                windows_known=len(known),
                windows_failed=tally.failed,
                windows_alike=tally.alike,
                candidates=tally.candidates,
                attributes=self._store.attributes.count(),
                quarantined=tally.quarantined,
                prompt_tokens=tally.prompt_tokens,
                output_tokens=tally.output_tokens,
                seconds=seconds,
                tokens_per_second=tally.speed(seconds),
                cancelled=not finished,
            )
        finally:
            self._store.runs.end(self._run, state, self._clock.now())

    def _windows(self, cancel: threading.Event) -> dict[str, Window]:
        history, spec = self._store.history, Spec(self._model.identity, self._seed)
        ids = (conversation.id for conversation in history.conversations())
        windows: dict[str, Window] = {}
        for id in self._sample.order(ids, self._seed):
            if cancel.is_set():
                break
            windows |= windows_by_key(*history.own_words_and_turns(id), spec)
        return windows

    def _recipe_record(self) -> dict[str, str | int | float]:
        recipe = self._recipe
        return {
            "profile": recipe.profile,
            "version": recipe.version,
            **filter_record(recipe),
            "alike_version": ALIKE_VERSION,
            "prompt": recipe.prefix + recipe.before + recipe.after,
            "grammar": recipe.grammar,
            "temperature": recipe.sampling.temperature,
            "max_tokens": recipe.sampling.max_tokens,
        }

    def _work(
        self, pending: Pending, tally: Tally, cancel: threading.Event
    ) -> Iterator[ExtractionEvent]:
        started = self._clock.monotonic()
        pending.refill()
        try:
            while pending.asked and not cancel.is_set():
                for event in self._model.events(pending.asked, POLL_SECONDS):
                    over = self._hear(event, pending, tally)
                    if isinstance(over, Reading):
                        self._keep(over, pending, tally)
                        yield tally.progress(
                            self._clock.monotonic() - started,
                            self._store.attributes.count(),
                            self._sample.windows_left,
                        )
                    elif over is not None:
                        yield over
                    # What was asked because of this event is to be heard of, too.
                    if cancel.is_set() or pending.has_changed():
                        break
        finally:
            withdraw(self._model, pending.asked)

    def _hear(
        self, event: ModelEvent, pending: Pending, tally: Tally
    ) -> Reading | ExtractionEvent | None:
        """Take an event in: a window that is ready to be stored, something to tell, or neither."""
        match event:
            case Restarted():
                return ModelRestarted(event.reason)
            case Finished(finish_reason=FinishReason.CANCELLED) | Failed():
                dropped = pending.drop(event.id)
                if not dropped or isinstance(event, Finished):
                    return None
                # A model that could not be loaded says so here, once for all windows.
                _ = self._model.identity
                tally.failed += len(dropped)
                for window in dropped:
                    self._sample.window_done(window.conversation)
                return WindowFailed(tally.behind, tally.windows, event.reason)
            case _:
                return pending.hear(event)

    def _keep(self, reading: Reading, pending: Pending, tally: Tally) -> None:
        if tally.done == 0:
            # Only now is it certain that asking does not wait for the model to load.
            self._store.runs.set_provenance(self._run, self._model.provenance)
        done = pending.settle(reading)
        self._keeper.keep_all(self._run, done)
        for work, candidates in done:
            tally.add(work, candidates)
            self._sample.window_done(work.conversation)
        tally.alike += len(done) - 1
