"""What stage one asks beside its questions on attributes, as the fifth migration makes it.

It never changes.
"""

# An item is anything that is asked about and is no attribute's own card: a check, a candidate that
# was held back, an attribute that is asked again, a message, a set that is guessed about. What is
# said of it never touches the judgments of attributes.
PROTOCOL = """
CREATE TABLE asking (
    batch INTEGER NOT NULL REFERENCES batch(id),
    position INTEGER NOT NULL,
    folded INTEGER NOT NULL,
    support TEXT NOT NULL,
    lasting INTEGER NOT NULL,
    PRIMARY KEY (batch, position)
) WITHOUT ROWID;
CREATE TABLE sample (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    seed INTEGER NOT NULL,
    frame_size INTEGER NOT NULL,
    drawn_at REAL NOT NULL
);
CREATE TABLE item (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    batch INTEGER REFERENCES batch(id),
    sample INTEGER REFERENCES sample(id),
    position INTEGER NOT NULL,
    order_index INTEGER,
    bundled TEXT,
    candidate INTEGER REFERENCES candidate(id),
    message TEXT REFERENCES message(id),
    attribute INTEGER REFERENCES attribute(id),
    revision INTEGER REFERENCES revision(id),
    inclusion_probability REAL,
    seed INTEGER,
    made_at REAL NOT NULL
);
CREATE INDEX item_by_batch ON item (batch, position);
CREATE INDEX item_by_candidate ON item (candidate);
CREATE INDEX item_by_message ON item (message);
CREATE INDEX item_by_attribute ON item (attribute);
CREATE TABLE response (
    id INTEGER PRIMARY KEY,
    item INTEGER NOT NULL REFERENCES item(id),
    question TEXT NOT NULL,
    answer TEXT NOT NULL,
    content INTEGER REFERENCES content(id) ON DELETE SET NULL,
    act TEXT NOT NULL,
    undoes INTEGER UNIQUE REFERENCES response(id),
    phase TEXT NOT NULL,
    wording TEXT NOT NULL REFERENCES wording(hash),
    opinion_seen TEXT NOT NULL,
    after_judgment INTEGER NOT NULL,
    key TEXT,
    shown_at REAL,
    decided_at REAL NOT NULL,
    shown_monotonic REAL,
    decided_monotonic REAL,
    active_seconds REAL,
    idle_seconds REAL
);
CREATE INDEX response_by_item ON response (item);
CREATE INDEX response_by_content ON response (content);
CREATE TRIGGER response_is_never_changed BEFORE UPDATE ON response
WHEN new.content IS NOT NULL
    OR (new.id, new.item, new.question, new.answer, new.act, new.undoes, new.phase, new.wording,
        new.opinion_seen, new.after_judgment, new.key, new.shown_at, new.decided_at,
        new.shown_monotonic, new.decided_monotonic, new.active_seconds, new.idle_seconds)
    IS NOT
       (old.id, old.item, old.question, old.answer, old.act, old.undoes, old.phase, old.wording,
        old.opinion_seen, old.after_judgment, old.key, old.shown_at, old.decided_at,
        old.shown_monotonic, old.decided_monotonic, old.active_seconds, old.idle_seconds)
BEGIN
    SELECT RAISE(ABORT, 'responses are append-only');
END;
CREATE TRIGGER response_is_never_deleted BEFORE DELETE ON response BEGIN
    SELECT RAISE(ABORT, 'responses are append-only');
END;
CREATE VIEW standing_response AS
    SELECT * FROM response
    WHERE act != 'undo' AND id NOT IN (SELECT undoes FROM response WHERE undoes IS NOT NULL);
DROP VIEW current_revision;
DROP VIEW queue_judgment;
DROP VIEW effective_judgment;
DROP VIEW standing_judgment;
CREATE VIEW standing_judgment AS
    SELECT *, phase = 'before'
        AND question IN ('true', 'why', 'remember', 'support', 'lasting') AS blind FROM judgment
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
            PARTITION BY attribute, question, revision,
                CASE question WHEN 'skip' THEN answer END
            ORDER BY blind DESC, id DESC
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
