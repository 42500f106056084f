"""What holds for every test."""

from hypothesis import settings

# No test asserts a time: on a busy machine a single example may take long.
settings.register_profile("without_deadline", deadline=None)
settings.load_profile("without_deadline")
