"""What the verifier says of candidates, as its migration makes it. It never changes."""

# Between 0 and 1; null where no verifier was asked.
VERIFIER = """
ALTER TABLE candidate ADD COLUMN verifier REAL;
"""
