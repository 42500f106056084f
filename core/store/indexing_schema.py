"""What indexing later needs, as the sixth migration makes it. It never changes.

Text that is not the person's own words may wait: it is stored at once and indexed after.
"""

INDEXING = """
ALTER TABLE content ADD COLUMN waits INTEGER NOT NULL DEFAULT 0;
CREATE INDEX content_waiting ON content (id) WHERE waits;
DROP TRIGGER content_indexed;
DROP TRIGGER content_unindexed;
CREATE TRIGGER content_indexed AFTER INSERT ON content WHEN NOT new.waits BEGIN
    INSERT INTO content_index(rowid, body) VALUES (new.id, new.body);
END;
CREATE TRIGGER content_indexed_later AFTER UPDATE OF waits ON content
WHEN old.waits AND NOT new.waits BEGIN
    INSERT INTO content_index(rowid, body) VALUES (new.id, new.body);
END;
CREATE TRIGGER content_unindexed AFTER DELETE ON content WHEN NOT old.waits BEGIN
    INSERT INTO content_index(content_index, rowid, body) VALUES ('delete', old.id, old.body);
END;
"""
