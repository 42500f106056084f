"""The labelled package: what leaves, on the person's terms, and how it is read again."""
