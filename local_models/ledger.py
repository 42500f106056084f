"""Which requests wait, which are with the model's process, and what its death means for them."""

import heapq
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from selfaudit.core.models.run import FinishReason
from selfaudit.core.ports import Failed, Finished, ModelRequest, Priority

TRIES = 2
"""How often the process may end on a request before the request fails."""

IN_FLIGHT = 64
"""Requests of one priority with the process: as many as it works on at once, and as many again, so
that it need not wait."""


@dataclass(slots=True)
class _Job:
    request: ModelRequest
    priority: Priority
    order: int
    deaths: int = 0
    sent: bool = False
    cancelled: bool = False


class Ledger:
    """The state of every request that has not ended. Not safe to use from several threads.

    When the process ends, any of the requests that it had taken up may be what it died of. Each of
    them is from then on given to it alone, so that a second death tells which it was.
    """

    def __init__(self) -> None:
        self._jobs: dict[str, _Job] = {}
        self._waiting: list[tuple[Priority, int, str]] = []
        self._in_flight = dict.fromkeys(Priority, 0)
        self._order = 0
        self._taken_up: set[str] = set()

    def __contains__(self, id: str) -> bool:
        return id in self._jobs

    def __len__(self) -> int:
        return len(self._jobs)

    @property
    def in_flight(self) -> int:
        """How many requests are with the process."""
        return sum(self._in_flight.values())

    def add(self, request: ModelRequest, priority: Priority) -> None:
        """Queue a request."""
        self._order += 1
        job = _Job(request, priority, self._order)
        self._jobs[request.id] = job
        self._queue(job)

    def next(self) -> tuple[ModelRequest, Priority] | None:
        """Take the request that is to be sent now, if there is one."""
        self._prune()
        if not self._waiting:
            return None
        priority, _, id = self._waiting[0]
        job = self._jobs[id]
        if self._in_flight[priority] >= IN_FLIGHT or self._has_suspect():
            return None
        if job.deaths and self.in_flight:
            return None
        heapq.heappop(self._waiting)
        job.sent = True
        self._in_flight[priority] += 1
        return job.request, priority

    def started(self, id: str) -> None:
        """Note that the process has taken up this request."""
        self._taken_up.add(id)

    def ended(self, id: str) -> bool:
        """Note that a request has ended; False if it was not under way."""
        job = self._jobs.pop(id, None)
        self._taken_up.discard(id)
        if job is not None and job.sent:
            self._in_flight[job.priority] -= 1
        return job is not None

    def cancel(self, ids: Collection[str]) -> tuple[list[Finished], list[str]]:
        """Cancel requests: those that end right here, and the ids to tell the process of."""
        ended, sent = [], []
        for id in ids:
            job = self._jobs.get(id)
            if job is None:
                continue
            if job.sent:
                job.cancelled = True
                sent.append(id)
            else:
                self.ended(id)
                ended.append(_cancelled(id))
        return ended, sent

    def put_back(self, id: str) -> None:
        """Queue again a request that was taken, at its old place."""
        job = self._jobs.get(id)
        if job is not None and job.sent:
            job.sent = False
            self._in_flight[job.priority] -= 1
            self._queue(job)

    def waits_before(self, priority: Priority) -> bool:
        """Whether a request waits to be taken that breaks off work of this priority."""
        self._prune()
        return bool(self._waiting) and self._waiting[0][0].interrupts(priority)

    def process_died(self) -> Iterator[Finished | Failed]:
        """Queue again what was with the process; yield the ends of those that stay ended."""
        taken_up, self._taken_up = self._taken_up, set()
        for id, job in list(self._jobs.items()):
            if not job.sent:
                continue
            job.deaths += id in taken_up
            if job.cancelled:
                self.ended(id)
                yield _cancelled(id)
            elif job.deaths >= TRIES:
                self.ended(id)
                yield Failed(id, "the model's process ended twice on this request")
            else:
                self.put_back(id)

    def fail_all(self, reason: str) -> list[Failed]:
        """End everything."""
        failed = [Failed(id, reason) for id in self._jobs]
        for event in failed:
            self.ended(event.id)
        return failed

    def _has_suspect(self) -> bool:
        """Whether the process has a request that it may have died of before."""
        return self.in_flight == 1 and any(job.sent and job.deaths for job in self._jobs.values())

    def _prune(self) -> None:
        """Drop what ended while it waited from the top of the queue."""
        while self._waiting:
            _, order, id = self._waiting[0]
            job = self._jobs.get(id)
            if job is not None and job.order == order:
                return
            heapq.heappop(self._waiting)

    def _queue(self, job: _Job) -> None:
        heapq.heappush(self._waiting, (job.priority, job.order, job.request.id))


def _cancelled(id: str) -> Finished:
    return Finished(id, "", FinishReason.CANCELLED, 0, 0, 0.0)
