"""How fast a model would be on this machine: by a rule of thumb, or from one that was timed.

A prompt is bound by arithmetic (2 operations a weight and token), writing by how fast the weights
are read from memory, once a token, and by the same arithmetic. To both comes what a token costs
whatever the size of the model, here put as so many weights or bytes more. A machine may be twice as
fast as the rule says, or half as fast.
"""

import random
from dataclasses import dataclass

from selfaudit.core.errors import ModelError
from selfaudit.core.models.run import Sampling
from selfaudit.core.ports import Finished, GenerateRequest, LanguageModel, Priority
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import InstalledModel

OPERATIONS_PER_CORE = 60e9
"""Operations a second of one core on 4-bit weights: of the order of ordinary laptops."""

MEMORY_PER_SECOND = 20e9
"""Bytes of weights that are read a second: of the order of ordinary laptops."""

FIXED_WEIGHTS = 500_000_000
FIXED_BYTES = 250_000_000
"""What a token costs whatever the model, as weights (reading) and as bytes (writing).

Fitted to two models timed on one machine (2 cores of an AMD EPYC that had other work as well):
SmolLM2 135M read 144 to 203 and wrote 23 to 31 tokens a second, Qwen2.5 Coder 1.5B 43 to 56 and 6
to 8. Without them the larger one would be held for four times slower than it is."""

_PATIENCE = 300.0
_WORDS = "house river table morning garden letter window summer paper music bread winter".split()


@dataclass(frozen=True, slots=True)
class Speed:
    """Tokens a second: of a prompt that is read, and of an answer that is written."""

    reading: float
    writing: float


def rule_of_thumb(parameters: int, file_bytes: int, cores: int) -> Speed:
    """What a model may reach on that many cores. Nothing of it is measured."""
    reading = cores * OPERATIONS_PER_CORE / (2 * (parameters + FIXED_WEIGHTS))
    return Speed(reading, min(reading, MEMORY_PER_SECOND / (file_bytes + FIXED_BYTES)))


def scaled(timed: Speed, of: tuple[int, int], to: tuple[int, int]) -> Speed:
    """What a model may reach where another was timed; each is (parameters, bytes of its file).

    Reading goes with the weights, writing with the bytes.
    """
    return Speed(
        timed.reading * (of[0] + FIXED_WEIGHTS) / (to[0] + FIXED_WEIGHTS),
        timed.writing * (of[1] + FIXED_BYTES) / (to[1] + FIXED_BYTES),
    )


def timed(model: InstalledModel) -> Speed:
    """Run a model for a moment, with words that mean nothing. Raises ModelError when it fails."""
    running = LocalModel(model)
    try:
        running.wait_loaded()
        return timed_running(running)
    finally:
        running.close()


def timed_running(running: LanguageModel) -> Speed:
    """As `timed`, of a model that is loaded and has nothing else to do."""
    words = " ".join(random.Random(0).choices(_WORDS, k=200))  # noqa: S311 - no secret
    read = _answer(running, words, 1)
    wrote = _answer(running, words, 32)
    # What the second prompt begins with is in the cache: its time is that of writing.
    return Speed(
        read.prompt_tokens / max(read.seconds, 1e-3),
        max(wrote.output_tokens, 1) / max(wrote.seconds, 1e-3),
    )


def _answer(running: LanguageModel, prompt: str, tokens: int) -> Finished:
    sampling = Sampling(temperature=0.0, max_tokens=tokens, repeat_penalty=1.0, top_p=1.0)
    request = GenerateRequest(f"timing-{tokens}", prompt, " and", sampling, seed=1)
    for event in running.events(running.submit([request], Priority.BACKGROUND), _PATIENCE):
        if isinstance(event, Finished):
            return event
    raise ModelError("The model could not be timed: it gave no answer.")
