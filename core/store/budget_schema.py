"""What a budget of minutes needs, as its migration makes it. It never changes."""

# `budget_conversation` holds every conversation that there was when the budget was set, in the
# order of their lots: the sample is the first `budget.size` of them, and grows along the rest.
BUDGET = """
CREATE TABLE budget (
    id INTEGER PRIMARY KEY,
    set_at REAL NOT NULL,
    minutes REAL NOT NULL,
    cards INTEGER NOT NULL,
    seconds_per_card REAL NOT NULL,
    timed_cards INTEGER NOT NULL,
    judged_before INTEGER NOT NULL,
    wanted_width REAL,
    width REAL NOT NULL,
    seed INTEGER NOT NULL,
    frame_size INTEGER NOT NULL,
    first_size INTEGER NOT NULL,
    size INTEGER NOT NULL,
    read_at REAL,
    lifted_at REAL
);
CREATE TABLE budget_conversation (
    budget INTEGER NOT NULL REFERENCES budget(id),
    position INTEGER NOT NULL,
    conversation TEXT REFERENCES conversation(id),
    PRIMARY KEY (budget, position)
) WITHOUT ROWID;
CREATE INDEX budget_conversation_by_conversation ON budget_conversation (conversation);
CREATE TABLE batch_sample (
    batch INTEGER PRIMARY KEY REFERENCES batch(id),
    budget INTEGER REFERENCES budget(id),
    conversations INTEGER NOT NULL,
    of_conversations INTEGER NOT NULL
);
"""
