"""What an erasure takes along: the ids of everything that goes, found by following references."""

from collections.abc import Sequence

from selfaudit.core.models.erasure import (
    AllTexts,
    Dates,
    Everything,
    OneAttribute,
    OneConversation,
    OneSource,
    Target,
)
from selfaudit.core.models.relevance import PromptSource
from selfaudit.core.store.database import Database, Value

TABLES = {
    "going_message": "id TEXT PRIMARY KEY",
    "going_conversation": "id TEXT PRIMARY KEY, opaque TEXT NOT NULL",
    "going_work": "id TEXT PRIMARY KEY, opaque TEXT NOT NULL",
    "going_candidate": "id INTEGER PRIMARY KEY",
    "going_attribute": "id INTEGER PRIMARY KEY",
    "going_prompt": "id INTEGER PRIMARY KEY",
    "going_answer": "id INTEGER PRIMARY KEY, opaque TEXT NOT NULL",
    "going_source": "id INTEGER PRIMARY KEY",
    "going_content": "id INTEGER PRIMARY KEY",
}
"""Temporary tables of what goes. What stays of a row is known by its opaque id from then on."""

_OPAQUE = "lower(hex(randomblob(16)))"

OTHERS_HOLD = (
    "EXISTS (SELECT 1 FROM holding AS also"
    " WHERE also.message = holding.message AND also.source != holding.source)"
)
"""That another import holds the message of a holding as well."""


