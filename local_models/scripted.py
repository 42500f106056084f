"""A deterministic LanguageModel without a model: for tests, and for work on the interface."""

import hashlib
import re
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from enum import Enum, auto
from functools import partial

from selfaudit.core.errors import ModelError
from selfaudit.core.models.run import FinishReason, ModelIdentity, Profile
from selfaudit.core.ports import (
    Embedded,
    EmbedRequest,
    Ended,
    Failed,
    Finished,
    GenerateRequest,
    ModelEvent,
    ModelRequest,
    Priority,
    Scored,
    ScoreRequest,
    Token,
)
from selfaudit.local_models.ledger import Ledger
from selfaudit.local_models.mailbox import Mailboxes
from selfaudit.local_models.scripts import bag_of_words, first_person_facts, weighed_words

Answer = Callable[[GenerateRequest], str]
Score = Callable[[ScoreRequest], Sequence[float]]


class ScriptedModel:
    """Answers by functions of the request. The same requests give the same answers and order.

    `answer` gives the text for a GenerateRequest and `score` weights for the answers of a
    ScoreRequest, whose shares are the probabilities; a text to embed becomes a bag of words.

    A thread answers one request after another, the most urgent first. `latency` is the time in
    seconds that a word takes, or a score, or a vector; an interactive request yields a Token for
    each word and interrupts a background one, which is then begun anew. An exception of `answer`
    or `score` fails the request. With the profile `taught` it has an adapter.
    """

    def __init__(
        self,
        answer: Answer = first_person_facts,
        *,
        score: Score = weighed_words,
        latency: float = 0.0,
        name: str = "scripted",
        profile: Profile = Profile.FLAT,
        context: int = 2048,
    ) -> None:
        self._answer = answer
        self._score = score
        self._latency = latency
        self._identity = ModelIdentity(
            sha256=hashlib.sha256(name.encode()).hexdigest(),
            name=name,
            parameters=0,
            context=context,
            chat_template=hashlib.sha256(b"").hexdigest(),
            profile=profile,
            adapter=_adapter(name) if profile is Profile.TAUGHT else None,
        )
        self._changed = threading.Condition()
        self._ledger = Ledger()
        self._mail = Mailboxes()
        self._cancelled: set[str] = set()
        self._closed = False
        self._thread: threading.Thread | None = None

    @property
    def identity(self) -> ModelIdentity:
        """A made-up identity that depends on the name alone."""
        return self._identity

    @property
    def provenance(self) -> dict[str, str | int | float]:
        """Nothing but that it is scripted."""
        return {"engine": "scripted"}

    def submit(self, requests: Sequence[ModelRequest], priority: Priority) -> list[str]:
        """Queue requests. Raises ModelError when closed, ValueError for an id under way."""
        ids = [request.id for request in requests]
        with self._changed:
            if self._closed:
                raise ModelError("The model was closed.")
            self._mail.open(ids)
            for request in requests:
                self._ledger.add(request, priority)
            if self._thread is None:
                self._thread = threading.Thread(target=self._serve, daemon=True)
                self._thread.start()
            self._changed.notify_all()
        return ids

    def events(self, ids: Collection[str], timeout: float | None = None) -> Iterator[ModelEvent]:
        """Yield events of these requests until each has ended or `timeout` seconds are silent."""
        return self._mail.events(ids, timeout)

    def cancel(self, ids: Collection[str]) -> None:
        """Ask that these requests end."""
        with self._changed:
            ended, sent = self._ledger.cancel(ids)
            self._cancelled.update(sent)
            self._changed.notify_all()
        for event in ended:
            self._mail.deliver(event)

    def close(self) -> None:
        """End the thread; requests under way fail."""
        with self._changed:
            self._closed = True
            failed = self._ledger.fail_all("the model was closed")
            self._changed.notify_all()
        for event in failed:
            self._mail.deliver(event)
        if self._thread is not None and self._thread is not threading.current_thread():
            self._thread.join()

    def _serve(self) -> None:
        while (job := self._next()) is not None:
            request, priority = job
            event = self._end(request, priority)
            with self._changed:
                if event is None:
                    self._ledger.put_back(request.id)
                    continue
                self._cancelled.discard(request.id)
                known = self._ledger.ended(request.id)
            if known:
                self._mail.deliver(event)

    def _next(self) -> tuple[ModelRequest, Priority] | None:
        with self._changed:
            while not self._closed:
                if (job := self._ledger.next()) is not None:
                    return job
                self._changed.wait()
        return None

    def _end(self, request: ModelRequest, priority: Priority) -> Ended | None:
        """Answer a request; None when something more urgent came."""
        if not isinstance(request, EmbedRequest) and request.adapted and not self._identity.adapter:
            return Failed(request.id, "the model was loaded without an adapter")
        try:
            match request:
                case GenerateRequest():
                    work = partial(self._say, request, self._answer(request))
                case ScoreRequest():
                    work = partial(self._tell, self._weighed(request))
                case EmbedRequest():
                    work = partial(self._tell, self._embedded(request))
        except Exception as error:  # noqa: BLE001 - whatever the functions raise
            return Failed(request.id, f"the script failed: {type(error).__name__}")
        return work(priority)

    def _say(self, request: GenerateRequest, answer: str, priority: Priority) -> Ended | None:
        """Answer word by word; None when something more urgent came."""
        words = re.findall(r"\s*\S+\s*$|\s*\S+", answer)
        reason = FinishReason.STOP
        said: list[str] = []
        for word in words:
            interruption = self._pause(request.id, priority)
            if interruption is _Interruption.URGENT:
                return None
            if interruption is _Interruption.CANCEL:
                reason = FinishReason.CANCELLED
                break
            if len(said) == request.sampling.max_tokens:
                reason = FinishReason.LENGTH
                break
            said.append(word)
            if priority is Priority.INTERACTIVE:
                self._mail.deliver(Token(request.id, word))
        prompt = len(f"{request.prefix} {request.prompt}".split())
        seconds = self._latency * len(said)
        return Finished(request.id, "".join(said), reason, prompt, len(said), seconds)

    def _tell(self, result: Scored | Embedded, priority: Priority) -> Ended | None:
        """Give a result after the time of a word; None when something more urgent came."""
        interruption = self._pause(result.id, priority)
        if interruption is _Interruption.URGENT:
            return None
        if interruption is _Interruption.CANCEL:
            return Finished(result.id, "", FinishReason.CANCELLED, 0, 0, 0.0)
        return result

    def _weighed(self, request: ScoreRequest) -> Scored:
        weights = self._score(request)
        if len(weights) != len(request.answers):
            raise ValueError("there must be as many weights as answers")
        probabilities = tuple(weight / sum(weights) for weight in weights)
        prompt = len(f"{request.prefix} {request.shared} {request.prompt}".split())
        return Scored(request.id, probabilities, 1.0, prompt, self._latency)

    def _embedded(self, request: EmbedRequest) -> Embedded:
        prompt = len(request.text.split())
        return Embedded(request.id, bag_of_words(request.text), prompt, self._latency)

    def _pause(self, id: str, priority: Priority) -> "_Interruption | None":
        """Wait for as long as a word takes, or until something interrupts it."""
        with self._changed:

            def interruption() -> _Interruption | None:
                if self._closed or id in self._cancelled:
                    return _Interruption.CANCEL
                return _Interruption.URGENT if self._ledger.waits_before(priority) else None

            return self._changed.wait_for(interruption, self._latency)


def _adapter(name: str) -> str:
    return hashlib.sha256(f"adapter of {name}".encode()).hexdigest()


class _Interruption(Enum):
    CANCEL = auto()
    URGENT = auto()
