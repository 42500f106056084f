"""Owns the model in the child: from requests to their results, many of them at once."""

import heapq
from collections.abc import Callable
from itertools import count

from selfaudit.core.models.run import FinishReason
from selfaudit.core.ports import (
    EmbedRequest,
    Ended,
    Failed,
    Finished,
    GenerateRequest,
    ModelRequest,
    Priority,
    ScoreRequest,
)
from selfaudit.local_models.embedding import Embedder
from selfaudit.local_models.interruption import Interruption
from selfaudit.local_models.lane import Job, Lane
from selfaudit.local_models.machine import cpu_name, package_version
from selfaudit.local_models.native import Adapter, Weights, system_info
from selfaudit.local_models.prompting import Prompter
from selfaudit.local_models.protocol import Load
from selfaudit.local_models.refusal import RefusedError
from selfaudit.local_models.sampling import Vocabulary
from selfaudit.local_models.scoring import Weighing
from selfaudit.local_models.writing import Writing


class Engine:
    """A loaded model. Texts and scores share one context; embeddings have their own, and so have
    texts and scores that ask for the adapter.

    Requests are taken up by `add`, in any number, and worked on by `step`, a batch at a time, until
    it is no longer `busy`. Between two steps anything can be added or cancelled: what is more
    urgent is then worked on first, as Priority.interrupts says. What is about to be added need not
    wait for the end of a batch: `break_off`.
    """

    def __init__(self, load: Load) -> None:
        """Load the model. Raises native.LoadError."""
        self._weights = Weights(load.path, load.gpu_layers)
        self.context = min(load.context, self._weights.trained_context or load.context)
        self._interruption = Interruption()
        self._under_way: Priority | None = None
        self._plain = Lane(self._weights, load, self.context, interruption=self._interruption)
        self._adapted: Lane | None = None
        if load.adapter:
            adapter = Adapter(self._weights, load.adapter)
            self._adapted = Lane(
                self._weights, load, self.context, adapter, interruption=self._interruption
            )
        else:
            # With an adapter it is seen from the requests which of the contexts is needed.
            self._plain.prepare()
        self._prompter = Prompter(self._weights)
        self._vocabulary = Vocabulary(self._weights)
        self._embedder = Embedder(self._weights, self._prompter, self.context, load.threads)
        self._jobs: dict[str, tuple[int, Lane, Job]] = {}
        self._embeds: list[tuple[Priority, int, EmbedRequest]] = []
        self._order = count()
        self._ended: list[Ended] = []
        self.provenance: dict[str, str | int | float] = {
            "llama_cpp_python": package_version("llama_cpp_python"),
            "llama_cpp_system": system_info(),
            "cpu": cpu_name(),
            "threads": load.threads,
            "batch": load.batch,
            "sequences": load.sequences,
            "gpu_layers": self._weights.gpu_layers,
            "context": self.context,
        }

    @property
    def busy(self) -> bool:
        """Whether `step` has anything to do or to tell."""
        return bool(self._jobs or self._embeds or self._ended)

    def add(
        self, request: ModelRequest, priority: Priority, on_text: Callable[[str], None]
    ) -> None:
        """Take up a request. Its id is not to be one that is under way.

        `on_text` is given what is written of a text as it comes. Every request ends with an event
        that `step` returns: Failed, for one that cannot be answered.
        """
        if isinstance(request, EmbedRequest):
            heapq.heappush(self._embeds, (priority, next(self._order), request))
            return
        try:
            lane = self._lane_for(request)
            job = self._job(request, priority, on_text)
            lane.add(job)
        except RefusedError as error:
            self._ended.append(Failed(request.id, str(error)))
        else:
            self._jobs[request.id] = next(self._order), lane, job

    def cancel(self, id: str) -> None:
        """End a request, as cancelled, with what it has so far; one that has ended is left."""
        if id in self._jobs:
            _, lane, job = self._jobs.pop(id)
            self._ended.append(lane.cancel(job))
            return
        left = [entry for entry in self._embeds if entry[2].id != id]
        if len(left) < len(self._embeds):
            heapq.heapify(left)
            self._embeds = left
            self._ended.append(Finished(id, "", FinishReason.CANCELLED, 0, 0, 0.0))

    def break_off(self, priority: Priority) -> None:
        """Have the batch under way end at once, if a request of this priority goes before it.

        Another thread may call this. Nothing is lost: what was in it is evaluated anew. It holds
        until `go_on`, which is to be called before the request is looked for.
        """
        if self._under_way is not None and priority.interrupts(self._under_way):
            self._interruption.set()

    def go_on(self) -> None:
        """Let batches go on to their end again."""
        self._interruption.clear()

    def step(self) -> list[Ended]:
        """Embed the text whose turn it is, or evaluate a batch in each context; what ended."""
        ended, self._ended = self._ended, []
        first = min(((job.sequence.priority, at) for at, _, job in self._jobs.values()), default=())
        if self._embeds and (not first or self._embeds[0][:2] < first):
            ended.append(self._embed(heapq.heappop(self._embeds)[2]))
        elif first:
            self._under_way = first[0]
            for lane in filter(None, (self._plain, self._adapted)):
                if lane.urgency is not None and not first[0].interrupts(lane.urgency):
                    ended += lane.step()
        for event in ended:
            self._jobs.pop(event.id, None)
        return ended

    def _embed(self, request: EmbedRequest) -> Ended:
        try:
            return self._embedder.embed(request)
        except RefusedError as error:
            return Failed(request.id, str(error))

    def _job(
        self,
        request: GenerateRequest | ScoreRequest,
        priority: Priority,
        on_text: Callable[[str], None],
    ) -> Job:
        if isinstance(request, ScoreRequest):
            return Weighing(request, priority, self._prompter)
        return Writing(request, priority, self._prompter, self._vocabulary, self.context, on_text)

    def _lane_for(self, request: GenerateRequest | ScoreRequest) -> Lane:
        if not request.adapted:
            return self._plain
        if self._adapted is None:
            raise RefusedError("the model was loaded without an adapter")
        return self._adapted