class Scope:
    """Collects what goes into temporary tables, inside `write`. `clear` drops them again."""

    def __init__(self, database: Database, target: Target) -> None:
        self._database = database
        self._target = target
        self._everything = isinstance(target, Everything)
        self._all = isinstance(target, AllTexts | Everything)

    def collect(self) -> None:
        """Follow the references from the target, each step from those before it."""
        self.clear()
        for name, columns in TABLES.items():
            self._database.execute(f"CREATE TEMP TABLE {name} ({columns})")
        self._messages()
        self._conversations()
        self._extracted()
        self._attributes()
        self._prompts()
        self._answers()
        self._sources()
        self._content()

    def clear(self) -> None:
        """Forget what was collected."""
        for name in TABLES:
            self._database.execute(f"DROP TABLE IF EXISTS temp.{name}")

    def _put(self, table: str, select: str, parameters: Sequence[Value] = ()) -> None:
        self._database.execute(f"INSERT OR IGNORE INTO {table} {select}", parameters)

    def _messages(self) -> None:
        match self._target:
            case OneConversation(id):
                self._put("going_message", "SELECT id FROM message WHERE conversation = ?", [id])
            case OneSource(id):
                self._put(
                    "going_message",
                    f"SELECT message FROM holding WHERE source = ? AND NOT {OTHERS_HOLD}",
                    [id],
                )
            case Dates(start, end):
                self._put(
                    "going_message",
                    "SELECT id FROM message WHERE created_at >= ? AND created_at < ?",
                    [start, end],
                )
            case AllTexts() | Everything():
                self._put("going_message", "SELECT id FROM message")

    def _conversations(self) -> None:
        """Conversations of which nothing is left; those without a message go with their import."""
        where = "id IN (SELECT conversation FROM message JOIN going_message USING (id))"
        parameters: list[Value] = []
        match self._target:
            case OneConversation(id):
                where, parameters = "id = ?", [id]
            case OneSource(id):
                where, parameters = f"({where} OR source = ?)", [id]
            case AllTexts() | Everything():
                where = "1"
        self._put(
            "going_conversation",
            f"SELECT id, {_OPAQUE} FROM conversation WHERE {where}"
            " AND (title IS NOT NULL"
            " OR EXISTS (SELECT 1 FROM message WHERE conversation = conversation.id))"
            " AND NOT EXISTS (SELECT 1 FROM message WHERE conversation = conversation.id"
            " AND id NOT IN (SELECT id FROM going_message))",
            parameters,
        )

    def _extracted(self) -> None:
        """Work that read something of it, and all that models wrote down in that work."""
        if isinstance(self._target, OneAttribute):
            self._put(
                "going_candidate",
                "SELECT candidate FROM link WHERE attribute = ?",
                [self._target.id],
            )
            return
        self._put(
            "going_work",
            f"SELECT key, {_OPAQUE} || {_OPAQUE} FROM work"
            " WHERE conversation IN (SELECT id FROM going_conversation) OR key IN"
            " (SELECT work FROM work_message JOIN going_message ON going_message.id = message)",
        )
        self._put(
            "going_candidate",
            "SELECT id FROM candidate WHERE work IN (SELECT id FROM going_work)"
            " OR message IN (SELECT id FROM going_message)",
        )

    def _attributes(self) -> None:
        if isinstance(self._target, OneAttribute):
            self._put("going_attribute", "SELECT id FROM attribute WHERE id = ?", [self._target.id])
        elif self._all:
            self._put("going_attribute", "SELECT id FROM attribute")
        else:
            self._put(
                "going_attribute",
                "SELECT attribute FROM link JOIN going_candidate ON going_candidate.id = candidate"
                " WHERE attribute NOT IN (SELECT attribute FROM link"
                " JOIN candidate ON candidate.id = link.candidate"
                " WHERE candidate.message IS NOT NULL"
                " AND candidate.id NOT IN (SELECT id FROM going_candidate))",
            )

    def _prompts(self) -> None:
        if self._everything:
            self._put("going_prompt", "SELECT id FROM prompt")
        elif self._all:
            self._put(
                "going_prompt", "SELECT id FROM prompt WHERE source != ?", [PromptSource.BUNDLED]
            )
        else:
            self._put(
                "going_prompt",
                "SELECT id FROM prompt WHERE message IN (SELECT id FROM going_message)",
            )

    def _answers(self) -> None:
        """Answers to prompts that go and answers that were given an attribute that goes.

        What an answer without a pair was given is not known: it goes with any of its prompt's.
        """
        where = "1"
        if not self._all:
            given = "SELECT pair FROM fact WHERE attribute IN (SELECT id FROM going_attribute)"
            where = (
                "prompt IN (SELECT id FROM going_prompt)"
                f" OR id IN (SELECT other FROM pair WHERE id IN ({given}))"
                f" OR (prompt IN (SELECT prompt FROM pair WHERE id IN ({given}))"
                " AND id NOT IN (SELECT generic FROM pair WHERE generic IS NOT NULL"
                " UNION SELECT other FROM pair WHERE other IS NOT NULL))"
            )
        self._put("going_answer", f"SELECT id, {_OPAQUE} || {_OPAQUE} FROM answer WHERE {where}")

    def _sources(self) -> None:
        """Imports of which no message is left."""
        match self._target:
            case OneSource(id):
                self._put("going_source", "SELECT id FROM source WHERE id = ? AND path != ''", [id])
            case AllTexts() | Everything():
                self._put("going_source", "SELECT id FROM source WHERE path != ''")
            case _:
                self._put(
                    "going_source",
                    "SELECT source FROM holding GROUP BY source"
                    " HAVING total(message NOT IN (SELECT id FROM going_message)) = 0",
                )

    def _content(self) -> None:
        if self._all:
            self._put(
                "going_content",
                "SELECT id FROM content WHERE id NOT IN (SELECT content FROM prompt"
                " WHERE content IS NOT NULL AND id NOT IN (SELECT id FROM going_prompt))",
            )
            return
        for column, table, going in (
            ("content", "message", "id IN (SELECT id FROM going_message)"),
            (
                "title",
                "conversation",
                "id IN (SELECT id FROM going_conversation) OR id IN"
                " (SELECT conversation FROM message JOIN going_message USING (id))",
            ),
            ("statement", "candidate", "id IN (SELECT id FROM going_candidate)"),
            ("quote", "candidate", "id IN (SELECT id FROM going_candidate)"),
            ("statement", "revision", "attribute IN (SELECT id FROM going_attribute)"),
            ("content", "judgment", "attribute IN (SELECT id FROM going_attribute)"),
            (
                "content",
                "response",
                "item IN (SELECT id FROM item WHERE message IN (SELECT id FROM going_message)"
                " OR candidate IN (SELECT id FROM going_candidate)"
                " OR attribute IN (SELECT id FROM going_attribute))",
            ),
            ("content", "prompt", "id IN (SELECT id FROM going_prompt)"),
            ("content", "answer", "id IN (SELECT id FROM going_answer)"),
        ):
            self._put(
                "going_content",
                f"SELECT {column} FROM {table} WHERE {column} IS NOT NULL AND ({going})",
            )
