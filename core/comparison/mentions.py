"""Where an answer mentions a fact: found by words, so that it can be shown and counted."""

import re
from collections.abc import Iterator

from selfaudit.core.extraction.text import content_spans, content_words

DETECTOR = "shared_words"
VERSION = 1

SHARE = 0.5
"""Of a fact's content words that the prompt lacks, the share that one sentence must hold."""

_SENTENCE_END = re.compile(r"[.!?…。！？]+\s+|\n+")


def mentions(answer: str, fact: str, prompt: str) -> list[tuple[int, int]]:
    """Spans of words in an answer, in code points, that say what a fact says.

    A sentence mentions a fact when it holds at least half of the fact's content words, those of
    the prompt left out: an answer repeats its prompt whatever it knows. A fact all of whose words
    are in the prompt is never found. Words are compared crudely stemmed, so what is said in other
    words is missed.
    """
    wanted = set(content_words(fact)) - set(content_words(prompt))
    spans: list[tuple[int, int]] = []
    for begin, end in _sentences(answer) if wanted else ():
        found = [
            (stem, begin + start, begin + stop)
            for stem, start, stop in content_spans(answer[begin:end])
            if stem in wanted
        ]
        if len({stem for stem, _, _ in found}) >= SHARE * len(wanted):
            spans += [(start, stop) for _, start, stop in found]
    return spans


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    start = 0
    for match in _SENTENCE_END.finditer(text):
        yield start, match.end()
        start = match.end()
    yield start, len(text)
