"""Where answers mention what they were given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from selfaudit.core.store.database import Database, Value


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in an answer that mentions a fact of its pair, in code points, `end` exclusive.

    `fact` is the place of the fact among those of the pair.
    """

    answer: int
    fact: int
    start: int
    end: int


class Mentions:
    """The mentions that a detector found, by pair."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(self, pair: int, mentions: Iterable[Mention], detector: str, version: int) -> None:
        """Store where a pair's answers mention its facts, once."""
        with self._database.write():
            self._database.execute_many(
                "INSERT OR IGNORE INTO mention VALUES (?, ?, ?, ?, ?, ?, ?)",
                (
                    (one.answer, pair, one.fact, one.start, one.end, detector, version)
                    for one in mentions
                ),
            )

    def of(self, pair: int) -> list[Mention]:
        """Where a pair's answers mention its facts."""
        return self._mentions("pair.id = ?", [pair]).get(pair, [])

    def of_block(self, block: int) -> dict[int, list[Mention]]:
        """Where the answers of a block's pairs mention their facts, by pair."""
        return self._mentions("block = ?", [block])

    def _mentions(self, where: str, parameters: Sequence[Value]) -> dict[int, list[Mention]]:
        found: dict[int, list[Mention]] = {}
        for row in self._database.rows(
            "SELECT mention.* FROM mention JOIN pair ON pair.id = mention.pair"
            f" WHERE {where} ORDER BY mention.answer, mention.start",
            parameters,
        ):
            mention = Mention(row["answer"], row["fact"], row["start"], row["end"])
            found.setdefault(row["pair"], []).append(mention)
        return found
