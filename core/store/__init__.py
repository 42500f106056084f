"""One SQLite file that holds everything, and typed access to it."""
