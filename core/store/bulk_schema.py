"""What storing many rows at a time needs, as the twelfth migration makes it. It never changes.

Whoever stores a text indexes it: a trigger on a virtual table makes SQLite write out the index
after every row.
"""

BULK = """
DROP TRIGGER content_indexed;
DROP TRIGGER content_indexed_later;
"""
