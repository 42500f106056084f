"""Prompts: what the person typed for this, took from their history, or found bundled."""

import json
import sqlite3
from collections.abc import Iterable, Sequence

from selfaudit.core.errors import UnknownIdError
from selfaudit.core.models.relevance import Prompt, PromptSource
from selfaudit.core.store.database import Database, Value


class Prompts:
    """Every prompt that was ever added, each once."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add(
        self,
        source: PromptSource,
        text: str,
        now: float,
        *,
        name: str | None = None,
        message: str | None = None,
    ) -> Prompt:
        """Store a prompt; one of the same name, or of the same message, is stored already."""
        with self._database.write():
            if name is not None or message is not None:
                known = self._select("prompt.name = ? OR prompt.message = ?", [name, message])
                if known:
                    return known[0]
            id = self._database.execute(
                "INSERT INTO prompt (source, content, name, message, added_at)"
                " VALUES (?, ?, ?, ?, ?)",
                [source, self._database.add_content(text), name, message, now],
            )
        return self.get(id)

    def get(self, id: int) -> Prompt:
        """One prompt. Raises UnknownIdError."""
        found = self._select("prompt.id = ?", [id])
        if not found:
            raise UnknownIdError(
                f"No prompt has the id {id}.", hint="`selfaudit prompts list` lists them."
            )
        return found[0]

    def some(self, ids: Iterable[int]) -> dict[int, Prompt]:
        """These prompts, by id."""
        found = self._select(
            "prompt.id IN (SELECT value FROM json_each(?))", [json.dumps(list(ids))]
        )
        return {prompt.id: prompt for prompt in found}

    def all(self) -> list[Prompt]:
        """Every prompt, oldest first."""
        return self._select("1", [])

    def unmarked(self) -> list[Prompt]:
        """Prompts that could have a list and that no block has one for, oldest first."""
        return self._select(
            "prompt.source != ? AND prompt.id NOT IN (SELECT prompt FROM entry)",
            [PromptSource.ELSEWHERE],
        )

    def _select(self, where: str, parameters: Sequence[Value]) -> list[Prompt]:
        return [
            _prompt(row)
            for row in self._database.rows(
                "SELECT prompt.*, ifnull(body, '') AS text, message.conversation FROM prompt"
                " LEFT JOIN content ON content.id = prompt.content"
                f" LEFT JOIN message ON message.id = prompt.message WHERE {where}"
                " ORDER BY prompt.id",
                parameters,
            )
        ]


def _prompt(row: sqlite3.Row) -> Prompt:
    return Prompt(
        row["id"],
        PromptSource(row["source"]),
        row["text"],
        row["name"],
        row["message"],
        row["conversation"],
    )
