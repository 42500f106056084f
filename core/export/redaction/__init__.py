"""Taking out of a text what names a person or leads to them, and putting pseudonyms in its place."""
