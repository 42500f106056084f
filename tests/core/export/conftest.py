"""A person with enough of everything, and a way to give some of it."""

import pytest
from builders import PinnedClock, open_store
from simulated import rich

from selfaudit.core.export.drafting import Drafting


@pytest.fixture
def clock():
    return PinnedClock()


@pytest.fixture
def store(tmp_path):
    opened = open_store(tmp_path)
    yield opened
    opened.close()


@pytest.fixture
def person(store):
    return rich(store)


@pytest.fixture
def drafting(store, person, clock):
    return Drafting(store, clock)
