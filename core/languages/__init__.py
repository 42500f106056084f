"""Which languages a history is in, found on this machine, and whether a model serves them."""
