"""How a history is spread over languages, and which of them a model was not made for."""

import random
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from selfaudit.core.languages.detecting import language_of
from selfaudit.core.models.history import OWN_WORDS
from selfaudit.core.store.history import StoredMessage
from selfaudit.core.store.store import Store

MOST_MESSAGES = 500
"""Messages that are looked at, drawn uniformly: the share of a language is then off by 4.4
percentage points at most, 95 times of 100 (1.96 x sqrt(0.25 / 500))."""

FROM_SHARE = 0.10
"""The share of a language from which on it is said that a model does not serve it."""

FROM_MESSAGES = 10
"""Messages whose language must be known before anything is said."""

_SEED = 20_250_601


@dataclass(frozen=True, slots=True)
class Shares:
    """Languages of the messages with own words that were looked at.

    `counts` are messages by language code, the most frequent first; `unsure` are those that are
    too short or mixed to tell; `messages` is how many there are in all, looked at or not.
    """

    counts: Mapping[str, int]
    unsure: int
    messages: int

    @property
    def told(self) -> int:
        """Messages whose language could be told."""
        return sum(self.counts.values())

    def share(self, code: str) -> float:
        """A language's share, from 0 to 1, of the messages whose language could be told."""
        return self.counts.get(code, 0) / self.told if self.told else 0.0

    def frequent(self) -> tuple[str, ...]:
        """Languages that have FROM_SHARE or more, the most frequent first; none of too few."""
        if self.told < FROM_MESSAGES:
            return ()
        return tuple(code for code in self.counts if self.share(code) >= FROM_SHARE)

    def unserved(self, languages: Collection[str]) -> tuple[str, ...]:
        """The frequent languages that are not among those that a model was made for."""
        return tuple(code for code in self.frequent() if code not in languages)


def shares_of(texts: Iterable[str], messages: int) -> Shares:
    """Count the languages of texts, which were drawn from that many messages."""
    found = Counter(language_of(text) for text in texts)
    unsure = found.pop(None, 0)
    counts = {code: number for code, number in found.items() if code is not None}
    ordered = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    return Shares(dict(ordered), unsure, messages)


def history_shares(store: Store) -> Shares:
    """The languages of what the person wrote themself, on branches that they last saw.

    Looks at up to MOST_MESSAGES messages, the same ones for the same history. Nothing is stored.
    """
    ids = store.history.own_words_ids()
    drawn = ids
    if len(ids) > MOST_MESSAGES:
        drawn = random.Random(_SEED).sample(ids, MOST_MESSAGES)  # noqa: S311 - no secret
    return shares_of(map(_own_words, store.history.some(drawn)), len(ids))


def _own_words(message: StoredMessage) -> str:
    parts = (
        message.text[one.start : one.end] for one in message.segments if one.origin in OWN_WORDS
    )
    return "\n".join(parts)
