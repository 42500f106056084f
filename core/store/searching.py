"""What is looked for in the history: words and what else is asked of a message."""

import re
from dataclasses import dataclass, replace
from enum import StrEnum

from selfaudit.core.models.history import OWN_WORDS
from selfaudit.core.store.database import Value, storable

SHORTEST_PREFIX = 3
"""Characters from which on the beginning of a word finds it."""

_OWN = ", ".join(f"'{origin}'" for origin in sorted(OWN_WORDS))
_WORD = re.compile(r"\w")


class Order(StrEnum):
    """In which order conversations are listed."""

    NEWEST = "newest"
    BEST = "best"


@dataclass(frozen=True, slots=True)
class Search:
    """What is looked for: messages of the branch that the person saw last, to all of which applies:

    they hold all `words` (the last one may be a beginning), are in import `source`, were written
    from `start` to before `end` (seconds since 1970), are in `conversation`, hold the person's own
    words, are evidence for an attribute.
    """

    words: str = ""
    source: int | None = None
    start: float | None = None
    end: float | None = None
    conversation: str | None = None
    own: bool = False
    with_attributes: bool = False

    @property
    def query(self) -> str:
        """The words as the full-text index understands them: each quoted, the last a beginning."""
        words = [word for word in storable(self.words).split() if _WORD.search(word)]
        quoted = ['"' + word.replace('"', '""') + '"' for word in words]
        if quoted and len(words[-1]) >= SHORTEST_PREFIX and self.words[-1:] == words[-1][-1:]:
            quoted[-1] += "*"
        return " ".join(quoted)

    @property
    def is_everything(self) -> bool:
        """Whether nothing is asked of a message."""
        return replace(self, words="") == Search() and not self.query


def conditions(search: Search) -> tuple[str, list[Value]]:
    """What is asked of a row of `message`, the words left out, as SQL and its parameters."""
    asked, values = ["message.active"], list[Value]()
    if search.conversation is not None:
        asked.append("message.conversation = ?")
        values.append(search.conversation)
    if search.start is not None:
        asked.append("message.created_at >= ?")
        values.append(search.start)
    if search.end is not None:
        asked.append("message.created_at < ?")
        values.append(search.end)
    if search.source is not None:
        asked.append(
            "EXISTS (SELECT 1 FROM holding WHERE holding.message = message.id"
            " AND holding.source = ?)"
        )
        values.append(search.source)
    if search.own:
        asked.append(
            "message.role = 'user' AND EXISTS (SELECT 1 FROM segment"
            f" WHERE segment.message = message.id AND origin IN ({_OWN}))"
        )
    if search.with_attributes:
        asked.append(
            "EXISTS (SELECT 1 FROM candidate JOIN link ON link.candidate = candidate.id"
            " WHERE candidate.message = message.id)"
        )
    return " AND ".join(asked), values
