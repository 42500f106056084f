"""How fast a model would be on this machine: by a rule of thumb, or from one that was timed.

A prompt is bound by arithmetic (2 operations a weight and token), writing by how fast the weights
are read from memory, once a token, and by the same arithmetic. The constants are of the order of
what ordinary laptops reach with llama.cpp; a machine may be twice as fast or half as fast.
"""

import random
from dataclasses import dataclass

from selfaudit.core.errors import ModelError
from selfaudit.core.models.run import Sampling
from selfaudit.core.ports import Finished, GenerateRequest, Priority
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import InstalledModel

OPERATIONS_PER_CORE = 40e9
"""Operations a second of one core on 4-bit weights."""

MEMORY_PER_SECOND = 20e9
"""Bytes of weights that are read a second."""

_PATIENCE = 300.0
_WORDS = "house river table morning garden letter window summer paper music bread winter".split()


@dataclass(frozen=True, slots=True)
class Speed:
    """Tokens a second: of a prompt that is read, and of an answer that is written."""

    reading: float
    writing: float


def rule_of_thumb(parameters: int, file_bytes: int, cores: int) -> Speed:
    """What a model may reach on that many cores. Nothing of it is measured."""
    reading = cores * OPERATIONS_PER_CORE / (2 * max(parameters, 1))
    return Speed(reading, min(reading, MEMORY_PER_SECOND / max(file_bytes, 1)))


def scaled(timed: Speed, of: tuple[int, int], to: tuple[int, int]) -> Speed:
    """What a model may reach where another was timed; each is (parameters, bytes of its file).

    Reading goes with the weights, writing with the bytes.
    """
    return Speed(timed.reading * of[0] / max(to[0], 1), timed.writing * of[1] / max(to[1], 1))


def timed(model: InstalledModel) -> Speed:
    """Run a model for a moment, with words that mean nothing. Raises ModelError when it fails."""
    words = " ".join(random.Random(0).choices(_WORDS, k=200))  # noqa: S311 - no secret
    running = LocalModel(model)
    try:
        running.wait_loaded()
        read = _answer(running, words, 1)
        wrote = _answer(running, words, 32)
    finally:
        running.close()
    # The second prompt is in the cache but for its last tokens: its time is that of writing.
    return Speed(
        read.prompt_tokens / max(read.seconds, 1e-3),
        max(wrote.output_tokens, 1) / max(wrote.seconds, 1e-3),
    )


def _answer(running: LocalModel, prompt: str, tokens: int) -> Finished:
    sampling = Sampling(temperature=0.0, max_tokens=tokens, repeat_penalty=1.0, top_p=1.0)
    request = GenerateRequest(f"timing-{tokens}", "", prompt, sampling, seed=1)
    for event in running.events(running.submit([request], Priority.BACKGROUND), _PATIENCE):
        if isinstance(event, Finished):
            return event
    raise ModelError("The model could not be timed: it gave no answer.")
