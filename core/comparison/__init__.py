"""Stage three: whether an answer that knows the person serves them better."""
