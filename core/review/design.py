"""Which shares of the cards are asked what, and the draw of these cards."""

import random
from collections.abc import Sequence
from dataclasses import dataclass

from selfaudit.core.draw import by_lot, derived_seed
from selfaudit.core.models.item import Asking, Support


@dataclass(frozen=True, slots=True)
class Design:
    """Shares from 0 to 1: `checks` among all cards that are shown, the others among those of
    attributes. `support` is drawn from the cards that are not folded; half of it comes before
    `true`. `lasting` is asked where `true` was answered yes."""

    checks: float = 1 / 10
    folded: float = 1 / 5
    support: float = 1 / 3
    lasting: float = 1 / 3
    guesses: bool = True
    """Whether a guess is asked for before each set."""
    missed: bool = True
    """Whether samples follow the headline: what was held back, messages, what was judged before."""


PROTOCOL_DESIGN = Design()
"""What the protocol asks for."""

PLAIN = Design(checks=0, folded=0, support=0, lasting=0, guesses=False, missed=False)
"""`true`, `why` and `remember` alone."""


def draw_asking(attributes: Sequence[int], design: Design, seed: int) -> dict[int, Asking]:
    """What the card of each attribute asks. Each share is met to within one card."""
    folded = set(_part(attributes, len(attributes), design.folded, seed, "folded"))
    open_cards = [one for one in attributes if one not in folded]
    support = _part(open_cards, len(attributes), design.support, seed, "support")
    lasting = set(_part(attributes, len(attributes), design.lasting, seed, "lasting"))
    turn = derived_seed(seed, "first support", *support[:1]) % 2
    times = {
        one: Support.BEFORE if (place + turn) % 2 else Support.AFTER
        for place, one in enumerate(support)
    }
    return {
        one: Asking(one in folded, times.get(one, Support.NEVER), one in lasting)
        for one in attributes
    }


def _part(members: Sequence[int], of: int, share: float, seed: int, name: str) -> list[int]:
    """Members by lot, as many as a share of a number, rounded up or down by chance."""
    source = random.Random(f"{name}:{seed}:{min(members, default=0)}")  # noqa: S311 - no secret
    count = int(of * share + source.random())
    return by_lot(members, derived_seed(seed, name))[:count]
