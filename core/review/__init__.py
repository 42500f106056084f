"""Stage one: the person judges each attribute, card by card."""
