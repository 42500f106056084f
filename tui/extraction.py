"""What the interface knows of the extraction, and the thread that tells it."""

import queue
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Final

from selfaudit.core.errors import SelfauditError
from selfaudit.core.events import (
    ExtractionDone,
    ExtractionEvent,
    ExtractionStarted,
    ModelRestarted,
    WindowDone,
    WindowFailed,
)
from selfaudit.tui.session import StartExtraction

GRACE_SECONDS = 3.0
"""How long an extraction may take to end before a program that is leaving does not wait."""


class Phase(Enum):
    """Where the extraction is."""

    UNAVAILABLE = "unavailable"
    WAITING = "waiting"
    RUNNING = "running"
    STOPPING = "stopping"
    STOPPED = "stopped"
    DONE = "done"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Extraction:
    """How far the extraction has come. `known` counts windows that earlier runs had done."""

    phase: Phase = Phase.UNAVAILABLE
    windows: int = 0
    done: int = 0
    failed: int = 0
    restarts: int = 0
    attributes: int = 0
    quarantined: int = 0
    tokens_per_second: float = 0.0
    seconds_left: float | None = None
    error: SelfauditError | None = None

    @property
    def is_running(self) -> bool:
        """Whether more attributes may still come by themselves."""
        return self.phase in (Phase.RUNNING, Phase.STOPPING)

    def after(self, event: ExtractionEvent) -> "Extraction":
        """The state once an event has happened."""
        match event:
            case ExtractionStarted():
                return replace(self, windows=event.windows, done=event.windows_known)
            case WindowDone():
                return replace(
                    self,
                    windows=event.windows,
                    done=event.done,
                    attributes=event.attributes,
                    quarantined=event.quarantined,
                    tokens_per_second=event.tokens_per_second,
                    seconds_left=event.seconds_left,
                )
            case WindowFailed():
                return replace(self, windows=event.windows, done=event.done, failed=self.failed + 1)
            case ModelRestarted():
                return replace(self, restarts=self.restarts + 1)
            case ExtractionDone():
                return replace(
                    self,
                    phase=Phase.STOPPED if event.cancelled else Phase.DONE,
                    windows=event.windows,
                    failed=event.windows_failed,
                    attributes=event.attributes,
                    quarantined=event.quarantined,
                    tokens_per_second=event.tokens_per_second,
                    seconds_left=None,
                )

    def failed_with(self, error: SelfauditError) -> "Extraction":
        """The state once the run was broken off by an error."""
        return replace(self, phase=Phase.FAILED, error=error, seconds_left=None)

    def stopping(self) -> "Extraction":
        """The state once the person asked that it end."""
        return replace(self, phase=Phase.STOPPING, seconds_left=None)

    def ended(self) -> "Extraction":
        """The state once the run gave its last event, whether or not that said so."""
        return self if not self.is_running else replace(self, phase=Phase.STOPPED)


_END: Final = object()


class ExtractionThread:
    """Runs an extraction in a thread that can be left behind, so that quitting never hangs."""

    def __init__(self, start: StartExtraction) -> None:
        self._start = start
        self._cancel = threading.Event()
        self._leave_by = float("inf")
        self._events: queue.Queue[ExtractionEvent | SelfauditError | object] = queue.Queue()

    def cancel(self) -> None:
        """Ask the extraction to end. Safe from any thread."""
        self._cancel.set()

    def leave(self) -> None:
        """Ask it to end, and wait for that no longer than `GRACE_SECONDS`."""
        self._leave_by = min(self._leave_by, time.monotonic() + GRACE_SECONDS)
        self._cancel.set()

    def events(self) -> Iterator[ExtractionEvent]:
        """Run, and yield what happens. Raises SelfauditError where the extraction does.

        Ends when the extraction has, or at the latest `GRACE_SECONDS` after `leave`.
        """
        threading.Thread(target=self._run, name="extraction", daemon=True).start()
        while time.monotonic() < self._leave_by:
            try:
                item = self._events.get(timeout=0.1)
            except queue.Empty:
                continue
            if item is _END:
                return
            if isinstance(item, SelfauditError):
                raise item
            yield item  # type: ignore[misc]

    def _run(self) -> None:
        try:
            for event in self._start(self._cancel):
                self._events.put(event)
        except SelfauditError as error:
            self._events.put(error)
        except Exception as error:  # noqa: BLE001 - the thread's hook would print its text
            self._events.put(_mishap(error))
        finally:
            self._events.put(_END)


def _mishap(error: BaseException) -> SelfauditError:
    """An error that no one foresaw. Its text is not shown: it may hold text of an export."""
    return SelfauditError(
        f"The extraction broke off by a mistake of this program ({type(error).__name__}).",
        title="The extraction broke off",
        hint="What was found is kept. Try again; if it happens again, please report it.",
    )
