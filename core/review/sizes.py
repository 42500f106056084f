"""How many cards stage one needs and shows at once."""

HEADLINE_CARDS = 60
"""Cards that the headline rests on: 80% accepted then reads as 68 to 88% (PROTOCOL)."""

SET_CARDS = 12
"""Cards to a set, about two minutes (PROTOCOL)."""
