"""How a model came to infer something: identity, sampling, runs."""

from dataclasses import dataclass, replace
from enum import StrEnum


class Purpose(StrEnum):
    """What a model is asked for in a run."""

    EXTRACTION = "extraction"
    SELECTION = "selection"
    ANSWERS = "answers"
    JUDGING = "judging"


class Profile(StrEnum):
    """What is asked of a model in extraction: plain facts, records with fields, or what an adapter
    taught it to write."""

    FLAT = "flat"
    RECORDS = "records"
    TAUGHT = "taught"


@dataclass(frozen=True, slots=True)
class ModelIdentity:
    """Which weights answer, and what they can take.

    `parameters` is the count of weights; `context` the window in tokens used by the engine;
    `chat_template` the sha256 of the template that turns messages into the model's text;
    `adapter` that of the adapter that it extracts with, if any.
    """

    sha256: str
    name: str
    parameters: int
    context: int
    chat_template: str
    profile: Profile
    adapter: str | None = None

    @property
    def without_adapter(self) -> "ModelIdentity":
        """The same weights as they are where the adapter is not asked for."""
        return replace(self, adapter=None)


@dataclass(frozen=True, slots=True)
class Sampling:
    """How tokens are chosen. Temperature 0 is greedy; the seed is then without effect."""

    temperature: float = 0.0
    top_p: float = 1.0
    repeat_penalty: float = 1.0
    max_tokens: int = 160


class FinishReason(StrEnum):
    """Why a generation ended. `LENGTH` is truncation, not bad output."""

    STOP = "stop"
    LENGTH = "length"
    CANCELLED = "cancelled"
