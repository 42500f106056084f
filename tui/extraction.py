"""What the interface knows of the extraction, and the thread that tells it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from threading import Event

from selfaudit.core.errors import SelfauditError
from selfaudit.core.events import (
    ExtractionDone,
    ExtractionEvent,
    ExtractionStarted,
    ModelRestarted,
    WindowDone,
    WindowFailed,
)
from selfaudit.tui.work_thread import WorkThread

StartExtraction = Callable[[Event], Iterator[ExtractionEvent]]


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
    """How far the extraction has come. `known` counts windows that earlier runs had done.

    `sample_left` counts windows of a budget's sample that are still to be read; None without one.
    """

    phase: Phase = Phase.UNAVAILABLE
    windows: int = 0
    done: int = 0
    failed: int = 0
    restarts: int = 0
    attributes: int = 0
    quarantined: int = 0
    tokens_per_second: float = 0.0
    seconds_left: float | None = None
    sample_left: int | None = None
    sample_seconds_left: float | None = None
    error: SelfauditError | None = None

    @property
    def is_running(self) -> bool:
        """Whether more attributes may still come by themselves."""
        return self.phase in (Phase.RUNNING, Phase.STOPPING)

    def after(self, event: ExtractionEvent) -> "Extraction":
        """The state once an event has happened."""
        match event:
            case ExtractionStarted():
                return replace(
                    self,
                    windows=event.windows,
                    done=event.windows_known,
                    sample_left=event.sample_windows_left,
                )
            case WindowDone():
                return replace(
                    self,
                    windows=event.windows,
                    done=event.done,
                    attributes=event.attributes,
                    quarantined=event.quarantined,
                    tokens_per_second=event.tokens_per_second,
                    seconds_left=event.seconds_left,
                    sample_left=event.sample_windows_left,
                    sample_seconds_left=event.sample_seconds_left,
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


class ExtractionRunner:
    """Runs an extraction in a thread and keeps the latest state for the app to fetch.

    `moved` is called in the thread, however fast events come at most once until `fetch`.
    """

    def __init__(self, moved: Callable[[], object]) -> None:
        self._moved = moved
        self._thread: WorkThread[ExtractionEvent] | None = None
        self._latest = Extraction()
        self._pending = False

    def begin(self, start: StartExtraction, state: Extraction) -> None:
        """Get ready to run from a state."""
        self._thread = WorkThread(start, "the extraction")
        self._latest = state

    def run(self) -> None:
        """Run to the end; for a thread of the interface."""
        assert self._thread is not None
        state = self._latest
        try:
            for event in self._thread.events():
                state = state.after(event)
                # That it is over is told once its thread is, so that no second one runs beside it.
                if state.is_running:
                    self._tell(state)
            self._tell(state.ended())
        except SelfauditError as error:
            self._tell(state.failed_with(error))

    def cancel(self) -> None:
        """Ask that it end."""
        if self._thread is not None:
            self._thread.cancel()

    def leave(self) -> None:
        """Ask that it end soon."""
        if self._thread is not None:
            self._thread.leave()

    def fetch(self, shown: Extraction) -> Extraction:
        """The latest state; one that is being stopped stays so until it is over."""
        self._pending = False
        stopping = shown.phase is Phase.STOPPING and self._latest.phase is Phase.RUNNING
        return self._latest.stopping() if stopping else self._latest

    def _tell(self, state: Extraction) -> None:
        self._latest = state
        if not self._pending:
            self._pending = True
            self._moved()
