"""What asking marks and votes again takes, as the sixth migration makes it. It never changes."""

# A block of the stages `relevance_again` and `comparison_again` holds what is asked again: its
# entries and pairs name those of an earlier block in `repeats`.
AGAIN = """
ALTER TABLE entry ADD COLUMN repeats INTEGER REFERENCES entry(id);
ALTER TABLE pair ADD COLUMN inclusion_probability REAL;
"""
