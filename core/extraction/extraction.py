"""Extraction: every window that is not done yet, through the model, into attributes."""

import threading
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field

from selfaudit.core.asking import POLL_SECONDS, withdraw
from selfaudit.core.events import (
    ExtractionDone,
    ExtractionEvent,
    ExtractionStarted,
    ModelRestarted,
    WindowDone,
    WindowFailed,
)
from selfaudit.core.extraction.grounding import ground
from selfaudit.core.extraction.linking import Linker
from selfaudit.core.extraction.parsing import parse
from selfaudit.core.extraction.recipes import Recipe, recipe_for
from selfaudit.core.extraction.sampling import SampleReading
from selfaudit.core.extraction.windows import (
    FILTER_VERSION,
    Window,
    request_seed,
    windows_of,
    work_key,
)
from selfaudit.core.models.attribute import AssignedBy, Candidate, Draft, QuarantineReason
from selfaudit.core.models.run import FinishReason, Purpose
from selfaudit.core.ports import (
    Clock,
    Failed,
    Finished,
    GenerateRequest,
    LanguageModel,
    Priority,
    Restarted,
)
from selfaudit.core.store.extraction import StoredCandidate, Work
from selfaudit.core.store.store import Store
from selfaudit.core.study.in_force import check_model

IN_FLIGHT = 32
"""Requests that the model is given ahead, so that it never waits for the store."""


@dataclass(slots=True)
class _Tally:
    """What a run came to so far."""

    done: int = 0
    failed: int = 0
    candidates: int = 0
    quarantined: int = 0
    prompt_tokens: int = 0
    output_tokens: int = 0

    @property
    def tokens(self) -> int:
        return self.prompt_tokens + self.output_tokens


@dataclass(slots=True)
class _Pending:
    """What is still to be asked, and what the model has in hand, by work key."""

    waiting: deque[tuple[str, Window]]
    in_flight: dict[str, Window] = field(default_factory=dict)


