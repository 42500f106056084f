"""What exporting needs, as the fourth migration makes it. It never changes."""

# A package's secret makes its ids; with its cut and its choices, the same bytes can be made again.
PACKAGES = """
CREATE TABLE package (
    id TEXT PRIMARY KEY,
    secret BLOB NOT NULL,
    level TEXT NOT NULL,
    begun_at REAL NOT NULL,
    made_at REAL,
    cut TEXT,
    flow TEXT,
    consent TEXT,
    consent_text TEXT,
    withdrawal_code TEXT,
    program_version TEXT,
    digest TEXT
);
CREATE UNIQUE INDEX package_one_draft ON package (made_at IS NULL) WHERE made_at IS NULL;
CREATE TRIGGER package_is_never_changed BEFORE UPDATE ON package WHEN old.made_at IS NOT NULL
BEGIN
    SELECT RAISE(ABORT, 'a package stays as it was made');
END;
CREATE TABLE withholding (
    id INTEGER PRIMARY KEY,
    package TEXT NOT NULL REFERENCES package(id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    row_table TEXT NOT NULL,
    value TEXT NOT NULL,
    word INTEGER REFERENCES content(id) ON DELETE SET NULL,
    decision TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_at REAL NOT NULL
);
CREATE INDEX withholding_by_package ON withholding (package);
CREATE INDEX withholding_by_word ON withholding (word);
CREATE TABLE listed_name (
    id INTEGER PRIMARY KEY,
    package TEXT NOT NULL REFERENCES package(id) ON DELETE CASCADE,
    name INTEGER REFERENCES content(id) ON DELETE SET NULL,
    kind TEXT NOT NULL
);
CREATE INDEX listed_name_by_package ON listed_name (package);
CREATE INDEX listed_name_by_name ON listed_name (name);
CREATE TABLE kept_redaction (
    package TEXT NOT NULL REFERENCES package(id) ON DELETE CASCADE,
    key TEXT NOT NULL,
    PRIMARY KEY (package, key)
) WITHOUT ROWID;
"""
