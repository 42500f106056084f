"""What joining a study needs, as its migration makes it. It never changes."""

# A study's text is the study's, and nobody's: it is kept as it was joined, whatever is erased.
# `joined_after` and `left_after` are the newest ids of the tables that acts are stored in, as JSON:
# a clock may be set back, and ids only grow.
STUDIES = """
CREATE TABLE study (
    id INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL,
    name TEXT NOT NULL,
    version TEXT NOT NULL,
    title TEXT NOT NULL,
    text TEXT NOT NULL,
    joined_at REAL NOT NULL,
    joined_after TEXT NOT NULL,
    left_at REAL,
    left_after TEXT
);
CREATE UNIQUE INDEX study_one_joined ON study (left_at IS NULL) WHERE left_at IS NULL;
"""
