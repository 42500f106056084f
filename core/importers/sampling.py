"""A uniform sample of texts of which it is not known how many come, for telling languages."""

import random

from selfaudit.core.languages.shares import MOST_MESSAGES, Shares, shares_of

MOST_CHARACTERS = 4000
"""Characters kept of a text: as many as are looked at to tell its language."""

_SEED = 20_250_601


class Sample:
    """At most MOST_MESSAGES texts, each of those offered as likely as any other.

    By Vitter's algorithm R (ACM Transactions on Mathematical Software 11, 1985, 37-57). The same
    texts in the same order give the same sample.
    """

    def __init__(self) -> None:
        self._random = random.Random(_SEED)  # noqa: S311 - no secret
        self._texts: list[str] = []
        self._offered = 0

    def offer(self, text: str) -> None:
        """Offer one more text."""
        self._offered += 1
        if len(self._texts) < MOST_MESSAGES:
            self._texts.append(text[:MOST_CHARACTERS])
        elif (place := self._random.randrange(self._offered)) < MOST_MESSAGES:
            self._texts[place] = text[:MOST_CHARACTERS]

    def shares(self) -> Shares:
        """The languages of the sample."""
        return shares_of(self._texts, self._offered)
