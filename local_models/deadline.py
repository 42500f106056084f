"""A limit on how long the model's process may take."""

import threading
from collections.abc import Callable


class Deadline:
    """Calls a function when a time has passed without `stop` or another `start`.

    Safe to use from several threads.
    """

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._timer: threading.Timer | None = None

    def start(self, seconds: float | None, expired: Callable[[], None]) -> None:
        """Begin anew. None is no deadline."""
        with self._lock:
            self._cancel()
            if seconds is not None:
                self._timer = threading.Timer(seconds, expired)
                self._timer.daemon = True
                self._timer.start()

    def stop(self) -> None:
        """Forget the deadline."""
        with self._lock:
            self._cancel()

    def _cancel(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
