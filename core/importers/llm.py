"""The log of llm, a command-line program for language models."""

import sqlite3
from collections.abc import Iterator

from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.llm_responses import read_log, read_responses
from selfaudit.core.importers.llm_threads import read_threads, thread_ids
from selfaudit.core.importers.sqlite_files import Tables, tables
from selfaudit.core.importers.sqlite_rows import read_databases
from selfaudit.core.models.history import Conversation, Skipped

_LOG = {"id", "model", "prompt", "response"}
"""Columns that every version's table of responses has."""


class LlmImporter:
    """A database with a table of threads (since 2026), of responses, or of a plain log."""

    format = "llm"
    experimental = False

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file is a database with llm's tables."""
        return _wanted(tables(export, member))

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield the conversations, databases by name, the oldest kind of table first."""
        return read_databases(export, _wanted, _read)


def _wanted(known: Tables) -> bool:
    return any(known.get(name, frozenset()) >= _LOG for name in ("log", "logs", "responses")) or (
        "tip_message_hash" in known.get("threads", ())
        and {"hash", "parent_hash", "role"} <= known.get("messages", frozenset())
        and {"message_hash", "type", "text"} <= known.get("parts", frozenset())
    )


def _read(
    connection: sqlite3.Connection, known: Tables, name: str
) -> Iterator[Conversation | Skipped]:
    for table in ("log", "logs"):
        if known.get(table, frozenset()) >= _LOG:
            yield from read_log(connection, known, table, name)
    if known.get("responses", frozenset()) >= _LOG:
        # A conversation that went on in the newer tables lies there from its beginning.
        yield from read_responses(connection, known, name, thread_ids(connection, known))
    yield from read_threads(connection, known, name)
