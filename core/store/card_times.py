"""How long cards took, in active seconds: pauses are left out."""

from dataclasses import dataclass

from selfaudit.core.store.database import Database


@dataclass(frozen=True, slots=True)
class TimedCard:
    """How long a card's first question took, in active seconds, and what there was to read."""

    seconds: float
    statement: str
    quote: str


class CardTimes:
    """The times of what was judged in a store."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def first_questions(self) -> list[TimedCard]:
        """The cards whose first question was timed, in the order in which they were judged."""
        return [
            TimedCard(row["active_seconds"], row["statement"] or "", row["quote"] or "")
            for row in self._database.rows(
                "SELECT active_seconds, said.body AS statement,"
                " substr(message_text.body, start + 1, end - start) AS quote"
                " FROM effective_judgment AS judgment"
                " JOIN revision ON revision.id = judgment.revision"
                " LEFT JOIN content AS said ON said.id = revision.statement"
                " LEFT JOIN candidate ON candidate.id = judgment.evidence"
                " LEFT JOIN message ON message.id = candidate.message"
                " LEFT JOIN content AS message_text ON message_text.id = message.content"
                " WHERE question = 'true' AND active_seconds IS NOT NULL ORDER BY judgment.id"
            )
        ]

    def seconds(self) -> list[float]:
        """Active seconds that each judged attribute took, over all that was asked of it."""
        return [
            row["seconds"]
            for row in self._database.rows(
                "SELECT sum(active_seconds) AS seconds FROM standing_judgment"
                " WHERE active_seconds IS NOT NULL GROUP BY attribute"
                " HAVING max(question = 'true') ORDER BY attribute"
            )
        ]
