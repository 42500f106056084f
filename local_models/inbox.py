"""What the parent sent to the child and the child has not looked at yet."""

import threading
from collections.abc import Callable

from selfaudit.local_models.protocol import Ask, Cancel, Load


class Inbox:
    """Filled by the thread that reads the pipe, emptied by the one that works.

    Messages stay in their order: a cancellation is for a request that came before it, never for a
    later one of the same id.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._load: Load | None = None
        self._messages: list[Ask | Cancel] = []
        self._told: Callable[[Ask | Cancel], None] = _nobody

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

    def put(self, message: Ask | Cancel) -> None:
        """Hand over a request or a cancellation."""
        with self._changed:
            self._messages.append(message)
            self._changed.notify()
            told = self._told
        told(message)

    def tell(self, told: Callable[[Ask | Cancel], None]) -> None:
        """Have a function called with what comes from now on, once it can be taken."""
        with self._changed:
            self._told = told

    def take(self, *, wait: bool) -> list[Ask | Cancel]:
        """Take everything that has come, after waiting for something if told to."""
        with self._changed:
            while wait and not self._messages:
                self._changed.wait()
            taken, self._messages = self._messages, []
            return taken


def _nobody(_message: Ask | Cancel) -> None:
    """Nobody is to be told."""
