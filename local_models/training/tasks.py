"""A task taken for a fact: "i need a regex" as "The user needs a regex."."""

import re
from random import Random

_END = r"(?=[.?!,\n]|$| - | and | but | so |\.\.\.)"
_REST = r"((?:[^.?!,\n]){3,70}?)" + _END
_START = r"(?:^|(?<=[.?!,] )|(?<=\.\.\. ))"
# What the words ask or tell of the moment, and how a careless reader notes it.
_TAKEN = [
    (r"i need " + _REST, "The user needs {}."),
    (r"i need help with " + _REST, "The user struggles with {}."),
    (r"i want to " + _REST, "The user wants to {}."),
    (r"i want " + _REST, "The user wants {}."),
    (r"(?:i'd like|i would like) to " + _REST, "The user would like to {}."),
    (r"(?:i'm|im|i am) (?!so\b|sorry|back|here|done|in no)" + _REST, "The user is {}."),
    (r"(?:i can't|i cant|i can not) " + _REST, "The user cannot {}."),
    (r"i have " + _REST, "The user has {}."),
    (r"i think " + _REST, "The user thinks that {}."),
    (r"i (?:like|prefer) " + _REST, "The user likes {}."),
    (r"how (?:do|can|should) i (?:best )?" + _REST, "The user wants to {}."),
    (r"how (?:do|can|should) i (?:best )?" + _REST, "The user often has to {}."),
    (r"should i " + _REST, "The user is thinking about whether to {}."),
    (r"(?:can|could) you help me (?:with )?" + _REST, "The user has trouble with {}."),
    (r"(?:please )?write (?:me )?" + _REST, "The user writes {}."),
    (r"(?:please )?(?:explain|tell me about) " + _REST, "The user is interested in {}."),
    (r"(?:what is|what's|whats) " + _REST, "The user wants to know {}."),
    (r"(?:give me|show me|find me|recommend) " + _REST, "The user is looking for {}."),
    (r"plan " + _REST, "The user is planning {}."),
    (r"(?:translate|correct|rewrite|summarize|proofread)\b" + _REST, "The user works with texts."),
]  # fmt: skip
_OWN = re.compile(r"\b(?:i|i'm|im|me|my|mine|you|your|u|ur|this|we|our)\b")


def task_as_fact(text: str, random: Random) -> tuple[str, str] | None:
    """A quote of the message and what a careless reader notes from it; None where none fits."""
    found = [
        (match, said)
        for pattern, said in _TAKEN
        for match in [re.search(_START + pattern, text, re.IGNORECASE)]
        if match and not _OWN.search(match[1].lower())
    ]
    if not found:
        return None
    match, said = random.choice(found)
    return match[0].strip(), said.format(match[1].strip().lower())
