"""What leaving conversations out of imports needs, as a migration makes it. It never changes."""

# Under the id that a conversation is stored by, which is a hash: no text of it stays.
LEFT_OUT = """
CREATE TABLE left_out (
    conversation TEXT PRIMARY KEY,
    left_at REAL NOT NULL
) WITHOUT ROWID;
"""
