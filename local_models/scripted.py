"""A deterministic LanguageModel without a model: for tests, and for work on the interface."""

import hashlib
import re
import threading
from collections.abc import Callable, Collection, Iterator, Sequence
from enum import Enum, auto

from selfaudit.core.errors import ModelError
from selfaudit.core.models.run import FinishReason, ModelIdentity, Profile
from selfaudit.core.ports import (
    Failed,
    Finished,
    GenerateRequest,
    ModelEvent,
    Priority,
    Token,
)
from selfaudit.local_models.ledger import Ledger
from selfaudit.local_models.mailbox import Mailboxes

Answer = Callable[[GenerateRequest], str]

_FIRST_PERSON = re.compile(r"^(?:I'm|I am|I've|I have|I|My)\b\s*(.+)$", re.IGNORECASE | re.DOTALL)
_SENTENCE = re.compile(r"[^.!?\n]+")
_OPENINGS = {"i'm": "The user is", "i am": "The user is", "my": "The user's"} | {
    "i've": "The user has",
    "i have": "The user has",
    "i": "The user says: I",
}


def first_person_facts(request: GenerateRequest) -> str:
    """Quote and restate each sentence of the prompt in the first person, in the flat form.

    Without any it answers "- none".
    """
    lines = []
    for sentence in _SENTENCE.findall(request.prompt.removeprefix("Message: ")):
        stripped = sentence.strip()
        if match := _FIRST_PERSON.match(stripped):
            opening = stripped[: match.start(1)].strip().lower()
            lines.append(f'- "{stripped}" = {_OPENINGS[opening]} {match[1]}')
    return "\n".join(lines or ["- none"]) + "\n"


class ScriptedModel:
    """Answers by a function of the request. The same requests give the same answers and order.

    A thread answers one request after another, the most urgent first. `latency` is the time in
    seconds that a word takes; an interactive request yields a Token for each word and interrupts
    a background one, which is then begun anew. An exception of `answer` fails the request.
    """

    def __init__(
        self,
        answer: Answer = first_person_facts,
        *,
        latency: float = 0.0,
        name: str = "scripted",
        profile: Profile = Profile.FLAT,
        context: int = 2048,
    ) -> None:
        self._answer = answer
        self._latency = latency
        self._identity = ModelIdentity(
            sha256=hashlib.sha256(name.encode()).hexdigest(),
            name=name,
            parameters=0,
            context=context,
            chat_template=hashlib.sha256(b"").hexdigest(),
            profile=profile,
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

    def submit(self, requests: Sequence[GenerateRequest], priority: Priority) -> list[str]:
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
            event = self._generate(request, priority)
            with self._changed:
                if event is None:
                    self._ledger.put_back(request.id)
                    continue
                self._cancelled.discard(request.id)
                known = self._ledger.ended(request.id)
            if known:
                self._mail.deliver(event)

    def _next(self) -> tuple[GenerateRequest, Priority] | None:
        with self._changed:
            while not self._closed:
                if (job := self._ledger.next()) is not None:
                    return job
                self._changed.wait()
        return None

    def _generate(self, request: GenerateRequest, priority: Priority) -> Finished | Failed | None:
        """Answer word by word; None when something more urgent came."""
        try:
            answer = self._answer(request)
        except Exception as error:  # noqa: BLE001 - whatever the function raises
            return Failed(request.id, f"the script failed: {type(error).__name__}")
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

    def _pause(self, id: str, priority: Priority) -> "_Interruption | None":
        """Wait for as long as a word takes, or until something interrupts it."""
        with self._changed:

            def interruption() -> _Interruption | None:
                if self._closed or id in self._cancelled:
                    return _Interruption.CANCEL
                return _Interruption.URGENT if self._ledger.waits_before(priority) else None

            return self._changed.wait_for(interruption, self._latency)


class _Interruption(Enum):
    CANCEL = auto()
    URGENT = auto()
