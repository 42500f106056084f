import pytest
from builders import PinnedClock, open_store

from selfaudit.core.report.report import make_report


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def page(store):
    """One page of the report on the store, by name."""

    def of(name):
        (made,) = make_report(store, PinnedClock(), [name]).pages
        return made

    return of
