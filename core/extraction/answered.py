"""What a short message answers: the end of the assistant's turn before it.

"Yes, two" says something of its writer only beside the question. The words of the assistant cost
time to read and may be taken for the person's own, so they are shown where little can be understood
without them: before short messages, and only after a question.
"""

import re

from selfaudit.core.models.history import Origin
from selfaudit.core.store.history import StoredMessage

SHORT_WORDS = 12
"""Words of a message up to which it may make sense only after the turn that it answers. Longer
ones mostly say by themselves what they are about: before them the turn would cost about 40 tokens
each to read, and put words into the model's sight that the person never said."""

LONGEST = 160
"""Code points of the assistant's turn that are shown at most: its last question or two."""

_LOOKED_AT = 1000
_SENTENCE_END = re.compile(r"(?<=[.!?…。！？])\s+|\n+")
_QUESTION = re.compile(r"[?？؟][\s\"'”’»)\]*_]*$")


def asked_before(message: StoredMessage, turn: StoredMessage | None) -> str:
    """The end of the assistant's turn that a message answers, on one line of LONGEST at most.

    It begins where a sentence does, where that leaves anything. Empty for messages of more than
    SHORT_WORDS words, and where the turn does not end with a question.
    """
    if turn is None or len(message.text.split()) > SHORT_WORDS:
        return ""
    said = _visible(turn).rstrip()[-_LOOKED_AT:]
    if not _QUESTION.search(said):
        return ""
    line = ""
    for sentence in reversed(_SENTENCE_END.split(said)):
        longer = " ".join(f"{sentence} {line}".split())
        if len(longer) > LONGEST:
            break
        line = longer
    return line or _cut(" ".join(said.split()))


def _visible(turn: StoredMessage) -> str:
    """What of a turn the assistant said: without what it thought or was told."""
    return "".join(
        turn.text[part.start : part.end]
        for part in turn.segments
        if part.origin is Origin.ASSISTANT
    )


def _cut(line: str) -> str:
    """The end of a line, from a word's beginning where there is one."""
    end = line[-LONGEST:]
    space = end.find(" ")
    return end[space + 1 :] if 0 <= space < len(end) - 1 else end
