"""Stage two: which attributes should matter to the answer to a prompt."""
