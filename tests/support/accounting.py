"""Imports of which every record is accounted for."""

import itertools

from builders import PinnedClock, open_store

from selfaudit.core.events import ImportDone, SourceReport
from selfaudit.core.importers.importing import import_paths
from selfaudit.core.models.history import OWN_WORDS, Conversation, Role


def imported(store, *paths) -> tuple[SourceReport, ...]:
    """Import the paths and assert for each that read = stored + known + skipped."""
    *_, done = import_paths(paths, store, PinnedClock())
    assert isinstance(done, ImportDone)
    assert done.failed == ()
    for source in done.sources:
        for counts in (source.conversations, source.messages):
            assert counts.read == counts.stored + counts.known + counts.skipped
        skipped = source.conversations.skipped + source.messages.skipped
        assert skipped == sum(source.skipped.values())
    return done.sources


def imported_twice(folder, path) -> SourceReport:
    """Import a path twice into a new store: the second time all that was stored is known."""
    first, second = imported(open_store(folder), path, path)
    assert second.conversations.stored == second.messages.stored == 0
    for before, after in (
        (first.conversations, second.conversations),
        (first.messages, second.messages),
    ):
        assert before.read == after.read
        assert before.stored + before.known == after.known
    assert first.skipped == second.skipped
    return first


def assert_sound(found: Conversation) -> None:
    """Assert what holds for any conversation that an importer made, whatever it read."""
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
        texts = (message.text, message.external_id, message.model or "", found.title)
        for text in (*texts, found.external_id):
            text.encode()  # lone surrogates would raise
            assert "\0" not in text


def origins(message):
    """The texts of a message's segments with their origins."""
    return [(message.text[s.start : s.end].strip(), s.origin) for s in message.segments]


def only(found) -> Conversation:
    """The one conversation that was found."""
    (conversation,) = found
    assert isinstance(conversation, Conversation)
    return conversation


def texts(conversation, *, active=True):
    """The texts of the active messages, or of all."""
    return [m.text for m in conversation.messages if m.active or not active]
