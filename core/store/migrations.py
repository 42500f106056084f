"""The schema, one migration after another. A migration that was released never changes."""

import sqlite3
from collections.abc import Iterator

from selfaudit.core.store.again_schema import AGAIN
from selfaudit.core.store.beliefs_schema import BELIEFS
from selfaudit.core.store.budget_schema import BUDGET
from selfaudit.core.store.bulk_schema import BULK
from selfaudit.core.store.indexing_schema import INDEXING
from selfaudit.core.store.keeping_schema import KEEPING
from selfaudit.core.store.keys_schema import KEYS
from selfaudit.core.store.left_out_schema import LEFT_OUT
from selfaudit.core.store.packages_schema import PACKAGES
from selfaudit.core.store.protocol_schema import PROTOCOL
from selfaudit.core.store.spine_schema import SPINE
from selfaudit.core.store.sqlite import Database as SqliteDatabase
from selfaudit.core.store.sqlite import Migrations
from selfaudit.core.store.stages_schema import STAGES
from selfaudit.core.store.studies_schema import STUDIES
from selfaudit.core.store.verifier_schema import VERIFIER

migrations = Migrations("selfaudit")


def statements(script: str) -> Iterator[str]:
    """Cut a script into statements. `executescript` would end the migration's transaction."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            yield statement
            statement = ""


@migrations()
def m001_spine(database: SqliteDatabase) -> None:
    """History, extraction, attributes and judgments."""
    for statement in statements(SPINE):
        database.execute(statement)


@migrations()
def m002_stages(database: SqliteDatabase) -> None:
    """Stages two and three: prompts, blocks, marks, selectors, pairs, votes, judges."""
    for statement in statements(STAGES):
        database.execute(statement)


@migrations()
def m003_keeping(database: SqliteDatabase) -> None:
    """Erasing and keeping copies: which imports hold a message, what was erased and copied."""
    for statement in statements(KEEPING):
        database.execute(statement)


@migrations()
def m004_packages(database: SqliteDatabase) -> None:
    """Exporting: packages, what was decided for each, and what each was made with."""
    for statement in statements(PACKAGES):
        database.execute(statement)


@migrations()
def m005_protocol(database: SqliteDatabase) -> None:
    """Stage one whole: checks, folded quotes, held-back samples, guesses, what is asked again."""
    for statement in statements(PROTOCOL):
        database.execute(statement)


@migrations()
def m006_indexing(database: SqliteDatabase) -> None:
    """Text that is indexed after it was stored."""
    for statement in statements(INDEXING):
        database.execute(statement)


@migrations()
def m007_left_out(database: SqliteDatabase) -> None:
    """Importing: which conversations the person left out."""
    for statement in statements(LEFT_OUT):
        database.execute(statement)


@migrations()
def m008_again(database: SqliteDatabase) -> None:
    """Marks and votes that are asked again after two weeks."""
    for statement in statements(AGAIN):
        database.execute(statement)


@migrations()
def m009_budget(database: SqliteDatabase) -> None:
    """A budget in minutes: what was fixed, its sample of conversations, which batches are of it."""
    for statement in statements(BUDGET):
        database.execute(statement)


@migrations()
def m010_beliefs(database: SqliteDatabase) -> None:
    """What vendors believe about the person, asked on cards of its own."""
    for statement in statements(BELIEFS):
        database.execute(statement)


@migrations()
def m011_studies(database: SqliteDatabase) -> None:
    """Studies: those that were joined, with the text of their files."""
    for statement in statements(STUDIES):
        database.execute(statement)


@migrations()
def m012_verifier(database: SqliteDatabase) -> None:
    """Extraction by a taught model: what its verifier says of each candidate."""
    for statement in statements(VERIFIER):
        database.execute(statement)


@migrations()
def m013_bulk(database: SqliteDatabase) -> None:
    """Texts are indexed by whoever stores them, many at a time."""
    for statement in statements(BULK):
        database.execute(statement)


@migrations()
def m014_keys(database: SqliteDatabase) -> None:
    """Indexes for what is asked at a key."""
    for statement in statements(KEYS):
        database.execute(statement)
