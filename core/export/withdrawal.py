"""A random code by which a package can be found and deleted, and what that is worth."""

import secrets
from collections.abc import Callable

ALPHABET = "34679ACDEFGHJKMNPQRTWXY"
"""23 signs, no two of which are taken for each other: no 0 O, 1 I L, 2 Z, 5 S, 8 B, U V."""

DRAWN = 15
"""Signs of a code that are drawn: 15 log2(23) = 67.8 bits. One more checks them."""

_GROUP = 4

WITHDRAWAL_WORDS = (
    "With the package you get a random code. It belongs to this package alone. The package holds a "
    "fingerprint of it, from which nobody can find out the code. Write it down, or look it up here "
    "later: `selfaudit export list`.",
    "What it can do: if you change your mind, tell the code to whoever holds the package. They can "
    "find it by the code and delete it, without knowing who you are.",
    "What it can't do: it can't bring back copies that were passed on, or change results that were "
    "already published. It can't force anybody. The program has no server: it does not know where "
    "your package is, and it can't delete it for you. And if you lose the code, nobody can tell "
    "which package is yours.",
)
"""What the code is for, in the paragraphs in which it is shown."""


def withdrawal_code(draw: Callable[[int], int] = secrets.randbelow) -> str:
    """A new code, like `7KQ4-W3XA-9RTM-CE6N`: 15 drawn signs and one that checks them.

    `draw` gives a number from 0 to below its argument; every code must come from a source that
    nobody can foretell, so the default is to be replaced in tests only.
    """
    drawn = [draw(len(ALPHABET)) for _ in range(DRAWN)]
    signs = "".join(ALPHABET[place] for place in [*drawn, -_weighted(drawn) % len(ALPHABET)])
    return _grouped(signs)


def read_code(text: str) -> str | None:
    """A code as somebody typed it, put in order; None where it is none.

    Case, spaces and hyphens do not matter. One wrong sign, and two that changed places, are always
    noticed: signs are weighted 16 to 1 and sum to 0 modulo 23, a prime above every weight, so
    neither can leave the sum as it was. Of other mistakes one in 23 goes unnoticed.
    """
    signs = "".join(text.upper().split()).replace("-", "")
    if len(signs) != DRAWN + 1 or not set(signs) <= set(ALPHABET):
        return None
    places = [ALPHABET.index(sign) for sign in signs]
    if (_weighted(places[:-1]) + places[-1]) % len(ALPHABET):
        return None
    return _grouped(signs)


def _weighted(drawn: list[int]) -> int:
    """The sum of the drawn signs, weighted 16 to 2; the checking sign has the weight 1."""
    return sum(place * weight for place, weight in zip(drawn, range(DRAWN + 1, 1, -1), strict=True))


def _grouped(signs: str) -> str:
    return "-".join(signs[start : start + _GROUP] for start in range(0, len(signs), _GROUP))
