"""One attribute for what several conversations say alike.

Deliberately shy: two cards that could have been one cost the person a key, one card that
should have been two costs the truth of its evidence. Statements are the same only when they have
the same words in the same order; a letter, a number, a sign or a "not" tells them apart.
"""

import re

from selfaudit.core.extraction.text import comparable

_TOKEN = re.compile(r"[\w'#+&/.-]+|[^\s,;:!?()\"]")
_WITHOUT_MEANING = frozenset({"a", "an", "the", "also", "really", "very", "just", "currently"})
_OPENING = ["the", "user"]


class Linker:
    """Finds the attribute that already says what a statement says."""

    def __init__(self) -> None:
        self._attributes: dict[tuple[str, ...], int] = {}

    def add(self, attribute: int, statement: str) -> None:
        """Make a statement of an attribute known. The first attribute to say it keeps it."""
        self._attributes.setdefault(_key(statement), attribute)

    def find(self, statement: str) -> int | None:
        """The attribute that says the same, or None."""
        return self._attributes.get(_key(statement))


def _key(statement: str) -> tuple[str, ...]:
    """The words and signs of a statement in order, without its opening and words of no meaning."""
    found = [token.rstrip(".") or token for token in _TOKEN.findall(comparable(statement).text)]
    if found[:2] == _OPENING:
        found = found[2:]
    return tuple(token for token in found if token not in _WITHOUT_MEANING)
