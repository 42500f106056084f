"""Long work in a thread of its own, as events that arrive where they are wanted."""

import queue
import threading
import time
from collections.abc import Callable, Iterator
from typing import Final, Generic, TypeVar

from selfaudit.core.errors import SelfauditError

EventT = TypeVar("EventT")

GRACE_SECONDS = 3.0
"""How long work may take to end before a program that is leaving does not wait."""

_END: Final = object()


class WorkThread(Generic[EventT]):
    """Runs long work in a thread that can be left behind, so that quitting never hangs.

    `name` is what people call the work: "the extraction".
    """

    def __init__(self, start: Callable[[threading.Event], Iterator[EventT]], name: str) -> None:
        self._start = start
        self._name = name
        self._cancel = threading.Event()
        self._leave_by = float("inf")
        self._events: queue.Queue[EventT | SelfauditError | object] = queue.Queue()

    def cancel(self) -> None:
        """Ask the work to end. Safe from any thread."""
        self._cancel.set()

    def leave(self) -> None:
        """Ask it to end, and wait for that no longer than `GRACE_SECONDS`."""
        self._leave_by = min(self._leave_by, time.monotonic() + GRACE_SECONDS)
        self._cancel.set()

    def events(self) -> Iterator[EventT]:
        """Run, and yield what happens. Raises SelfauditError where the work does.

        Ends when the work has, or at the latest `GRACE_SECONDS` after `leave`.
        """
        threading.Thread(target=self._run, name=self._name, daemon=True).start()
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
            self._events.put(_mishap(error, self._name))
        finally:
            self._events.put(_END)


def _mishap(error: BaseException, name: str) -> SelfauditError:
    """An error that no one foresaw. Its text is not shown: it may hold text of an export."""
    return SelfauditError(
        f"{name.capitalize()} broke off by a mistake of this program ({type(error).__name__}).",
        title=f"{name.capitalize()} broke off",
        hint="What was done is kept. Try again; if it happens again, please report it.",
    )
