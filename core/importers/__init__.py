"""Reading chat exports: files in, a stream of conversations and of counted skips out."""
