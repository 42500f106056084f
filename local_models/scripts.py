"""What a ScriptedModel answers when nothing else was asked of it. All of it is deterministic."""

import hashlib
import math
import re
from collections.abc import Sequence

from selfaudit.core.ports import GenerateRequest, ScoreRequest

DIMENSIONS = 64
"""Of the vectors that embed a text."""

_FIRST_PERSON = re.compile(r"^(?:I'm|I am|I've|I have|I|My)\b\s*(.+)$", re.IGNORECASE | re.DOTALL)
_WORD = re.compile(r"\w+")
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


def shared_words(request: ScoreRequest) -> Sequence[float]:
    """Weights of two answers: how many words of the prompt `shared` has, and how many it lacks.

    Each count is one more than that, so that no answer is ever certain. More than two answers
    weigh the same.
    """
    if len(request.answers) != 2:
        return [1.0] * len(request.answers)
    shared, words = set(_words(request.shared)), _words(request.prompt)
    found = sum(word in shared for word in words)
    return [found + 1.0, len(words) - found + 1.0]


def bag_of_words(text: str) -> tuple[float, ...]:
    """A vector of length 1 that counts the text's words, each in a place that its hash gives.

    Texts with the same words have the same vector; one without any has the first unit vector.
    """
    counts = [0] * DIMENSIONS
    for word in _words(text):
        counts[hashlib.sha256(word.encode()).digest()[0] % DIMENSIONS] += 1
    if not any(counts):
        counts[0] = 1
    length = math.hypot(*counts)
    return tuple(count / length for count in counts)


def _words(text: str) -> list[str]:
    return _WORD.findall(text.casefold())
