"""Importing: every path through its importers into the store, every record accounted for."""

from collections.abc import Generator, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from selfaudit.core.errors import ExportError
from selfaudit.core.events import (
    ImportDone,
    ImportEvent,
    ImportFailed,
    ImportProgress,
    SourceReport,
)
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.json_access import clean_text
from selfaudit.core.importers.registry import Part, Reading, parts_of
from selfaudit.core.importers.tally import Tally
from selfaudit.core.importers.writing import Writing
from selfaudit.core.models.history import Conversation, RecordKind, Skipped
from selfaudit.core.ports import Clock
from selfaudit.core.store.history import conversation_id
from selfaudit.core.store.store import Store

BATCH_RECORDS = 10_000
"""Conversations and messages to a transaction: a killed import loses at most two of so many."""

BATCH_LENGTH = 8 << 20
"""Characters of text to a transaction; those of two are in memory together."""


def import_paths(
    paths: Iterable[Path], store: Store, clock: Clock, cancel: Event | None = None
) -> Iterator[ImportEvent]:
    """Import each path in turn; ends with ImportDone.

    Whole conversations are stored, many to a transaction; importing the same or a newer export
    again adds only what is new. What `store.left_out` holds is passed over. A path that cannot be
    read, or not to its end, does not hold back the others. Ends soon after `cancel` is set; what
    was read by then is stored. Raises StoreError when the disk fails.
    """
    reports: list[SourceReport] = []
    failures: list[ImportFailed] = []
    stop = cancel or Event()
    for path in paths:
        if stop.is_set():
            break
        name = clean_text(str(path))
        yield ImportProgress(name, 0, 0)
        try:
            with ExportFiles(path) as export:
                for part in parts_of(export, stop):
                    if stop.is_set():
                        break
                    done = yield from _import_part(name, part, store, clock, stop)
                    reports.append(done.report)
                    if done.error is not None:
                        raise done.error
        except ExportError as error:
            if not stop.is_set():
                failures.append(ImportFailed(name, error.title, error.message, error.hint))
                yield failures[-1]
    yield ImportDone(tuple(reports), tuple(failures), stop.is_set())


@dataclass(frozen=True, slots=True)
class _Imported:
    """What a part came to, and why it could not be read to its end, if so."""

    report: SourceReport
    error: ExportError | None


def _import_part(
    path: str, part: Part, store: Store, clock: Clock, cancel: Event
) -> Generator[ImportEvent, None, _Imported]:
    tally = Tally()
    format = part.importer.format
    left_out = store.left_out.ids()
    source = store.history.add_source(path, format, clock.now())
    batch: list[Conversation] = []
    size = length = 0
    reading = Reading(part)
    with Writing(store, source, format) as writing:
        for record in reading.records():
            if cancel.is_set():
                break
            if isinstance(record, Skipped):
                tally.skip(record)
                continue
            if conversation_id(format, record.external_id) in left_out:
                tally.leave_out(record)
                continue
            tally.take(record)
            batch.append(record)
            size += 1 + len(record.messages)
            length += sum([len(message.text) for message in record.messages])
            if size >= BATCH_RECORDS or length >= BATCH_LENGTH:
                for added in writing.put(batch):
                    tally.add(added)
                batch, size, length = [], 0, 0
                yield _progress(path, tally)
        for added in writing.put(batch) + writing.finish():
            tally.add(added)
    yield _progress(path, tally)
    report = SourceReport(
        path=path,
        format=format,
        conversations=tally.counts(RecordKind.CONVERSATION),
        messages=tally.counts(RecordKind.MESSAGE),
        own_words_messages=tally.own_words_messages,
        skipped=dict(tally.skipped.most_common()),
    )
    store.history.finish_source(source, report)
    return _Imported(report, reading.error)


def _progress(path: str, tally: Tally) -> ImportProgress:
    conversations = tally.counts(RecordKind.CONVERSATION).read
    return ImportProgress(path, conversations, tally.counts(RecordKind.MESSAGE).read)