class Extraction:
    """One run over a store. Every window's result is stored before its event is yielded."""

    def __init__(self, store: Store, model: LanguageModel, clock: Clock, seed: int = 0) -> None:
        self._store = store
        self._model = model
        self._clock = clock
        self._seed = seed
        self._recipe: Recipe = recipe_for(model.identity.profile)
        self._linker = Linker()
        self._newest_revision = 0
        self._sample = SampleReading(store, clock)

    def run(self, cancel: threading.Event) -> Iterator[ExtractionEvent]:
        """Do all work that is not done yet, until the end or until `cancel` is set.

        Ends with ExtractionDone. What was in hand when it is cancelled or killed is done again
        by the next run; what was yielded is stored. Raises ModelError when the model fails for
        good or the joined study works with another one, and StoreError when the disk does.
        """
        check_model(self._store, self._model.identity.sha256)
        windows = self._windows(cancel)
        known = self._store.extractions.done_among(windows.keys())
        run = self._store.runs.begin(
            Purpose.EXTRACTION,
            self._model.identity,
            self._recipe_record(),
            self._seed,
            self._clock.now(),
        )
        state = "failed"
        try:
            self._link_leftovers()
            pending = _Pending(deque((k, w) for k, w in windows.items() if k not in known))
            if not cancel.is_set():
                self._sample.begin(window.conversation for _, window in pending.waiting)
            left = self._sample.windows_left
            yield ExtractionStarted(run, len(windows), len(known), left)
            tally = _Tally()
            started = self._clock.monotonic()
            yield from self._work(run, pending, tally, len(windows), len(known), cancel)
            seconds = self._clock.monotonic() - started
            left = len(windows) - tally.done - tally.failed - len(known)
            finished = left == 0 and not cancel.is_set()
            state = "done" if finished else "cancelled"
            yield ExtractionDone(
                windows=len(windows),
                windows_known=len(known),
                windows_failed=tally.failed,
                candidates=tally.candidates,
                attributes=self._store.attributes.count(),
                quarantined=tally.quarantined,
                prompt_tokens=tally.prompt_tokens,
                output_tokens=tally.output_tokens,
                seconds=seconds,
                tokens_per_second=tally.tokens / seconds if seconds > 0 else 0.0,
                cancelled=not finished,
            )
        finally:
            self._store.runs.end(run, state, self._clock.now())

    def _windows(self, cancel: threading.Event) -> dict[str, Window]:
        history, model = self._store.history, self._model.identity
        ids = (conversation.id for conversation in history.conversations())
        windows: dict[str, Window] = {}
        for id in self._sample.order(ids, self._seed):
            if cancel.is_set():
                break
            for window in windows_of(history.own_words_of(id), self._recipe):
                windows[work_key(window, self._recipe, model, self._seed)] = window
        return windows

    def _recipe_record(self) -> dict[str, str | int | float]:
        recipe = self._recipe
        return {
            "profile": recipe.profile,
            "version": recipe.version,
            "filter_version": FILTER_VERSION,
            "prompt": recipe.prefix + recipe.before + recipe.after,
            "grammar": recipe.grammar,
            "temperature": recipe.sampling.temperature,
            "max_tokens": recipe.sampling.max_tokens,
        }

    def _work(
        self,
        run: int,
        pending: _Pending,
        tally: _Tally,
        windows: int,
        known: int,
        cancel: threading.Event,
    ) -> Iterator[ExtractionEvent]:
        started = self._clock.monotonic()
        self._refill(pending)
        try:
            while pending.in_flight and not cancel.is_set():
                for event in self._model.events(list(pending.in_flight), POLL_SECONDS):
                    if isinstance(event, Finished):
                        window = pending.in_flight.pop(event.id)
                        if event.finish_reason is FinishReason.CANCELLED:
                            continue
                        self._store_result(run, event, window, tally)
                        self._sample.window_done(window.conversation)
                        self._refill(pending)
                        yield self._progress(tally, windows, known, started)
                    elif isinstance(event, Failed):
                        window = pending.in_flight.pop(event.id)
                        # A model that could not be loaded says so here, once for all windows.
                        _ = self._model.identity
                        tally.failed += 1
                        self._sample.window_done(window.conversation)
                        self._refill(pending)
                        done = known + tally.done + tally.failed
                        yield WindowFailed(done, windows, event.reason)
                    elif isinstance(event, Restarted):
                        yield ModelRestarted(event.reason)
                    if cancel.is_set():
                        break
        finally:
            withdraw(self._model, list(pending.in_flight))

    def _refill(self, pending: _Pending) -> None:
        requests = []
        while pending.waiting and len(pending.in_flight) < IN_FLIGHT:
            key, window = pending.waiting.popleft()
            pending.in_flight[key] = window
            requests.append(self._request(key, window))
        if requests:
            self._model.submit(requests, Priority.BACKGROUND)

    def _request(self, key: str, window: Window) -> GenerateRequest:
        recipe = self._recipe
        return GenerateRequest(
            id=key,
            prefix=recipe.prefix,
            prompt=recipe.before + window.text + recipe.after,
            sampling=recipe.sampling,
            seed=request_seed(self._seed, key),
            grammar=recipe.grammar,
            stop=recipe.stop,
            chat=recipe.chat,
        )

    def _store_result(self, run: int, result: Finished, window: Window, tally: _Tally) -> None:
        parsed = parse(self._recipe.profile, result.text)
        candidates = [ground(draft, window, self._recipe) for draft in parsed.drafts]
        cut_off = result.finish_reason is FinishReason.LENGTH
        unreadable = QuarantineReason.CUT_OFF if cut_off else QuarantineReason.MALFORMED
        candidates += [Candidate(Draft(text, None), None, unreadable) for text in parsed.malformed]
        work = Work(
            key=result.id,
            conversation=window.conversation,
            messages=window.messages,
            finish_reason=result.finish_reason,
            prompt_tokens=result.prompt_tokens,
            output_tokens=result.output_tokens,
            seconds=result.seconds,
        )
        if tally.done == 0:
            # Only now is it certain that asking does not wait for the model to load.
            self._store.runs.set_provenance(run, self._model.provenance)
        with self._store.database.write():
            now = self._clock.now()
            for candidate in self._store.extractions.store(run, work, candidates, now):
                self._link(candidate)
        tally.done += 1
        tally.candidates += len(candidates)
        tally.quarantined += sum(candidate.span is None for candidate in candidates)
        tally.prompt_tokens += result.prompt_tokens
        tally.output_tokens += result.output_tokens

    def _link_leftovers(self) -> None:
        """Link what a killed run left unlinked."""
        with self._store.database.write():
            for candidate in self._store.extractions.unlinked():
                self._link(candidate)

    def _link(self, candidate: StoredCandidate) -> None:
        now = self._clock.now()
        # Another process may have added attributes meanwhile.
        for statement in self._store.attributes.model_statements(after=self._newest_revision):
            self._linker.add(statement.attribute, statement.text)
            self._newest_revision = statement.revision
        attribute = self._linker.find(candidate.statement)
        if attribute is None:
            attribute = self._store.attributes.create(
                candidate.statement, candidate.description, now
            )
        self._store.attributes.link(candidate.id, attribute, AssignedBy.RULE, now)

    def _progress(self, tally: _Tally, windows: int, known: int, started: float) -> WindowDone:
        seconds = self._clock.monotonic() - started
        this_run = tally.done + tally.failed
        left = windows - known - this_run
        of_sample = self._sample.windows_left
        return WindowDone(
            done=known + this_run,
            windows=windows,
            candidates=tally.candidates,
            quarantined=tally.quarantined,
            attributes=self._store.attributes.count(),
            tokens_per_second=tally.tokens / seconds if seconds > 0 else 0.0,
            seconds_left=left * seconds / this_run if this_run else None,
            sample_windows_left=of_sample,
            sample_seconds_left=(
                of_sample * seconds / this_run if this_run and of_sample is not None else None
            ),
        )
