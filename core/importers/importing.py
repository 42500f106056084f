"""Importing: every path through its importer into the store, every record accounted for."""

from collections import Counter
from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path

from selfaudit.core.errors import ExportError
from selfaudit.core.events import (
    Counts,
    ImportDone,
    ImportEvent,
    ImportFailed,
    ImportProgress,
    SourceReport,
)
from selfaudit.core.importers.json_access import clean_text
from selfaudit.core.importers.registry import open_export, other_formats
from selfaudit.core.models.history import OWN_WORDS, Conversation, RecordKind, Role, Skipped
from selfaudit.core.ports import Clock
from selfaudit.core.store.history import Added
from selfaudit.core.store.store import Store

BATCH_MESSAGES = 2000
"""Messages to a transaction: a killed import loses at most so many, and none by half."""


@dataclass(slots=True)
class _Tally:
    """What one source came to so far."""

    stored: Counter[str] = field(default_factory=Counter)
    known: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    skipped_kinds: Counter[RecordKind] = field(default_factory=Counter)
    own_words: dict[str, tuple[float, int]] = field(default_factory=dict)

    def read(self, conversation: Conversation) -> None:
        """Count what is told by the conversation itself; of several copies the newest counts."""
        for skipped in conversation.skipped:
            self.skip(skipped)
        key = conversation.external_id
        copy = (conversation.updated_at or 0.0, _own_words_messages(conversation))
        self.own_words[key] = max(copy, self.own_words.get(key, copy))

    def skip(self, record: Skipped) -> None:
        self.skipped[record.reason] += 1
        self.skipped_kinds[record.kind] += 1

    def add(self, added: Added) -> None:
        for kind, counts in (
            (RecordKind.CONVERSATION, added.conversations),
            (RecordKind.MESSAGE, added.messages),
        ):
            self.stored[kind] += counts.stored
            self.known[kind] += counts.known

    def counts(self, kind: RecordKind) -> Counts:
        stored, known, skipped = self.stored[kind], self.known[kind], self.skipped_kinds[kind]
        return Counts(stored + known + skipped, stored, known, skipped)


def import_paths(paths: Iterable[Path], store: Store, clock: Clock) -> Iterator[ImportEvent]:
    """Import each path in turn; ends with ImportDone.

    Whole conversations are stored, many to a transaction; importing the same or a newer export
    again adds only what is new. A path that cannot be read does not hold back the others.
    Raises StoreError when the disk fails.
    """
    reports: list[SourceReport] = []
    failures: list[ImportFailed] = []
    for path in paths:
        name = clean_text(str(path))
        yield ImportProgress(name, 0, 0)
        try:
            report = yield from _import_one(path, store, clock)
        except ExportError as error:
            failures.append(ImportFailed(name, error.title, error.message, error.hint))
            yield failures[-1]
        else:
            reports.append(report)
    yield ImportDone(tuple(reports), tuple(failures))


def _import_one(
    path: Path, store: Store, clock: Clock
) -> Generator[ImportEvent, None, SourceReport]:
    tally = _Tally()
    importer, export = open_export(path)
    with export:
        source = store.history.add_source(clean_text(str(path)), importer.format, clock.now())
        batch: list[Conversation] = []
        messages = 0
        for record in chain(importer.read(export), other_formats(importer, export)):
            if isinstance(record, Skipped):
                tally.skip(record)
                continue
            tally.read(record)
            batch.append(record)
            messages += len(record.messages)
            if messages >= BATCH_MESSAGES:
                tally.add(store.history.add(source, importer.format, batch))
                batch, messages = [], 0
                yield _progress(path, tally)
        tally.add(store.history.add(source, importer.format, batch))
        yield _progress(path, tally)
        report = SourceReport(
            path=clean_text(str(path)),
            format=importer.format,
            conversations=tally.counts(RecordKind.CONVERSATION),
            messages=tally.counts(RecordKind.MESSAGE),
            own_words_messages=sum(count for _, count in tally.own_words.values()),
            skipped=dict(tally.skipped.most_common()),
        )
        store.history.finish_source(source, report)
    return report


def _progress(path: Path, tally: _Tally) -> ImportProgress:
    conversations = tally.counts(RecordKind.CONVERSATION).read
    return ImportProgress(
        clean_text(str(path)), conversations, tally.counts(RecordKind.MESSAGE).read
    )


def _own_words_messages(conversation: Conversation) -> int:
    return sum(
        message.active
        and message.role is Role.USER
        and any(segment.origin in OWN_WORDS for segment in message.segments)
        for message in conversation.messages
    )
