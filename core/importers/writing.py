"""Storing batches of conversations while the next ones are read."""

from collections.abc import Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType
from typing import Self

from selfaudit.core.models.history import Conversation
from selfaudit.core.store.adding import Added
from selfaudit.core.store.staging import stage
from selfaudit.core.store.store import Store


class Writing:
    """Stores the batches of one source one after the other, each in a transaction, in a thread.

    A context manager; left in whatever way, it has finished the batch that was begun.
    """

    def __init__(self, store: Store, source: int, format: str) -> None:
        self._history = store.history
        self._source = source
        self._format = format
        self._thread = ThreadPoolExecutor(1, "writing")
        self._begun: Future[Added] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._thread.shutdown()

    def put(self, batch: Sequence[Conversation]) -> list[Added]:
        """Begin to store a batch, when the one before it is stored; returns what came of that.

        A batch of which something is known is stored at once: that takes many statements, for each
        of which two threads would wait for one another. Raises StoreError.
        """
        staged = stage(self._source, self._format, batch)
        done = self.finish()
        is_new = self._history.is_new(staged)
        self._begun = self._thread.submit(self._history.put, staged)
        return done if is_new else done + self.finish()

    def finish(self) -> list[Added]:
        """Wait until all is stored; returns what came of it. Raises StoreError."""
        if self._begun is None:
            return []
        begun, self._begun = self._begun, None
        return [begun.result()]
