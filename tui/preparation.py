"""What the interface knows of the work that a model does ahead of the person, and its thread."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from threading import Event, Lock

from selfaudit.core.errors import SelfauditError
from selfaudit.core.events import (
    ItemDone,
    ItemFailed,
    PreparationEnded,
    PreparationEvent,
    PreparationStarted,
)
from selfaudit.core.models.run import Purpose
from selfaudit.tui.work_thread import WorkThread

StartPreparation = Callable[[Event], Iterator[PreparationEvent]]


@dataclass(frozen=True, slots=True)
class Preparation:
    """How far the work has come: `done` of `items` of one purpose.

    `news` grows with every event, so that whoever watches looks again.
    """

    is_running: bool = False
    purpose: Purpose | None = None
    items: int = 0
    done: int = 0
    seconds_left: float | None = None
    error: SelfauditError | None = None
    news: int = 0

    def after(self, event: PreparationEvent) -> "Preparation":
        """The state once an event has happened."""
        news = self.news + 1
        match event:
            case PreparationStarted():
                return Preparation(True, event.purpose, event.items, event.known, news=news)
            case ItemDone():
                left = event.seconds_left
                return replace(self, done=event.done, seconds_left=left, news=news)
            case ItemFailed():
                return replace(self, done=event.done, news=news)
            case PreparationEnded():
                return replace(self, seconds_left=None, news=news)

    def ended(self, error: SelfauditError | None = None) -> "Preparation":
        """The state once the thread is done."""
        return replace(self, is_running=False, seconds_left=None, error=error, news=self.news + 1)


class PreparationRunner:
    """Runs preparations one after another: what is asked for meanwhile is done next.

    `moved` is called in the thread after every change, at most once until `fetch`.
    """

    def __init__(self, start: StartPreparation, moved: Callable[[], object]) -> None:
        self._start = start
        self._moved = moved
        self._lock = Lock()
        self._pending = False
        self._again = False
        self._has_thread = False
        self._leaving = False
        self._thread: WorkThread[PreparationEvent] | None = None
        self._latest = Preparation()

    def wants_thread(self) -> bool:
        """There may be new work: whether a thread must be begun for `run`.

        Where one is under way, it looks for more once it is done.
        """
        with self._lock:
            self._again = True
            is_new, self._has_thread = not self._has_thread, True
            return is_new

    def run(self) -> None:
        """Work until nothing is left; for a thread of the interface."""
        self._tell(replace(self._latest, is_running=True, error=None))
        error: SelfauditError | None = None
        while error is None and self._has_more():
            self._thread = WorkThread(self._start, "the preparation")
            try:
                for event in self._thread.events():
                    self._tell(self._latest.after(event))
            except SelfauditError as failure:
                error = failure
        if error is not None:
            with self._lock:
                self._has_thread = False
        self._tell(self._latest.ended(error))

    def _has_more(self) -> bool:
        """Whether to look again; if not, the next wish for work begins a thread of its own."""
        with self._lock:
            more = self._again and not self._leaving
            self._again = False
            self._has_thread = more
            return more

    def leave(self) -> None:
        """End soon."""
        self._leaving = True
        if self._thread is not None:
            self._thread.leave()

    def rest(self) -> None:
        """End what is under way, without looking for more; a later wish begins anew."""
        with self._lock:
            self._again = False
        if self._thread is not None:
            self._thread.cancel()

    def fetch(self) -> Preparation:
        """The latest state."""
        self._pending = False
        return self._latest

    def _tell(self, state: Preparation) -> None:
        self._latest = state
        if not self._pending:
            self._pending = True
            self._moved()
