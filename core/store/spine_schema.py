"""The tables that everything stands on: sources, conversations, messages, runs, what was inferred.

Personal content sits in `content` alone, behind opaque ids, so that erasing a row there leaves
every count and every chain of judgments intact.
"""

SPINE = """
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
