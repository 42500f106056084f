"""Which files of an export hold what an importer reads."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_records import GOES_ON, Broken
from selfaudit.core.models.history import Conversation, RecordKind, Skipped

UNREADABLE_ZIP = "zip inside the export could not be opened"
UNREADABLE_FOLDER = "folder inside the export may not be read"

PROBED_RECORDS = 100
"""Records of a file that are looked at to tell whether it holds conversations."""

_JSON_NAMES = (".json", ".jsonl", ".ndjson")


@dataclass(frozen=True, slots=True)
class Probe:
    """What the first records of a file show: whether it is held, else what is broken in it."""

    held: bool
    broken: str = ""


def probe(records: Iterable[object], wanted: Callable[[object], bool]) -> Probe:
    """Look for a wanted record among the first of a file."""
    broken = ""
    for record in islice(records, PROBED_RECORDS):
        if isinstance(record, Broken):
            broken = broken or record.reason
        elif wanted(record):
            return Probe(held=True)
    return Probe(held=False, broken=broken)


def sources(export: ExportFiles, look: Callable[[Member], Probe]) -> Iterator[Member | Skipped]:
    """The files to read, by name, and a `Skipped` for each that may be one and is broken."""
    yield from unreadable_zips(export)
    for member in export.members:
        found = look(member)
        if found.held:
            yield member
        else:
            yield from broken_file(member, found.broken)


def read_records(
    export: ExportFiles,
    look: Callable[[Member], Probe],
    records: Callable[[ExportFiles, Member], Iterator[object]],
    parse: Callable[[object, str], Conversation | Skipped],
) -> Iterator[Conversation | Skipped]:
    """What each record of the files to read is parsed to, a `Skipped` for each that is broken."""
    for source in sources(export, look):
        if isinstance(source, Skipped):
            yield source
            continue
        for number, record in enumerate(records(export, source), start=1):
            where = f"{source.name}, conversation {number}"
            if isinstance(record, Broken):
                yield Skipped(RecordKind.CONVERSATION, record.reason, where)
            else:
                yield parse(record, where)


def unreadable_zips(export: ExportFiles) -> Iterator[Skipped]:
    """A `Skipped` for each zip, or folder, inside the export that could not be opened."""
    for name in export.unreadable:
        reason = UNREADABLE_FOLDER if name.endswith("/") else UNREADABLE_ZIP
        yield Skipped(RecordKind.CONVERSATION, reason, name)


def broken_file(member: Member, broken: str) -> Iterator[Skipped]:
    """A `Skipped` for a file that says by its name that it is JSON, and cannot be read.

    Lines of JSON that are of no format are whole, and go on after the first.
    """
    if broken not in ("", GOES_ON) and member.name.lower().endswith(_JSON_NAMES):
        yield Skipped(RecordKind.CONVERSATION, broken, member.name)
