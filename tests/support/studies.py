"""Studies' files for tests."""

from builders import PinnedClock

from selfaudit.core.store.store import Store
from selfaudit.core.study.joining import join
from selfaudit.core.study.study import Study
from selfaudit.core.study.study_file import parse_study

HEAD = """
[study]
id = "made-up"
version = "1"
title = "A made-up study"
"""

CONSENT = """
[consent]
version = "2"
study = "A made-up study"
responsible = "Dr Ada Example"
contact = "study@example.org"
kept = "Until the end of 2030."
"""


def parsed(more: str = "") -> Study:
    """The study of a file with a head and more."""
    return parse_study((HEAD + more).encode(), "“study.toml”")


def joined(store: Store, more: str = "", clock: PinnedClock | None = None) -> Study:
    """Join such a study; return it."""
    study = parsed(more)
    join(store, clock or PinnedClock(), study, HEAD + more)
    return study
