"""One attribute for what several conversations say alike.

Deliberately shy: two cards that could have been one cost the person a key, one card that
should have been two costs the truth of its evidence.
"""

from rapidfuzz import fuzz, process

from selfaudit.core.extraction.text import words

NEARLY_EQUAL = 94.0
"""Similarity (0 to 100, rapidfuzz's token sort ratio) from which statements are the same."""

_NEGATIONS = frozenset({"no", "not", "never", "none", "nothing", "without", "nor", "neither"})
_OPENING = ("the", "user")


class Linker:
    """Finds the attribute that already says what a statement says."""

    def __init__(self) -> None:
        self._attributes: dict[str, int] = {}

    def add(self, attribute: int, statement: str) -> None:
        """Make a statement of an attribute known."""
        self._attributes.setdefault(_normal(statement), attribute)

    def find(self, statement: str) -> int | None:
        """The attribute that says the same, or None.

        Same means: equal words, or nearly equal ones with the same numbers and negations.
        """
        wanted = _normal(statement)
        if wanted in self._attributes:
            return self._attributes[wanted]
        closest = process.extractOne(
            wanted, self._attributes.keys(), scorer=fuzz.token_sort_ratio, score_cutoff=NEARLY_EQUAL
        )
        if closest is None or _marks(closest[0]) != _marks(wanted):
            return None
        return self._attributes[closest[0]]


def _normal(statement: str) -> str:
    found = words(statement)
    if tuple(found[:2]) == _OPENING:
        found = found[2:]
    return " ".join(found)


def _marks(normal: str) -> tuple[list[str], int]:
    """What must not differ however alike two statements look: numbers, and how often negated."""
    found = normal.split()
    numbers = [word for word in found if any(character.isdigit() for character in word)]
    negations = sum(word in _NEGATIONS or word.endswith("n't") for word in found)
    return numbers, negations
