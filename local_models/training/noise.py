"""How people type: casing, lost apostrophes and stops, slips, short forms, joined sentences.

All of it works on a message with marks (see `marks`), which stay, so that quotes remain exact.
Statements are never changed. The rates are guesses at how people write to assistants.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from selfaudit.local_models.training import marks

_M = f"[{marks.ANY_MARK}]*"
_WORD = re.compile(r"[A-Za-z]+(?:'[A-Za-z]+)?")
_SENTENCE_START = re.compile(rf"((?:^|(?<!\.[a-z])[.!?]\s+|\n\s*){_M}[\"'(]?{_M})([a-z])")
_ALONE_I = re.compile(r"(?<![\w.'/-])i(?=(?:'(?:m|ve|d|ll))?(?![\w'/-]|\.\w))")
_ARTICLE = re.compile(rf"(?<=[a-z,] )({_M})(?:a|an|the) (?={_M}[a-z])")
_STOP_BETWEEN = re.compile(rf"(?<=[a-z0-9])({_M})\. (?={_M}[a-zA-Z])")
_COMMA = re.compile(r"(?<=[a-z]),(?= )")
_PUNCTUATION = re.compile(rf"(?<=[a-z0-9])({_M})([.,!?]+)(?=\s|{_M}$|$)")
_TWO_STOPS = re.compile(rf"([?!])({_M})\.(?=\s|{_M}$|$)")
_FINAL = re.compile(rf"[.]({_M})$")
_FINAL_ASK = re.compile(rf"[?]({_M})$")

_LONG = {
    "i'm": "i am", "i've": "i have", "don't": "do not", "can't": "can not", "doesn't": "does not",
    "isn't": "is not", "it's": "it is", "didn't": "did not", "i'll": "i will", "we're": "we are",
    "haven't": "have not", "won't": "will not", "that's": "that is", "we've": "we have",
}  # fmt: skip
_SHORT = {
    "you": "u", "your": "ur", "because": "cuz", "please": "pls", "though": "tho", "about": "abt",
    "thanks": "thx", "people": "ppl", "really": "rly", "probably": "prob", "and": "n",
    "something": "smth", "with": "w", "are": "r", "before": "b4", "favorite": "fav",
    "going to": "gonna", "want to": "wanna", "right now": "rn", "don't know": "dunno",
    "to be honest": "tbh", "tomorrow": "tmrw", "years": "yrs", "kind of": "kinda",
}  # fmt: skip
_EMOJI = (
    "😂",
    "😅",
    "🙏",
    "😭",
    "❤️",
    "👍",
    "🥲",
    "😊",
    "🤔",
    "🙃",
    ":)",
    ":(",
    "xD",
    "lol",
    "haha",
)
_FILLERS = ("um ", "uh ", "so ", "like ", "you know ", "okay so ", "well ", "so basically ")


@dataclass(frozen=True, slots=True)
class Style:
    """How one message is typed: changes anywhere in it, and changes of how it starts and ends."""

    casing: str
    changes: tuple[Callable[[str, Random], str], ...]
    ends: tuple[Callable[[str, Random], str], ...]


def noisy(
    text: str, random: Random, spare: frozenset[str] = frozenset(), crowd: bool = False
) -> str:
    """The message as somebody types it; no slips in words of `spare` (in lower case).

    `crowd`: as in dialogues that were typed for pay: lower case, spaces before stops.
    """
    style = crowd_style(random) if crowd else drawn_style(random, spare)
    changed = _TWO_STOPS.sub(r"\1\2", text)
    for change in style.changes:
        changed = _outside(changed, change, random)
    for end in style.ends:
        changed = end(changed, random)
    changed = _outside(changed, _CASINGS[style.casing], random)
    return " ".join(changed.split())


def drawn_style(random: Random, spare: frozenset[str]) -> Style:
    """A style of writing to an assistant."""
    casing = random.choices(("lower", "proper", "written", "upper"), (52, 34, 12.5, 1.5))[0]
    careful = casing == "proper" and random.random() < 0.75
    changes: list[Callable[[str, Random], str]] = []
    ends: list[Callable[[str, Random], str]] = []

    def perhaps(change: Callable[[str, Random], str], share: float) -> None:
        if random.random() < share * (0.15 if careful else 1):
            (ends if change in _ENDS else changes).append(change)

    if random.random() < (0.25 if careful else 0.12):
        changes.append(long_forms)
    perhaps(no_apostrophes, 0.45)
    perhaps(short_forms, 0.1)
    if random.random() < 0.04:
        changes.append(no_articles)
    perhaps(run_on, 0.35)
    perhaps(no_commas, 0.3)
    perhaps(no_final_stop, 0.8)
    perhaps(no_final_ask, 0.4)
    if random.random() < 0.04:
        changes.append(no_stops)
        ends.append(filler)
    perhaps(spaced_stops, 0.03)
    perhaps(lambda text, draw: slips(text, draw, spare), 0.16)
    if random.random() < 0.03:
        ends.append(emoji)
    return Style(casing, tuple(changes), tuple(ends))


def crowd_style(random: Random) -> Style:
    """The style of small talk that was typed for pay."""
    changes: list[Callable[[str, Random], str]] = []
    if random.random() < 0.3:
        changes.append(long_forms)
    elif random.random() < 0.4:
        changes.append(no_apostrophes)
    ends = (no_final_stop,) if random.random() < 0.15 else ()
    if random.random() < 0.65:
        changes.append(spaced_stops)
    return Style("lower" if random.random() < 0.8 else "proper", tuple(changes), ends)


def _outside(text: str, change: Callable[[str, Random], str], random: Random) -> str:
    return "".join(change(part, random) if free else part for part, free in marks.parts(text))


def lower(text: str, random: Random) -> str:
    """All in lower case."""
    return text.lower()


def upper(text: str, random: Random) -> str:
    """All in capitals."""
    return text.upper()


def written(text: str, random: Random) -> str:
    """As it is written in the files: lower case, capitals where names have them."""
    return text


def _proper(text: str, random: Random) -> str:
    return proper(text)


def proper(text: str) -> str:
    """A capital for each sentence and for "I"."""
    capital = _SENTENCE_START.sub(lambda start: start[1] + start[2].upper(), text)
    return _ALONE_I.sub("I", capital)


_CASINGS: dict[str, Callable[[str, Random], str]] = {
    "lower": lower,
    "upper": upper,
    "written": written,
    "proper": _proper,
}


def long_forms(text: str, random: Random) -> str:
    """ "I am" for "I'm", and the like."""
    return _WORD.sub(lambda word: _LONG.get(word[0].lower(), word[0]), text)


def no_apostrophes(text: str, random: Random) -> str:
    """ "im", "dont", "ive"; "we're" stays, as "were" is another word."""
    return re.sub(
        r"\b([A-Za-z]+)'(m|ve|t|s|d|ll)\b",
        lambda word: word[0] if word[0].lower() in {"i'll", "i'd", "we'll"} else word[1] + word[2],
        text,
    )


def short_forms(text: str, random: Random) -> str:
    """ "u" for "you", "rn" for "right now", each more often than not."""
    for long, short in _SHORT.items():
        if random.random() < 0.6:
            text = re.sub(rf"\b{long}\b(?!')", short, text)
    return text


def no_articles(text: str, random: Random) -> str:
    """Most articles dropped, as by people whose own language has none."""
    return _ARTICLE.sub(lambda found: found[1] if random.random() < 0.7 else found[0], text)


def run_on(text: str, random: Random) -> str:
    """Stops between sentences become commas, dots, or nothing."""
    between = random.choice((" ", " ", " ", ", ", ", ", "... ", " and ", " - "))
    return _STOP_BETWEEN.sub(lambda stop: stop[1] + between, text)


def no_commas(text: str, random: Random) -> str:
    """Commas left out."""
    return _COMMA.sub("", text)


def no_final_stop(text: str, random: Random) -> str:
    """No full stop at the end."""
    return _FINAL.sub(lambda stop: stop[1], text.rstrip())


def no_final_ask(text: str, random: Random) -> str:
    """No question mark at the end."""
    return _FINAL_ASK.sub(lambda stop: stop[1], text.rstrip())


def spaced_stops(text: str, random: Random) -> str:
    """A space before stops, commas and question marks."""
    return _PUNCTUATION.sub(lambda stop: f"{stop[1]} {stop[2]}", text)


def no_stops(text: str, random: Random) -> str:
    """No stops at all, as in dictation."""
    return _PUNCTUATION.sub(lambda stop: stop[1], text)


def filler(text: str, random: Random) -> str:
    """A word at the start with which people begin to speak."""
    return random.choice(_FILLERS) + text


def emoji(text: str, random: Random) -> str:
    """An emoji or its like at the end."""
    return f"{text.rstrip()} {random.choice(_EMOJI)}"


def slips(text: str, random: Random, spare: frozenset[str]) -> str:
    """One or two slips of the fingers in words of four letters and more."""
    words = [
        word
        for word in _WORD.finditer(text)
        if len(word[0]) >= 4 and word[0].islower() and word[0] not in spare
    ]
    count = min(len(words), random.choice((1, 1, 1, 2)))
    for word in sorted(random.sample(words, count), key=lambda word: -word.start()):
        text = text[: word.start()] + _slip(word[0], random) + text[word.end() :]
    return text


def _slip(word: str, random: Random) -> str:
    at = random.randrange(1, len(word) - 1)
    if "'" in word[at - 1 : at + 2]:
        return word
    kind = random.choice(("swap", "drop", "double"))
    if kind == "swap":
        return word[:at] + word[at + 1] + word[at] + word[at + 2 :]
    return word[:at] + (word[at] * 2 if kind == "double" else "") + word[at + 1 :]


_ENDS = (no_final_stop, no_final_ask)
