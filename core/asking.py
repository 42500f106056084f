"""Asking a model and waiting for how it ends, for work that goes request by request."""

import re
import secrets
import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace

from selfaudit.core.models.run import FinishReason
from selfaudit.core.ports import (
    Embedded,
    EmbedRequest,
    Ended,
    Failed,
    Finished,
    LanguageModel,
    ModelRequest,
    Priority,
    Restarted,
    Scored,
    Token,
)

POLL_SECONDS = 0.2
"""How long a wish to cancel may go unnoticed."""

DRAIN_SECONDS = 2.0
"""How long to wait for requests that were cancelled to end."""


_FENCE = re.compile("<{3,}|>{3,}")


class CancelledError(Exception):
    """The person wants the work to end."""


class NoResultError(Exception):
    """What was asked came to nothing; the message is a phrase without any text of a prompt."""


def no_result(ended: Ended) -> NoResultError:
    """The error for a request that ended in another way than it was to."""
    return NoResultError(getattr(ended, "reason", "the model gave no usable answer"))


def fenced(text: str) -> str:
    """Text from outside as data inside a prompt: between fences that it cannot close itself."""
    return f"<<<\n{_FENCE.sub(lambda match: ' '.join(match[0]), text)}\n>>>"


def listed(statements: Iterable[str], bullet: Callable[[int], str] = lambda _: "- ") -> str:
    """Statements as a list, each on one line whatever it holds; `bullet` has its place from 1."""
    lines = (f"{bullet(place)}{' '.join(one.split())}" for place, one in enumerate(statements, 1))
    return "\n".join(lines)


class Asker:
    """Puts requests to a model and waits for them; whoever asks need not give them ids.

    A text that was embedded is not embedded again. `prompt_tokens` are those of everything asked
    so far, and `has_answered` tells whether the model has answered anything.
    """

    def __init__(self, model: LanguageModel, cancel: threading.Event, priority: Priority) -> None:
        self._model = model
        self._cancel = cancel
        self._priority = priority
        self._name = secrets.token_hex(4)
        self._asked = 0
        self._embedded: dict[str, Embedded] = {}
        self.has_answered = False
        self.prompt_tokens = 0

    def __call__(self, requests: Sequence[ModelRequest]) -> list[Ended]:
        """Wait for all of these requests, and return how each ended, in their order.

        Raises CancelledError when cancelled meanwhile, and ModelError when the model is gone.
        """
        ids = [f"{self._name}:{self._asked + place}" for place in range(len(requests))]
        self._asked += len(requests)
        ended: dict[str, Ended] = {}
        new: dict[str, ModelRequest] = {}
        for id, request in zip(ids, requests, strict=True):
            if isinstance(request, EmbedRequest) and request.text in self._embedded:
                ended[id] = self._embedded[request.text]
            else:
                new[id] = replace(request, id=id)
        ended.update(self._wait(new))
        return [ended[id] for id in ids]

    def _wait(self, requests: dict[str, ModelRequest]) -> dict[str, Ended]:
        ended: dict[str, Ended] = {}
        if self._cancel.is_set():
            raise CancelledError
        self._model.submit(list(requests.values()), self._priority)
        try:
            while len(ended) < len(requests):
                waiting = [id for id in requests if id not in ended]
                for event in self._model.events(waiting, POLL_SECONDS):
                    if not isinstance(event, Restarted | Token):
                        ended[event.id] = event
                        self._note(requests[event.id], event)
                    if self._cancel.is_set():
                        raise CancelledError
                if self._cancel.is_set():
                    raise CancelledError
        finally:
            withdraw(self._model, [id for id in requests if id not in ended])
        return ended

    def _note(self, request: ModelRequest, event: Ended) -> None:
        if isinstance(event, Finished) and event.finish_reason is FinishReason.CANCELLED:
            raise CancelledError
        if isinstance(event, Failed):
            # A model that could not be loaded says so here.
            _ = self._model.identity
        if isinstance(event, Finished | Scored | Embedded):
            self.has_answered = True
            self.prompt_tokens += event.prompt_tokens
        if isinstance(event, Embedded) and isinstance(request, EmbedRequest):
            self._embedded[request.text] = event


def withdraw(model: LanguageModel, ids: list[str]) -> None:
    """Cancel requests and let them end, so that their ids may be used again."""
    if ids:
        model.cancel(ids)
        deque(model.events(ids, DRAIN_SECONDS), maxlen=0)
