"""Filling the slots of templates: {name}, {a:name}, {name2}, {n:LO-HI}, and choices <one|other>."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

SLOT = re.compile(r"\{(?:(a):)?([A-Za-z_]+)([0-9]?)(?::([0-9]+)-([0-9]+))?\}")
_CHOICE = re.compile(r"<([^<>]*\|[^<>]*)>")
# Words whose first sound is not that of their first letter.
_AN_BEFORE = re.compile(r"(?i:hour|honest|heir|honou?r)|(?:MRI|HR|X-|LLM|NGO|SUV|FBI|RN\b|MBA)")
_A_BEFORE = re.compile(r"(?i)(?:uni(?!n|m)|use|usu|eu|one\b|once|uk|ukulele|ute|ufo|u-)")


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
        return SLOT.sub(lambda slot: self._slot(slot, random), chosen(template, random))

    def _slot(self, slot: re.Match[str], random: Random) -> str:
        article, name, number, low, high = slot.groups()
        key = name + number
        if key not in self.bound:
            if low is not None:
                self.bound[key] = str(random.randint(int(low), int(high)))
            else:
                self.bound[key] = self._different(key, random)
        value = self.bound[key]
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
