"""What erasing and keeping copies need, as the third migration makes it. It never changes."""

# Deleting a row of `content` looks for every column that may refer to it: each has its index.
KEEPING = """
CREATE TABLE holding (
    message TEXT NOT NULL REFERENCES message(id),
    source INTEGER NOT NULL REFERENCES source(id),
    PRIMARY KEY (message, source)
) WITHOUT ROWID;
INSERT INTO holding SELECT id, source FROM message;
CREATE INDEX holding_by_source ON holding (source);
CREATE TABLE erasure (
    id INTEGER PRIMARY KEY,
    kind TEXT NOT NULL,
    erased_at REAL NOT NULL,
    cleaned INTEGER NOT NULL DEFAULT 0
);
CREATE TABLE backup (
    path TEXT PRIMARY KEY,
    made_at REAL NOT NULL
);
CREATE INDEX conversation_by_title ON conversation (title);
CREATE INDEX conversation_by_source ON conversation (source);
CREATE INDEX message_by_source ON message (source);
CREATE INDEX candidate_by_statement ON candidate (statement);
CREATE INDEX candidate_by_quote ON candidate (quote);
CREATE INDEX revision_by_statement ON revision (statement);
CREATE INDEX judgment_by_content ON judgment (content);
CREATE INDEX prompt_by_content ON prompt (content);
CREATE INDEX answer_by_content ON answer (content);
CREATE INDEX work_by_conversation ON work (conversation);
CREATE INDEX work_message_by_message ON work_message (message);
"""
