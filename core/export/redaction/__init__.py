"""Taking out of a text what names a person or leads to them; pseudonyms go in its place."""
