"""From the store to rows: everything that could leave, under the ids of the store."""
