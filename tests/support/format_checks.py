"""What must hold of any importer: for the conversations that it makes, and for its counts."""

import accounting
from hypothesis import strategies as st

from selfaudit.core.models.history import (
    Conversation,
    RecordKind,
    Skipped,
)

WORDS = st.sampled_from(["user", "human", "assistant", "text", "a", "b", "\ud800", "\0"])
SCALARS = st.none() | st.booleans() | st.integers() | st.floats() | WORDS | st.text(max_size=5)
NAMES = st.sampled_from(["a", "b", "c", "d", "", "\ud800"])
TIMES = SCALARS | st.datetimes().map(lambda time: time.isoformat())


def any_json(*keys: str) -> st.SearchStrategy[object]:
    """Any JSON value, its objects often with these keys."""
    return st.recursive(
        SCALARS,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.sampled_from(keys) | WORDS, inner, max_size=5)
        ),
        max_leaves=15,
    )


def mostly(good: st.SearchStrategy[object], any: st.SearchStrategy[object]):
    """Well formed five times of six, so that the fuzz gets past the first check."""
    return st.sampled_from([good] * 5 + [any]).flatmap(lambda chosen: chosen)


def assert_sound(found: Conversation | Skipped, records: int | None = None) -> None:
    """What is true of anything that was read; `records` is how many messages must be told of."""
    if isinstance(found, Skipped):
        assert found.reason
        assert found.where
        return
    assert all(skipped.kind is RecordKind.MESSAGE for skipped in found.skipped)
    if records is not None:
        assert len(found.messages) + len(found.skipped) == records
    accounting.assert_sound(found)
