"""What the domain needs from outside, as Protocols. Adapters live in `local_models` and tests."""

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Protocol

from selfaudit.core.models.run import FinishReason, ModelIdentity, Sampling


class Priority(IntEnum):
    """What goes first when the model has more to do than it can: lower goes first."""

    INTERACTIVE = 0
    PREPARATION = 5
    FOLLOW_UP = 9
    BACKGROUND = 10

    def interrupts(self, other: "Priority") -> bool:
        """Whether work of this priority breaks off work of another that is under way.

        What follows from background work goes before what waits of it, but breaks nothing off: the
        work under way is its like, and would be begun anew.
        """
        return self < other and self is not Priority.FOLLOW_UP


@dataclass(frozen=True, slots=True)
class GenerateRequest:
    """One text to be continued by the model.

    `prefix` is the part that many requests share and that an engine may evaluate once;
    `prompt` follows it. Both are raw text in which `<|...|>`-like markers of the model are
    *not* recognised when they come from `prompt`; with `chat` set, `prefix` becomes the system
    message and `prompt` the user message of the model's own chat template instead.
    `grammar` is GBNF with a rule named root. `stop` strings end the text and are not part of it.
    `adapted` asks the model with its adapter; a model that has none refuses.
    """

    id: str
    prefix: str
    prompt: str
    sampling: Sampling
    seed: int
    grammar: str | None = None
    stop: tuple[str, ...] = ()
    chat: bool = False
    adapted: bool = False


@dataclass(frozen=True, slots=True)
class ScoreRequest:
    """A question whose fixed answers the model weighs instead of writing one.

    A chat: `prefix` is the system message, and the user message is `shared`, which many requests
    have in common and an engine evaluates once, followed by `prompt`. With `chat` unset the three
    follow one another as raw text, as in a GenerateRequest. Markers of the model are recognised in
    none of them, but for a raw `prefix`. `answers` are at least two short texts that begin with
    different tokens; after raw text that ends with a word they begin with a space. `adapted` asks
    the model with its adapter; a model that has none refuses.
    """

    id: str
    prefix: str
    shared: str
    prompt: str
    answers: tuple[str, ...]
    chat: bool = True
    adapted: bool = False


@dataclass(frozen=True, slots=True)
class EmbedRequest:
    """A text whose place in the model's space of meanings is asked for."""

    id: str
    text: str


ModelRequest = GenerateRequest | ScoreRequest | EmbedRequest


@dataclass(frozen=True, slots=True)
class Finished:
    """A request that ended with text. Token counts exclude what a shared prefix saved."""

    id: str
    text: str
    finish_reason: FinishReason
    prompt_tokens: int
    output_tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Scored:
    """How a model weighs the answers of a ScoreRequest.

    `probabilities` are those of the answers, in their order, among themselves: they sum to 1.
    `mass` is what all of them together have of the probability of every next token, from 0 to 1:
    where it is small the model would have said something else.
    """

    id: str
    probabilities: tuple[float, ...]
    mass: float
    prompt_tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Embedded:
    """The vector of an EmbedRequest, of length 1: the cosine of two is their inner product."""

    id: str
    vector: tuple[float, ...]
    prompt_tokens: int
    seconds: float


@dataclass(frozen=True, slots=True)
class Failed:
    """A request that ended without a result; `reason` is a phrase without any prompt text."""

    id: str
    reason: str


@dataclass(frozen=True, slots=True)
class Token:
    """Text that a running request has produced since its last such event."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class Restarted:
    """The model's process ended and was started again; requests under way are tried once more."""

    reason: str


Ended = Finished | Scored | Embedded | Failed
"""How a request ends."""

ModelEvent = Ended | Token | Restarted


class LanguageModel(Protocol):
    """A local model that takes many requests and answers by id, in any order.

    Safe to use from several threads.
    """

    @property
    def identity(self) -> ModelIdentity:
        """Which weights answer. Raises ModelError if they cannot be loaded."""

    @property
    def provenance(self) -> dict[str, str | int | float]:
        """What is recorded with a run and is no part of a work key: versions, threads, CPU."""

    def submit(self, requests: Sequence[ModelRequest], priority: Priority) -> list[str]:
        """Queue requests and return their ids at once. An id under way must not be reused."""

    def events(self, ids: Collection[str], timeout: float | None = None) -> Iterator[ModelEvent]:
        """Yield events of these requests until each has ended.

        Ends early, without error, when nothing happened for `timeout` seconds.
        """

    def cancel(self, ids: Collection[str]) -> None:
        """Ask that these requests end.

        Each still yields Finished(cancelled), with text so far where it was to write some.
        """

    def close(self) -> None:
        """End the model's process. Requests under way fail."""


class Clock(Protocol):
    """Time, so that tests can pin it."""

    def now(self) -> float:
        """Seconds since 1970 UTC."""

    def monotonic(self) -> float:
        """Seconds of a clock that never goes back."""
