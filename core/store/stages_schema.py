"""The tables of stages two and three, as the second migration makes them. They never change."""

STAGES = """
ALTER TABLE run ADD COLUMN purpose TEXT NOT NULL DEFAULT 'extraction';
CREATE TABLE prompt (
    id INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    content INTEGER REFERENCES content(id) ON DELETE SET NULL,
    name TEXT UNIQUE,
    message TEXT UNIQUE REFERENCES message(id),
    added_at REAL NOT NULL
);
CREATE TABLE block (
    id INTEGER PRIMARY KEY,
    stage TEXT NOT NULL,
    seed INTEGER NOT NULL,
    begun_at REAL NOT NULL
);
CREATE TABLE reveal (
    block INTEGER PRIMARY KEY REFERENCES block(id),
    revealed_at REAL NOT NULL
);
CREATE TRIGGER reveal_is_never_changed BEFORE UPDATE ON reveal BEGIN
    SELECT RAISE(ABORT, 'a reveal stays as it was');
END;
CREATE TRIGGER reveal_is_never_deleted BEFORE DELETE ON reveal BEGIN
    SELECT RAISE(ABORT, 'a reveal stays as it was');
END;
CREATE TABLE entry (
    id INTEGER PRIMARY KEY,
    block INTEGER NOT NULL REFERENCES block(id),
    position INTEGER NOT NULL,
    prompt INTEGER NOT NULL REFERENCES prompt(id),
    order_index INTEGER NOT NULL,
    attribute INTEGER NOT NULL REFERENCES attribute(id),
    revision INTEGER NOT NULL REFERENCES revision(id),
    accepted INTEGER NOT NULL,
    stratum TEXT NOT NULL,
    inclusion_probability REAL NOT NULL,
    UNIQUE (block, position, attribute)
);
CREATE TABLE mark (
    id INTEGER PRIMARY KEY,
    entry INTEGER NOT NULL REFERENCES entry(id),
    answer TEXT NOT NULL,
    act TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES mark(id),
    phase TEXT NOT NULL,
    reveals_seen INTEGER NOT NULL,
    wording TEXT NOT NULL REFERENCES wording(hash),
    key TEXT,
    shown_at REAL,
    decided_at REAL NOT NULL,
    shown_monotonic REAL,
    decided_monotonic REAL,
    active_seconds REAL,
    idle_seconds REAL
);
CREATE INDEX mark_by_entry ON mark (entry);
CREATE TRIGGER mark_is_never_changed BEFORE UPDATE ON mark BEGIN
    SELECT RAISE(ABORT, 'marks are append-only');
END;
CREATE TRIGGER mark_is_never_deleted BEFORE DELETE ON mark BEGIN
    SELECT RAISE(ABORT, 'marks are append-only');
END;
CREATE VIEW standing_mark AS
    SELECT * FROM mark
    WHERE act != 'undo' AND id NOT IN (SELECT undoes FROM mark WHERE undoes IS NOT NULL);
CREATE VIEW effective_mark AS
    SELECT * FROM (
        SELECT standing_mark.*, row_number() OVER (
            PARTITION BY entry ORDER BY phase = 'before' DESC, id DESC
        ) AS rank
        FROM standing_mark
    ) WHERE rank = 1;
CREATE TABLE selection (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run(id),
    block INTEGER NOT NULL REFERENCES block(id),
    position INTEGER NOT NULL,
    selector TEXT NOT NULL,
    version INTEGER NOT NULL,
    model TEXT NOT NULL,
    failure TEXT,
    prompt_tokens INTEGER NOT NULL,
    seconds REAL NOT NULL,
    done_at REAL NOT NULL,
    UNIQUE (block, position, selector, version, model)
);
CREATE TABLE selector_score (
    selection INTEGER NOT NULL REFERENCES selection(id) ON DELETE CASCADE,
    entry INTEGER NOT NULL REFERENCES entry(id),
    score REAL,
    chosen INTEGER,
    PRIMARY KEY (selection, entry)
) WITHOUT ROWID;
CREATE TABLE answer (
    id INTEGER PRIMARY KEY,
    key TEXT NOT NULL UNIQUE,
    run INTEGER REFERENCES run(id),
    prompt INTEGER NOT NULL REFERENCES prompt(id),
    content INTEGER REFERENCES content(id) ON DELETE SET NULL,
    seed INTEGER,
    finish_reason TEXT NOT NULL,
    prompt_tokens INTEGER NOT NULL,
    output_tokens INTEGER NOT NULL,
    seconds REAL NOT NULL,
    made_at REAL NOT NULL
);
CREATE TABLE pair (
    id INTEGER PRIMARY KEY,
    block INTEGER NOT NULL REFERENCES block(id),
    position INTEGER NOT NULL,
    prompt INTEGER NOT NULL REFERENCES prompt(id),
    arm TEXT NOT NULL,
    seed INTEGER NOT NULL,
    generic_side TEXT NOT NULL,
    asks_about_you INTEGER NOT NULL,
    repeats INTEGER REFERENCES pair(id),
    generic INTEGER REFERENCES answer(id),
    other INTEGER REFERENCES answer(id),
    redraws INTEGER NOT NULL DEFAULT 0,
    dropped TEXT,
    UNIQUE (block, position)
);
CREATE TABLE fact (
    pair INTEGER NOT NULL REFERENCES pair(id),
    position INTEGER NOT NULL,
    attribute INTEGER REFERENCES attribute(id),
    revision INTEGER REFERENCES revision(id),
    stranger TEXT,
    PRIMARY KEY (pair, position)
) WITHOUT ROWID;
CREATE TABLE vote (
    id INTEGER PRIMARY KEY,
    pair INTEGER NOT NULL REFERENCES pair(id),
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    attribute INTEGER REFERENCES attribute(id),
    act TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES vote(id),
    phase TEXT NOT NULL,
    wording TEXT NOT NULL REFERENCES wording(hash),
    key TEXT,
    shown_at REAL,
    decided_at REAL NOT NULL,
    shown_monotonic REAL,
    decided_monotonic REAL,
    active_seconds REAL,
    idle_seconds REAL
);
CREATE INDEX vote_by_pair ON vote (pair);
CREATE TRIGGER vote_is_never_changed BEFORE UPDATE ON vote BEGIN
    SELECT RAISE(ABORT, 'votes are append-only');
END;
CREATE TRIGGER vote_is_never_deleted BEFORE DELETE ON vote BEGIN
    SELECT RAISE(ABORT, 'votes are append-only');
END;
CREATE VIEW standing_vote AS
    SELECT * FROM vote
    WHERE act != 'undo' AND id NOT IN (SELECT undoes FROM vote WHERE undoes IS NOT NULL);
CREATE VIEW effective_vote AS
    SELECT * FROM (
        SELECT standing_vote.*, row_number() OVER (
            PARTITION BY pair, question, attribute ORDER BY phase = 'before' DESC, id DESC
        ) AS rank
        FROM standing_vote
    ) WHERE rank = 1;
CREATE TABLE mention (
    answer INTEGER NOT NULL REFERENCES answer(id),
    pair INTEGER NOT NULL REFERENCES pair(id),
    fact INTEGER NOT NULL,
    start INTEGER NOT NULL,
    end INTEGER NOT NULL,
    detector TEXT NOT NULL,
    detector_version INTEGER NOT NULL,
    PRIMARY KEY (answer, pair, fact, start)
) WITHOUT ROWID;
CREATE TABLE judge_verdict (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES run(id),
    pair INTEGER NOT NULL REFERENCES pair(id),
    model TEXT NOT NULL,
    version INTEGER NOT NULL,
    swapped INTEGER NOT NULL,
    with_attributes INTEGER NOT NULL,
    rating INTEGER NOT NULL,
    expected REAL NOT NULL,
    mass REAL NOT NULL,
    is_generator INTEGER NOT NULL,
    judged_at REAL NOT NULL,
    UNIQUE (pair, model, version, swapped, with_attributes)
);
"""
