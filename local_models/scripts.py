"""What a ScriptedModel answers when nothing else was asked of it. All of it is deterministic."""

import hashlib
import math
import re
from collections.abc import Sequence

from selfaudit.core.ports import GenerateRequest, ScoreRequest

DIMENSIONS = 64
"""Of the vectors that embed a text."""

_FIRST_PERSON = re.compile(r"^(?:I'm|I am|I've|I have|I|My)\b\s*(.+)$", re.IGNORECASE | re.DOTALL)
_ASKED = re.compile(r"(?P<before>Before: .*\n)?Message: ")
_VERIFIED = re.compile(r"Quote: (.*)\nStatement: The user(?:'s)?\b(.*)\n")
_WORD = re.compile(r"\w+")
_SENTENCE = re.compile(r"[^.!?\n]+")
_OPENINGS = {"i'm": "The user is", "i am": "The user is", "my": "The user's"} | {
    "i've": "The user has",
    "i have": "The user has",
    "i": "The user says: I",
}


def first_person_facts(request: GenerateRequest) -> str:
    """Quote and restate each sentence of the prompt in the first person, in the flat form.

    Without any it answers "- none". Asked with the adapter it marks what begins with "my" as of
    others, and takes a message that is no more than an answer to a question for a fact.
    """
    lines = []
    asked = _ASKED.match(request.prompt)
    message = request.prompt[asked.end() :] if asked else request.prompt
    for sentence in _SENTENCE.findall(message):
        stripped = sentence.strip()
        if match := _FIRST_PERSON.match(stripped):
            opening = stripped[: match.start(1)].strip().lower()
            tag = " (other)" if request.adapted and opening == "my" else ""
            lines.append(f'- "{stripped}" = {_OPENINGS[opening]} {match[1]}{tag}')
    if asked and asked["before"] and not lines:
        answer = message.partition("\n")[0]
        lines.append(f'- "{answer}" = The user answers {answer}')
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


def quoted_words(request: ScoreRequest) -> Sequence[float]:
    """Weights of yes and no to the verifier's question: how many of the statement's words the quote
    has, and how many it lacks, each count one more than that.
    """
    match = _VERIFIED.search(request.prompt)
    if match is None:
        return [1.0] * len(request.answers)
    quote, words = set(_words(match[1])), _words(match[2])
    found = sum(word in quote for word in words)
    return [found + 1.0, len(words) - found + 1.0]


def weighed_words(request: ScoreRequest) -> Sequence[float]:
    """`quoted_words` where the adapter is asked, else `shared_words`."""
    return quoted_words(request) if request.adapted else shared_words(request)


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
