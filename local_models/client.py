"""A local model in a process of its own, as the LanguageModel that the core asks for."""

import threading
from collections import deque
from collections.abc import Collection, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from selfaudit.core.errors import ModelError
from selfaudit.core.models.run import ModelIdentity
from selfaudit.core.ports import Ended, ModelEvent, ModelRequest, Priority, Restarted
from selfaudit.local_models.cache import cells_for
from selfaudit.local_models.child import Child
from selfaudit.local_models.deadline import Deadline
from selfaudit.local_models.installed import InstalledModel
from selfaudit.local_models.ledger import Ledger
from selfaudit.local_models.load_problems import load_problem
from selfaudit.local_models.mailbox import Mailboxes
from selfaudit.local_models.memory import memory
from selfaudit.local_models.options import EngineOptions
from selfaudit.local_models.protocol import (
    BrokenFrameError,
    Cancel,
    Done,
    EmbedDone,
    FromChild,
    LoadFailed,
    Ready,
    Refused,
    ScoreDone,
    Started,
    Text,
    ToChild,
    ask,
)
from selfaudit.local_models.text import well_formed_request

_STARTS = 2
_CLOSE_SECONDS = 5.0
"""How long to wait for a process that was killed; one that waits for a disk may not end at once."""


class LocalModel:
    """Answers requests with a GGUF model in a child process, which is restarted when it dies.

    Two threads serve it: one starts the process and reads from it for as long as it lives, and
    one writes to it, so that `submit` and `cancel` never wait for the model.
    """

    def __init__(
        self,
        model: InstalledModel,
        *,
        log: Path | None = None,
        options: EngineOptions = EngineOptions(),  # noqa: B008 - frozen
    ) -> None:
        """Prepare, without starting the process yet.

        `log` receives what the process prints, never text of a request. Raises ModelError for a
        path that is no text, and for an adapter that is not whole.
        """
        window = options.window(model.context)
        adapter = model.adapter
        if adapter is not None:
            adapter.check()
        cells = cells_for(model, options, memory().available)
        self._load = options.load(model.path, window, adapter.path if adapter else None, cells)
        self._identity = model.identity(window)
        self._made_from = {"made_from": model.made_from} if model.made_from else {}
        self._log = log
        self._options = options
        self._changed = threading.Condition()
        self._mail = Mailboxes()
        self._ledger = Ledger()
        self._outbox: deque[ToChild] = deque()
        self._deadline = Deadline()
        self._supervisor: threading.Thread | None = None
        self._child: Child | None = None
        self._ready: Ready | None = None
        self._problem: str | None = None
        self._kill_reason: str | None = None
        self._loaded = False
        self._closed = False

    @property
    def identity(self) -> ModelIdentity:
        """Which weights answer. Raises ModelError once they turned out not to load."""
        with self._changed:
            self._check_loads()
        return self._identity

    @property
    def provenance(self) -> dict[str, str | int | float]:
        """Versions, threads, batch, processor, and the sha256 of the file that this one was
        requantised from, if it was. Waits until the model is loaded.

        Raises ModelError if it cannot be, and at once when another thread closes the model.
        """
        self.wait_loaded()
        with self._changed:
            assert self._ready is not None
            return {**self._ready.provenance, **self._made_from}

    def wait_loaded(self, timeout: float | None = None) -> bool:
        """Begin to load and wait; False if it is not loaded after `timeout` seconds.

        Raises ModelError if it cannot be loaded or another thread closes the model.
        """
        self.start()
        with self._changed:
            self._changed.wait_for(
                lambda: self._ready or self._problem is not None or self._closed, timeout
            )
            self._check()
            return self._ready is not None

    @property
    def child_pid(self) -> int | None:
        """The id of the process that runs now, if one does."""
        with self._changed:
            return None if self._child is None else self._child.pid

    def start(self) -> None:
        """Begin to load the model, without waiting for it. Raises ModelError if it failed."""
        with self._changed:
            self._check()
            if self._supervisor is None:
                self._supervisor = threading.Thread(
                    target=self._supervise, name="model-supervisor", daemon=True
                )
                self._supervisor.start()

    def submit(self, requests: Sequence[ModelRequest], priority: Priority) -> list[str]:
        """Queue requests and return their ids at once.

        Raises ModelError if the model did not load or was closed, and ValueError for an id that
        is under way; then none of the requests is queued.
        """
        ids = [request.id for request in requests]
        clean = [well_formed_request(request) for request in requests]
        self.start()
        with self._changed:
            self._check()
            self._mail.open(ids)
            for request in clean:
                self._ledger.add(request, priority)
            self._changed.notify_all()
        return ids

    def events(self, ids: Collection[str], timeout: float | None = None) -> Iterator[ModelEvent]:
        """Yield events of these requests until each has ended or `timeout` seconds are silent."""
        return self._mail.events(ids, timeout)

    def cancel(self, ids: Collection[str]) -> None:
        """Ask that these requests end; unknown ids and those that have ended are left alone."""
        with self._changed:
            ended, sent = self._ledger.cancel(ids)
            if sent:
                self._outbox.append(Cancel(sent))
                self._changed.notify_all()
        for event in ended:
            self._mail.deliver(event)

    def close(self) -> None:
        """Kill the process and wait for it, but not for long. Requests under way fail.

        May be called from any thread, while the model loads, and again.
        """
        with self._changed:
            self._closed = True
            failed = self._ledger.fail_all("the model was closed")
            if self._child is not None:
                self._child.kill()
            self._changed.notify_all()
            supervisor = self._supervisor
        for event in failed:
            self._mail.deliver(event)
        if supervisor is not None and supervisor is not threading.current_thread():
            supervisor.join(_CLOSE_SECONDS)

    def _check(self) -> None:
        self._check_loads()
        if self._closed:
            raise ModelError("The model was closed.")

    def _check_loads(self) -> None:
        if self._problem is not None:
            raise load_problem(self._identity.name, self._problem)

    def _supervise(self) -> None:
        """Keep a process running until the model is closed or does not load."""
        starts = 0
        while True:
            try:
                child = Child(self._log)
            except OSError as error:
                self._give_up(f"its process cannot be started: {error.strerror}")
                return
            with self._changed:
                self._child, self._loaded = child, False
                if self._closed:
                    child.kill()
            limit = self._options.load_timeout
            self._deadline.start(limit, lambda: self._kill("it took too long to load"))
            self._serve(child)
            self._deadline.stop()
            how = child.reap()
            with self._changed:
                self._child = None
                how, self._kill_reason = self._kill_reason or how, None
                if self._closed or self._problem is not None:
                    return
            starts = 0 if self._loaded else starts + 1
            if starts >= _STARTS:
                self._give_up(how + child.last_words())
                return
            if not self._after_death(how):
                return

    def _serve(self, child: Child) -> None:
        """Write to and read from one process until it is gone."""
        gone = threading.Event()
        writer = threading.Thread(
            target=self._write, args=(child, gone), name="model-writer", daemon=True
        )
        writer.start()
        with suppress(BrokenFrameError):
            while (message := child.receive()) is not None:
                self._receive(message)
        with self._changed:
            gone.set()
            self._outbox.clear()
            self._changed.notify_all()
        child.kill()
        writer.join()

    def _write(self, child: Child, gone: threading.Event) -> None:
        message: ToChild | None = self._load
        while message is not None and child.send(message):
            message = self._next_message(gone)

    def _next_message(self, gone: threading.Event) -> ToChild | None:
        """Wait for something to send; None when this process is gone."""
        with self._changed:
            while not gone.is_set():
                if self._outbox:
                    return self._outbox.popleft()
                if (job := self._ledger.next()) is not None:
                    if self._loaded and self._ledger.in_flight == 1:
                        self._watch()
                    return ask(*job)
                self._changed.wait()
        return None

    def _receive(self, message: FromChild) -> None:
        match message:
            case Ready():
                with self._changed:
                    self._ready = message
                    self._loaded = True
                    self._watch()
                    self._changed.notify_all()
            case LoadFailed():
                self._give_up(message.reason)
            case Started():
                with self._changed:
                    self._ledger.started(message.id)
                    self._watch()
            case Text():
                self._mail.deliver(message.event)
            case Done() | ScoreDone() | EmbedDone() | Refused():
                self._ended(message.event)

    def _ended(self, event: Ended) -> None:
        with self._changed:
            known = self._ledger.ended(event.id)
            self._watch()
            self._changed.notify_all()
        if known:
            self._mail.deliver(event)

    def _watch(self) -> None:
        """Give the process the time of one request, if it has any, from now on."""
        if self._ledger.in_flight:
            self._deadline.start(
                self._options.request_timeout, lambda: self._kill("a request took too long")
            )
        else:
            self._deadline.stop()

    def _kill(self, reason: str) -> None:
        with self._changed:
            if self._child is not None:
                self._kill_reason = reason
                self._child.kill()

    def _give_up(self, reason: str) -> None:
        with self._changed:
            self._problem = reason
            failed = self._ledger.fail_all(f"the model could not be loaded: {reason}")
            self._changed.notify_all()
        for event in failed:
            self._mail.deliver(event)

    def _after_death(self, how: str) -> bool:
        """Say what a death means for requests; True once there is something to restart for."""
        with self._changed:
            ended = list(self._ledger.process_died())
        for event in ended:
            self._mail.deliver(event)
        with self._changed:
            while self._loaded and not self._ledger and not self._closed:
                self._changed.wait()
            if self._closed:
                return False
        self._mail.deliver(Restarted(f"The model's process was started again: {how}."))
        return True
