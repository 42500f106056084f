"""How many cards stage one needs and shows at once."""

from dataclasses import dataclass

HEADLINE_CARDS = 60
"""Cards that the headline rests on: 80% accepted then reads as 68 to 88% (PROTOCOL)."""

SET_CARDS = 12
"""Cards to a set, about two minutes (PROTOCOL)."""


@dataclass(frozen=True, slots=True)
class Sizes:
    """Cards of the headline, and of a set."""

    headline: int = HEADLINE_CARDS
    set: int = SET_CARDS


PROTOCOL_SIZES = Sizes()
"""What the protocol asks for."""
