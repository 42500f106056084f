"""Windows with the same words are read once: one prompt sent fifty times costs one answer.

Deliberately shy: what differs may only be what no statement could take. Each window keeps work and
evidence of its own, in its own message.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from selfaudit.core.extraction.grounding import find_quote, quoted
from selfaudit.core.extraction.text import folded, speaks_of_self
from selfaudit.core.extraction.windows import Window
from selfaudit.core.models.attribute import Candidate

ALIKE_VERSION = 1
"""Version of what counts as alike; recorded with a run."""

SLOT_WORDS = 4
"""Words at most that a question of knowledge is about where they may differ."""

_TOKEN = re.compile(r"[\w'#+&/.-]+|[^\s,;!()]")
_SENTENCE = re.compile(r"[^.!?\n]+[.!?\n]*")
_ANYWHERE = frozenset({"please", "pls", "plz"})
_AT_ENDS = frozenset({"hi", "hello", "hey", "ok", "okay", "thanks", "thx"})
_ASKED = re.compile(
    r"\s*(?:please )?(?P<asks>define|explain|what is|what's|what are|what does|who is|who was|"
    r"how do you (?:say|spell|pronounce))\b(?P<slot>[^,;:()\"]*?)(?P<end> mean)?\s*[.!?\n]*\s*"
)
_POINTING = frozenset(
    "it its it's itself this that that's these those they them their theirs one ones both such same"
    " there which who whose what former latter he him his she her hers so above below".split()
)
"""Words that may stand for what another sentence named, as in "What is gout? I have had it"."""


@dataclass(frozen=True, slots=True)
class Copy:
    """A window that has the words of another, `lacks` being those of the other that it has not."""

    key: str
    window: Window
    lacks: frozenset[str] = frozenset()


def gather(windows: Mapping[str, Window], *, slots: bool = True) -> dict[str, tuple[Copy, ...]]:
    """Of windows by work key, those that are to be asked about, each with its copies.

    Two windows are alike if they answer the same words and have the same words and signs in the
    same order, whatever their case, white space, typography, brackets, commas, full stops and
    exclamation marks. Beside those there may differ
    - courtesy: "please" anywhere, greetings and thanks at the beginning and the end;
    - what a question of knowledge is about ("what is ...", "define ...", at most SLOT_WORDS words
      in a sentence of its own without the first person), as long as no word elsewhere may point
      to it ("it", "that"); not so without `slots`.

    The first of a group is the one that is asked about.
    """
    leads: dict[tuple[object, ...], tuple[str, frozenset[str]]] = {}
    found: dict[str, list[Copy]] = {}
    for key, window in windows.items():
        said, about = _told(window.text, slots=slots)
        lead, theirs = leads.setdefault((folded(window.before), said), (key, about))
        if lead == key:
            found[key] = []
        else:
            found[lead].append(Copy(key, window, theirs - about))
    return {lead: tuple(copies) for lead, copies in found.items()}


def passed_on(candidates: Sequence[Candidate], lead: Window, copy: Copy) -> list[Candidate] | None:
    """What a copy gets of what the window that was asked about gave, quotes in its own message.

    A candidate whose quote the copy does not have is left out. None where anything takes a word
    that the copy lacks: then the difference was something to say, and the copy is to be asked
    about itself.
    """
    given: list[Candidate] = []
    for candidate in candidates:
        draft = candidate.draft
        if copy.lacks & _words(f"{draft.statement} {draft.quote or ''}"):
            return None
        if candidate.span is None:
            given.append(candidate)
            continue
        span = find_quote(quoted(candidate.span, lead), copy.window, shortest=1)
        if span is not None:
            given.append(replace(candidate, span=span))
    return given


def _told(text: str, *, slots: bool) -> tuple[tuple[str, ...], frozenset[str]]:
    """What a text must have in common with another, and the words that may differ."""
    sentences = _SENTENCE.findall(folded(text, lines=True)) or [""]
    asked = [_asked(sentence) if slots else None for sentence in sentences]
    others = [one for one, match in zip(sentences, asked, strict=True) if match is None]
    if len(others) == len(sentences) or not others or _POINTING & _words(" ".join(others)):
        return _tokens(sentences), frozenset()
    parts = [
        one if match is None else f"{match['asks']} \x00{match['end'] or ''}"
        for one, match in zip(sentences, asked, strict=True)
    ]
    about = " ".join(match["slot"] for match in asked if match is not None)
    return _tokens(parts), _words(about)


def _asked(sentence: str) -> re.Match[str] | None:
    """A sentence that asks for knowledge and no more, or None."""
    match = _ASKED.fullmatch(sentence)
    if match is None or speaks_of_self(sentence):
        return None
    return match if 0 < len(match["slot"].split()) <= SLOT_WORDS else None


def _tokens(sentences: Iterable[str]) -> tuple[str, ...]:
    found = [token.rstrip(".") for token in _TOKEN.findall(" ".join(sentences))]
    found = [token for token in found if token and token not in _ANYWHERE]
    while found and found[0] in _AT_ENDS:
        del found[0]
    while found and found[-1] in _AT_ENDS:
        del found[-1]
    return tuple(found)


def _words(text: str) -> frozenset[str]:
    return frozenset(token.rstrip(".") for token in _TOKEN.findall(folded(text)))
