"""One context over the weights, and the requests that it works on, many of them at once."""

import time
from itertools import accumulate

from selfaudit.core.ports import Ended, Failed, Finished, Priority
from selfaudit.local_models.contexts import Context, Run
from selfaudit.local_models.interruption import BROKEN_OFF, Interruption
from selfaudit.local_models.native import Adapter, LoadError, Weights
from selfaudit.local_models.protocol import Load
from selfaudit.local_models.refusal import RefusedError
from selfaudit.local_models.schedule import Schedule
from selfaudit.local_models.scoring import Weighing
from selfaudit.local_models.sequences import Plan, Sequence
from selfaudit.local_models.writing import Writing

Job = Writing | Weighing
"""A request under way."""


class Lane:
    """Answers requests in batches, of which each takes what the Schedule says.

    The context is made when it is first needed, or by `prepare`; with an `adapter` it computes with
    that. A text may have as many tokens as the `window`.

    A result does not depend on what was asked before or beside it, but for rounding. Attention is
    added up in the order of the cells, of which a text gets those that others have left, and from
    64 tokens a batch on in tiles; and what goes into each layer is rounded to 8 bits, which makes
    more of the last bits. So of two tokens that are all but equally likely the one or the other may
    come first. What is sampled, tested by a grammar and taken as an end depends on the request and
    those logits alone. With one sequence at a time results were the same to the last bit.
    """

    def __init__(
        self,
        weights: Weights,
        load: Load,
        window: int,
        adapter: Adapter | None = None,
        interruption: Interruption | None = None,
    ) -> None:
        self.window = window
        self._made: Context | None = None
        self._jobs: dict[Sequence, Job] = {}
        places = 2 * load.sequences
        cells = max(load.cells, window)
        self._new = (weights, cells, places, load.threads, load.batch, adapter, interruption)
        self._schedule = Schedule(
            batch=load.batch, sequences=load.sequences, places=places, cells=cells
        )

    @property
    def urgency(self) -> Priority | None:
        """The priority of the most urgent request; None when there is none."""
        return self._schedule.urgency

    def prepare(self) -> None:
        """Make the context now. Raises native.LoadError when there is not enough memory for it."""
        if self._made is None:
            self._made = Context(*self._new)

    def add(self, job: Job) -> None:
        """Take up a request.

        Raises RefusedError for a prompt without tokens or with as many as the window has, for a
        model that is an encoder only, and when there is not enough memory.
        """
        try:
            self._check(job.sequence)
        except RefusedError:
            job.close()
            raise
        self._jobs[job.sequence] = job
        self._schedule.add(job.sequence)

    def cancel(self, job: Job) -> Finished:
        """End a request with what it has so far."""
        self._end(job)
        return job.cancelled()

    def step(self) -> list[Ended]:
        """Evaluate one batch; the requests that ended with it. One that was broken off is planned
        anew, whole, by a later step."""
        plan = self._schedule.plan()
        for place in plan.emptied:
            self._context.empty(place)
        for source, target in plan.copied:
            self._context.copy(source, target)
        if not plan.pieces:
            return []
        begun = time.monotonic()
        code = self._context.evaluate(_runs(plan))
        if code == BROKEN_OFF:
            return []
        if code:
            return self._failed(plan, code)
        self._schedule.done(plan, time.monotonic() - begun)
        ended = (self._take(job, index) for job, index in self._waiting(plan))
        return [event for event in ended if event is not None]

    def forget(self) -> None:
        """Evaluate everything anew from here on."""
        self._context.clear()
        self._schedule.forget()

    def _check(self, text: Sequence) -> None:
        size = len(text.tokens)
        if not size:
            raise RefusedError("the prompt is empty")
        if size >= self.window:
            raise RefusedError(f"prompt too long: {size} tokens, the window has {self.window}")
        if not self._context.remembers:
            raise RefusedError("this model cannot write text")

    @property
    def _context(self) -> Context:
        try:
            self.prepare()
        except LoadError as error:
            raise RefusedError(str(error)) from error
        assert self._made is not None
        return self._made

    def _waiting(self, plan: Plan) -> list[tuple[Job, int]]:
        """The requests that a batch brought to where something is to be chosen, by its tokens."""
        indexes = accumulate(piece.end - piece.begin for piece in plan.pieces)
        pairs = zip(plan.pieces, indexes, strict=True)
        return [(self._jobs[piece.owner], end - 1) for piece, end in pairs if piece.ends]

    def _take(self, job: Job, index: int) -> Ended | None:
        try:
            event: Ended | None = job.take(self._context.logits(index))
        except RefusedError as error:
            event = Failed(job.id, str(error))
        if event is not None:
            self._end(job)
        return event

    def _failed(self, plan: Plan, code: int) -> list[Ended]:
        """What was in a batch that failed is given up; all else is evaluated anew."""
        self.forget()
        jobs = [self._jobs[owner] for owner in dict.fromkeys(p.owner for p in plan.pieces)]
        for job in jobs:
            self._end(job)
        reason = f"llama.cpp could not evaluate the prompt (code {code})"
        return [Failed(job.id, reason) for job in jobs]

    def _end(self, job: Job) -> None:
        self._schedule.remove(job.sequence)
        del self._jobs[job.sequence]
        job.close()


def _runs(plan: Plan) -> list[Run]:
    runs = []
    for piece in plan.pieces:
        sequence = piece.sequence
        assert sequence.place is not None
        tokens = sequence.tokens[piece.begin : piece.end]
        runs.append(Run(sequence.place, piece.begin, tokens, piece.ends))
    return runs
