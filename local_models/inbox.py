"""Requests that wait in the child, most urgent first."""

import heapq
import threading
from collections.abc import Iterable

from selfaudit.core.ports import Priority
from selfaudit.local_models.protocol import Ask, Load


class Inbox:
    """Filled by the thread that reads the pipe, emptied by the one that answers."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._load: Load | None = None
        self._waiting: list[tuple[Priority, int, Ask]] = []
        self._arrivals = 0
        self._here: set[str] = set()
        self._cancelled: set[str] = set()

    def put_load(self, load: Load) -> None:
        """Hand over what to load."""
        with self._changed:
            self._load = load
            self._changed.notify()

    def wait_load(self) -> Load:
        """Wait for what to load."""
        with self._changed:
            while self._load is None:
                self._changed.wait()
            return self._load

    def put(self, message: Ask) -> None:
        """Queue a request behind those of its priority."""
        with self._changed:
            self._arrivals += 1
            self._here.add(message.request.id)
            heapq.heappush(self._waiting, (message.priority, self._arrivals, message))
            self._changed.notify()

    def put_back(self, message: Ask) -> None:
        """Queue a request that was interrupted before those of its priority."""
        with self._changed:
            heapq.heappush(self._waiting, (message.priority, 0, message))

    def next(self) -> Ask:
        """Wait for the most urgent request and take it."""
        with self._changed:
            while not self._waiting:
                self._changed.wait()
            return heapq.heappop(self._waiting)[2]

    def cancel(self, ids: Iterable[str]) -> None:
        """Mark requests as cancelled; those that have ended are left alone."""
        with self._changed:
            self._cancelled.update(self._here.intersection(ids))

    def cancelled(self, message: Ask) -> bool:
        """Whether this request was cancelled."""
        return message.request.id in self._cancelled

    def preempted(self, message: Ask) -> bool:
        """Whether something waits that breaks off work of this priority."""
        with self._changed:
            return bool(self._waiting) and self._waiting[0][0].interrupts(message.priority)

    def forget(self, message: Ask) -> None:
        """Forget a request that has ended, and that it was cancelled."""
        with self._changed:
            self._here.discard(message.request.id)
            self._cancelled.discard(message.request.id)
