"""The schema, one migration after another. A migration that was released never changes."""

import sqlite3
from collections.abc import Iterator

from selfaudit.core.store.again_schema import AGAIN
from selfaudit.core.store.beliefs_schema import BELIEFS
from selfaudit.core.store.budget_schema import BUDGET
from selfaudit.core.store.bulk_schema import BULK
from selfaudit.core.store.indexing_schema import INDEXING
from selfaudit.core.store.keeping_schema import KEEPING
from selfaudit.core.store.left_out_schema import LEFT_OUT
from selfaudit.core.store.packages_schema import PACKAGES
from selfaudit.core.store.protocol_schema import PROTOCOL
from selfaudit.core.store.sqlite import Database as SqliteDatabase
from selfaudit.core.store.sqlite import Migrations
from selfaudit.core.store.stages_schema import STAGES
from selfaudit.core.store.studies_schema import STUDIES
from selfaudit.core.store.verifier_schema import VERIFIER

migrations = Migrations("selfaudit")

# Personal content sits in `content` alone, behind opaque ids, so that erasing a row there
# leaves every count and every chain of judgments intact.
_SPINE = """
CREATE TABLE content (
    id INTEGER PRIMARY KEY,
    body TEXT NOT NULL
);
CREATE VIRTUAL TABLE content_index USING fts5(
    body, content='content', content_rowid='id', tokenize='unicode61 remove_diacritics 2'
);
CREATE TRIGGER content_indexed AFTER INSERT ON content BEGIN
    INSERT INTO content_index(rowid, body) VALUES (new.id, new.body);
END;
CREATE TRIGGER content_unindexed AFTER DELETE ON content BEGIN
    INSERT INTO content_index(content_index, rowid, body) VALUES ('delete', old.id, old.body);
END;
CREATE TABLE source (
    id INTEGER PRIMARY KEY,
    path TEXT NOT NULL,
    format TEXT NOT NULL,
    imported_at REAL NOT NULL,
    report TEXT
);
CREATE TABLE conversation (
    id TEXT PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES source(id),
    format TEXT NOT NULL,
    external_id TEXT NOT NULL,
    title INTEGER REFERENCES content(id) ON DELETE SET NULL,
    created_at REAL,
    updated_at REAL,
    UNIQUE (format, external_id)
);
CREATE TABLE message (
    id TEXT PRIMARY KEY,
    conversation TEXT NOT NULL REFERENCES conversation(id),
    source INTEGER NOT NULL REFERENCES source(id),
    external_id TEXT NOT NULL,
    parent_external_id TEXT,
    position INTEGER NOT NULL,
    role TEXT NOT NULL,
    content INTEGER REFERENCES content(id) ON DELETE SET NULL,
    created_at REAL,
    active INTEGER NOT NULL,
    model TEXT
);
CREATE INDEX message_by_conversation ON message (conversation, position);
CREATE INDEX message_by_content ON message (content);
CREATE TABLE segment (
    message TEXT NOT NULL REFERENCES message(id),
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    origin TEXT NOT NULL,
    detector TEXT NOT NULL,
    detector_version INTEGER NOT NULL,
    PRIMARY KEY (message, start)
) WITHOUT ROWID;
CREATE TABLE run (
    id INTEGER PRIMARY KEY,
    started_at REAL NOT NULL,
    ended_at REAL,
    state TEXT NOT NULL,
    model TEXT NOT NULL,
    recipe TEXT NOT NULL,
    seed INTEGER NOT NULL,
    provenance TEXT NOT NULL
);
CREATE TABLE work (
    key TEXT PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run(id),
    conversation TEXT NOT NULL REFERENCES conversation(id),
    finish_reason TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    seconds REAL NOT NULL,
    done_at REAL NOT NULL
);
CREATE TABLE work_message (
    work TEXT NOT NULL REFERENCES work(key),
    message TEXT NOT NULL REFERENCES message(id),
    PRIMARY KEY (work, message)
) WITHOUT ROWID;
CREATE TABLE candidate (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run(id),
    work TEXT NOT NULL REFERENCES work(key),
    statement INTEGER REFERENCES content(id) ON DELETE SET NULL,
    quote INTEGER REFERENCES content(id) ON DELETE SET NULL,
    message TEXT REFERENCES message(id),
    start INTEGER,
    end INTEGER,
    kind TEXT,
    reason TEXT,
    category TEXT,
    subject TEXT,
    basis TEXT,
    durability TEXT,
    sensitivity TEXT,
    assigned_by TEXT
);
CREATE INDEX candidate_by_message ON candidate (message);
CREATE INDEX candidate_by_work ON candidate (work);
CREATE TABLE attribute (
    id INTEGER PRIMARY KEY,
    created_at REAL NOT NULL,
    category TEXT,
    subject TEXT,
    basis TEXT,
    durability TEXT,
    sensitivity TEXT,
    assigned_by TEXT
);
CREATE TABLE revision (
    id INTEGER PRIMARY KEY,
    attribute INTEGER NOT NULL REFERENCES attribute(id),
    statement INTEGER REFERENCES content(id) ON DELETE SET NULL,
    written_by TEXT NOT NULL,
    created_at REAL NOT NULL
);
CREATE INDEX revision_by_attribute ON revision (attribute);
CREATE TABLE link (
    id INTEGER PRIMARY KEY,
    candidate INTEGER NOT NULL REFERENCES candidate(id),
    attribute INTEGER NOT NULL REFERENCES attribute(id),
    linked_by TEXT NOT NULL,
    linked_at REAL NOT NULL
);
CREATE INDEX link_by_attribute ON link (attribute);
CREATE INDEX link_by_candidate ON link (candidate);
CREATE TABLE wording (
    hash TEXT PRIMARY KEY,
    name TEXT NOT NULL,
    version INTEGER NOT NULL,
    text TEXT NOT NULL
);
CREATE TABLE batch (
    id INTEGER PRIMARY KEY,
    policy TEXT NOT NULL,
    seed INTEGER NOT NULL,
    frozen_at REAL NOT NULL,
    frame_size INTEGER NOT NULL
);
CREATE TABLE frame (
    batch INTEGER NOT NULL REFERENCES batch(id),
    attribute INTEGER NOT NULL REFERENCES attribute(id),
    PRIMARY KEY (batch, attribute)
) WITHOUT ROWID;
CREATE TABLE card (
    batch INTEGER NOT NULL REFERENCES batch(id),
    position INTEGER NOT NULL,
    attribute INTEGER NOT NULL REFERENCES attribute(id),
    evidence INTEGER REFERENCES candidate(id),
    inclusion_probability REAL,
    PRIMARY KEY (batch, position)
) WITHOUT ROWID;
CREATE INDEX card_by_attribute ON card (attribute);
CREATE TABLE judgment (
    id INTEGER PRIMARY KEY,
    attribute INTEGER NOT NULL REFERENCES attribute(id),
    revision INTEGER NOT NULL REFERENCES revision(id),
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    content INTEGER REFERENCES content(id) ON DELETE SET NULL,
    act TEXT NOT NULL,
    undoes INTEGER REFERENCES judgment(id),
    phase TEXT NOT NULL,
    policy TEXT NOT NULL,
    wording TEXT NOT NULL REFERENCES wording(hash),
    evidence INTEGER REFERENCES candidate(id),
    batch INTEGER REFERENCES batch(id),
    order_index INTEGER,
    inclusion_probability REAL,
    seed INTEGER,
    opinion_seen TEXT NOT NULL,
    key TEXT,
    shown_at REAL,
    decided_at REAL NOT NULL,
    shown_monotonic REAL,
    decided_monotonic REAL,
    active_seconds REAL,
    idle_seconds REAL
);
CREATE INDEX judgment_by_attribute ON judgment (attribute, question);
CREATE UNIQUE INDEX judgment_undone_once ON judgment (undoes) WHERE undoes IS NOT NULL;
CREATE TRIGGER judgment_is_never_changed BEFORE UPDATE ON judgment
WHEN new.content IS NOT NULL
    OR (new.id, new.attribute, new.revision, new.question, new.answer, new.act, new.undoes,
        new.phase, new.policy, new.wording, new.evidence, new.batch, new.order_index,
        new.inclusion_probability, new.seed, new.opinion_seen, new.key, new.shown_at,
        new.decided_at, new.shown_monotonic, new.decided_monotonic, new.active_seconds,
        new.idle_seconds)
    IS NOT
       (old.id, old.attribute, old.revision, old.question, old.answer, old.act, old.undoes,
        old.phase, old.policy, old.wording, old.evidence, old.batch, old.order_index,
        old.inclusion_probability, old.seed, old.opinion_seen, old.key, old.shown_at,
        old.decided_at, old.shown_monotonic, old.decided_monotonic, old.active_seconds,
        old.idle_seconds)
BEGIN
    SELECT RAISE(ABORT, 'judgments are append-only');
END;
CREATE TRIGGER judgment_is_never_deleted BEFORE DELETE ON judgment BEGIN
    SELECT RAISE(ABORT, 'judgments are append-only');
END;
CREATE VIEW standing_judgment AS
    SELECT *, phase = 'before' AND question IN ('true', 'why', 'remember') AS blind FROM judgment
    WHERE act != 'undo'
      AND id NOT IN (SELECT undoes FROM judgment WHERE undoes IS NOT NULL);
CREATE VIEW effective_judgment AS
    SELECT * FROM (
        SELECT standing_judgment.*, row_number() OVER (
            PARTITION BY attribute, question, revision ORDER BY blind DESC, id DESC
        ) AS rank
        FROM standing_judgment
    ) WHERE rank = 1;
CREATE VIEW queue_judgment AS
    SELECT * FROM (
        SELECT standing_judgment.*, row_number() OVER (
            PARTITION BY attribute, question, revision ORDER BY blind DESC, id DESC
        ) AS rank
        FROM standing_judgment WHERE policy != 'direct'
    ) WHERE rank = 1;
CREATE VIEW current_revision AS
    SELECT attribute, max(id) AS revision FROM revision
    WHERE written_by != 'person' OR id IN (
        SELECT revision FROM effective_judgment WHERE question = 'statement'
    )
    GROUP BY attribute;
"""


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
    for statement in statements(_SPINE):
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
