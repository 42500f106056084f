"""What must hold of any importer: for the conversations that it makes, and for its counts."""

import itertools
from pathlib import Path

from builders import PinnedClock, open_store
from hypothesis import strategies as st

from selfaudit.core.events import SourceReport
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.models.history import (
    OWN_WORDS,
    Conversation,
    Message,
    Origin,
    RecordKind,
    Role,
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


def origins(message: Message) -> list[tuple[str, Origin]]:
    """The segments of a message, each with its text."""
    return [(message.text[s.start : s.end].strip(), s.origin) for s in message.segments]


def assert_sound(found: Conversation | Skipped, records: int | None = None) -> None:
    """What is true of anything that was read; `records` is how many messages must be told of."""
    if isinstance(found, Skipped):
        assert found.kind is RecordKind.CONVERSATION
        return
    assert isinstance(found, Conversation)
    assert all(skipped.kind is RecordKind.MESSAGE for skipped in found.skipped)
    if records is not None:
        assert len(found.messages) + len(found.skipped) == records
    ids = [message.external_id for message in found.messages]
    assert len(set(ids)) == len(ids)
    assert found.external_id
    for place, message in enumerate(found.messages):
        assert message.text.strip()
        assert message.parent_id is None or message.parent_id in ids[:place]
        assert message.segments[0].start == 0
        assert message.segments[-1].end == len(message.text)
        assert all(a.end == b.start for a, b in itertools.pairwise(message.segments))
        if message.role is not Role.USER:
            assert all(segment.origin not in OWN_WORDS for segment in message.segments)
        for text in (message.text, message.external_id, found.title, found.external_id):
            text.encode()  # lone surrogates would raise
            assert "\0" not in text


def import_twice(path: Path, home: Path) -> tuple[SourceReport, SourceReport]:
    """Import a path two times into one store, and check that every record is accounted for."""
    home.mkdir(parents=True, exist_ok=True)
    store = open_store(home)
    *_, done = import_paths([path, path], store, PinnedClock())
    assert not done.failed
    first, second = done.sources
    for source in (first, second):
        for counts in (source.conversations, source.messages):
            assert counts.read == counts.stored + counts.known + counts.skipped
        skipped = source.conversations.skipped + source.messages.skipped
        assert skipped == sum(source.skipped.values())
    assert (second.conversations.stored, second.messages.stored) == (0, 0)
    assert second.skipped == first.skipped
    assert second.messages.read == first.messages.read
    assert store.history.counts() == {
        "conversations": first.conversations.stored,
        "messages": first.messages.stored,
        "own_words_messages": first.own_words_messages,
    }
    return first, second
