"""A study: what its file fixes, joining and leaving it, and what holds while one is joined."""
