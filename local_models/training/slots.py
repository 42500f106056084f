"""Filling the slots of templates: {name}, {a:name}, {name2}, {n:LO-HI}, and choices <one|other>."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

SLOT = re.compile(r"\{(?:(a):)?([A-Za-z_]+)([0-9]?)(?::([0-9]+)-([0-9]+))?\}")
_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
IN_WORDS = 0.3
"""The share of numbers up to ten that are written as words, where a noun follows."""
_WORDS = dict(zip("2345", ("two", "three", "four", "five"), strict=True)) | {
    "6": "six", "7": "seven", "8": "eight", "9": "nine", "10": "ten"
}  # fmt: skip
_DIGITS = {word: digit for digit, word in _WORDS.items()}
_NOUNS = "kids|children|years|months|weeks|days|times|cats|dogs|brothers|sisters|siblings|people"
_ALONE = re.compile(rf"(?= (?:{_NOUNS}|\{{|of us|girls|boys|hours|roommates|cups|schools))")
# Words whose first sound is not that of their first letter.
_AN_BEFORE = re.compile(r"(?i:hour|honest|heir|honou?r)|(?:MRI|HR|X-|LLM|NGO|SUV|FBI|RN\b|MBA)")
_A_BEFORE = re.compile(r"(?i)(?:uni(?!n|m)|use|usu|eu|one\b|once|uk|ugand|uru|ute|ufo|u-)")


@dataclass(slots=True)
class Bindings:
    """What the slots of one template were filled with, so that one name means one value."""

    lists: Sequence[Mapping[str, Sequence[str]]]
    bound: dict[str, str] = field(default_factory=dict)

    def values(self, name: str) -> Sequence[str]:
        """The values of the list that a slot draws from: of that name, or of it without its digit.

        KeyError where no list is called so.
        """
        for key in (name, name.rstrip("0123456789")):
            for lists in self.lists:
                if key in lists:
                    return lists[key]
        raise KeyError(name)

    def fill(self, template: str, random: Random) -> str:
        """`template` with its choices made and its slots filled."""
        return SLOT.sub(lambda slot: self.slot(slot, random), chosen(template, random))

    def slot(self, slot: re.Match[str], random: Random) -> str:
        """What stands for one slot; small numbers are sometimes words, where words can stand."""
        article, name, number, low, high = slot.groups()
        key = name + number
        alone = _ALONE.match(slot.string, slot.end()) is not None and (
            slot.start() == 0 or not slot.string[slot.start() - 1].isalnum()
        )
        if key not in self.bound:
            if low is not None:
                self.bound[key] = str(random.randint(int(low), int(high)))
                if not article and alone and random.random() < IN_WORDS:
                    self.bound[key] = _WORDS.get(self.bound[key], self.bound[key])
            else:
                self.bound[key] = self._different(key, random)
        value = self.bound[key]
        if name == "n" and (article or not alone):
            value = _DIGITS.get(value, value)
        return with_article(value) if article else value

    def _different(self, key: str, random: Random) -> str:
        """A value for the slot that no other slot of the same list holds yet."""
        stem = key.rstrip("0123456789")
        taken = {value for name, value in self.bound.items() if name.rstrip("0123456789") == stem}
        values = self.values(key)
        left = [value for value in values if value not in taken] or values
        return random.choice(left)


def chosen(template: str, random: Random) -> str:
    """`template` with each <one|other> replaced by one of its choices, inner ones first."""
    while "<" in template:
        made = _CHOICE.sub(lambda found: random.choice(found[1].split("|")), template)
        if made == template:
            break
        template = made
    return template


def with_article(value: str) -> str:
    """`value` after "a" or "an"."""
    vowel = value[:1].lower() in "aeiou" or re.match(r"8|1[18](?!\d)", value) is not None
    an = bool(_AN_BEFORE.match(value)) or (vowel and not _A_BEFORE.match(value))
    return f"{'an' if an else 'a'} {value}"
