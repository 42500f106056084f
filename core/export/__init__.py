"""Giving away, on the person's terms, what they decide to give."""
