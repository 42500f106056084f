"""Single changes that people make to a message as they type it.

Each takes the message with its marks (see `marks`) and a source of chance, and leaves the marks.
"""

import re
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
_EMOJI = "😂 😅 🙏 😭 ❤️ 👍 🥲 😊 🤔 🙃 :) :( xD lol haha".split()
_FILLERS = ("um ", "uh ", "so ", "like ", "you know ", "okay so ", "well ", "so basically ")


def one_stop(text: str, random: Random) -> str:
    """No full stop after a question mark, where sentences were put together."""
    return _TWO_STOPS.sub(r"\1\2", text)


def lower(text: str, random: Random) -> str:
    """All in lower case."""
    return text.lower()


def upper(text: str, random: Random) -> str:
    """All in capitals."""
    return text.upper()


def written(text: str, random: Random) -> str:
    """As it is written in the files: lower case, capitals where names have them."""
    return text


def proper(text: str, random: Random) -> str:
    """A capital for each sentence and for "I"."""
    capital = _SENTENCE_START.sub(lambda start: start[1] + start[2].upper(), text)
    return _ALONE_I.sub("I", capital)


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
