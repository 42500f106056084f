"""What vendors believe about the person, as its migration makes it. It never changes."""

# A belief has no text of its own: its words are those of its message, from `start` to `end`.
BELIEFS = """
CREATE TABLE belief (
    item INTEGER PRIMARY KEY REFERENCES item(id),
    kind TEXT NOT NULL,
    vendor TEXT NOT NULL,
    start INTEGER,
    end INTEGER,
    noted_at REAL
);
CREATE INDEX segment_by_vendor ON segment (origin)
    WHERE origin IN ('vendor_memory', 'custom_instruction');
"""
