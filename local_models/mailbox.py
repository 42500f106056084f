"""Hands events to whoever waits for them, each request's in its own order."""

import queue
import threading
from collections import Counter, deque
from collections.abc import Collection, Iterator

from selfaudit.core.ports import Ended, ModelEvent, Restarted


class _Box:
    """Events of one request: kept until someone asks, then passed on."""

    __slots__ = ("kept", "reader")

    def __init__(self) -> None:
        self.kept: deque[ModelEvent] = deque()
        self.reader: queue.SimpleQueue[ModelEvent] | None = None


class Mailboxes:
    """One box for each request under way. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._boxes: dict[str, _Box] = {}

    def open(self, ids: Collection[str]) -> None:
        """Make boxes for requests. Raises ValueError, making none, if an id is under way."""
        with self._lock:
            for id, times in Counter(ids).items():
                if id in self._boxes or times > 1:
                    raise ValueError(f"a request with the id {id!r} is under way")
            self._boxes.update((id, _Box()) for id in ids)

    def deliver(self, event: ModelEvent) -> None:
        """Put an event into its box; Restarted goes to everyone who waits."""
        with self._lock:
            if isinstance(event, Restarted):
                readers = {id(box.reader): box.reader for box in self._boxes.values() if box.reader}
                for reader in readers.values():
                    reader.put(event)
                return
            box = self._boxes.get(event.id)
            if box is None:
                return
            if box.reader is not None:
                box.reader.put(event)
            else:
                box.kept.append(event)

    def events(self, ids: Collection[str], timeout: float | None) -> Iterator[ModelEvent]:
        """Yield events of these requests, as LanguageModel.events says.

        Requests whose end was already yielded count as ended. One caller at a time for a request.
        """
        reader: queue.SimpleQueue[ModelEvent] = queue.SimpleQueue()
        waiting = self._attach(ids, reader)
        try:
            while waiting:
                try:
                    event = reader.get(timeout=timeout)
                except queue.Empty:
                    return
                if isinstance(event, Ended):
                    waiting.discard(event.id)
                    with self._lock:
                        self._boxes.pop(event.id, None)
                yield event
        finally:
            self._detach(waiting, reader)

    def _attach(self, ids: Collection[str], reader: queue.SimpleQueue[ModelEvent]) -> set[str]:
        waiting = set()
        with self._lock:
            for id in ids:
                if (box := self._boxes.get(id)) is not None:
                    waiting.add(id)
                    box.reader = reader
                    while box.kept:
                        reader.put(box.kept.popleft())
        return waiting

    def _detach(self, waiting: set[str], reader: queue.SimpleQueue[ModelEvent]) -> None:
        """Keep what was not read for the next caller."""
        with self._lock:
            for id in waiting:
                if (box := self._boxes.get(id)) is not None and box.reader is reader:
                    box.reader = None
            while not reader.empty():
                event = reader.get()
                if not isinstance(event, Restarted) and (box := self._boxes.get(event.id)):
                    box.kept.append(event)
