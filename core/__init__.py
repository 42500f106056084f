"""The audit itself: pure where it can be, and ignorant of interface and engine."""
