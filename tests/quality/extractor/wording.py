"""Words made comparable for matching statements: stems, numbers as digits, negation as one word.

Crude on purpose: what it can't tell apart is in data/LABELLING.md.
"""

import re

from selfaudit.core.extraction.text import words

NEGATION = "not"
_NEGATIONS = frozenset(
    "no not never none nobody nothing nowhere neither nor without cannot cant dont doesnt isnt"
    " arent wasnt havent hasnt didnt wont couldnt shouldnt unable".split()
)
_UNITS = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen"
_TEENS = "fifteen sixteen seventeen eighteen nineteen"
_NUMBERS = {word: value for value, word in enumerate(f"{_UNITS} {_TEENS}".split())}
_TENS = {
    word: 10 * value
    for value, word in enumerate(
        "twenty thirty forty fifty sixty seventy eighty ninety".split(), start=2
    )
}
_ENDING = re.compile(r"(?<=\w{3})(?:ing|ied|ies|ed|es|s|y|e)$")
_DOUBLED = re.compile(r"([bdfglmnprt])\1$")
_THOUSANDS = re.compile(r"(?<=\d)[,.\s](?=\d{3}\b)")
_FEWEST = 4
"""Letters from which a stem also stands for longer words that begin with it."""


def stems(text: str) -> list[str]:
    """The words of a text in order, made comparable."""
    found: list[str] = []
    for whole in words(_THOUSANDS.sub("", text)):
        for word in whole.split("-"):
            tens = bool(found) and found[-1] in {str(value) for value in _TENS.values()}
            if word in _NEGATIONS or word.endswith("n't"):
                found.append(NEGATION)
            elif word in _NUMBERS and tens and 0 < _NUMBERS[word] < 10:
                found[-1] = str(int(found[-1]) + _NUMBERS[word])
            elif word in _NUMBERS or word in _TENS:
                found.append(str(_NUMBERS.get(word, _TENS.get(word))))
            elif word:
                found.append(_stem(word))
    return found


def _stem(word: str) -> str:
    if word[0].isdigit():
        return word
    return _DOUBLED.sub(r"\1", _ENDING.sub("", word.split("'")[0]))


def same_word(key: str, word: str) -> bool:
    """Whether a stem of a key stands for a stem of a text: "6" for "6a", "teach" for "teacher"."""
    if key.isdigit():
        return re.fullmatch(key + r"(?:[a-zäöü]+)?", word) is not None
    return key == word or (len(key) >= _FEWEST and word.startswith(key))


def holds(key: str, text: list[str]) -> bool:
    """Whether stems hold one of the alternatives of a key, which are parted by "|"."""
    return any(
        all(any(same_word(part, word) for word in text) for part in stems(alternative))
        for alternative in key.split("|")
    )


def negated(text: str) -> bool:
    """Whether a text has a word of negation."""
    return NEGATION in stems(text)
