"""Reading exports whose files are JSON records, each of which is a conversation."""

from collections.abc import Callable, Collection, Iterator

from selfaudit.core.importers import sources
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_records import member_records
from selfaudit.core.importers.sources import Probe, probe
from selfaudit.core.models.history import Conversation, Skipped


def holds_record(
    export: ExportFiles,
    member: Member,
    wanted: Callable[[object], bool],
    wrappers: Collection[str] = (),
) -> bool:
    """Tell whether one of the first records of a file is wanted."""
    return _probe(export, member, wanted, wrappers).held


def read_records(
    export: ExportFiles,
    wanted: Callable[[object], bool],
    parse: Callable[[object, str], Conversation | Skipped],
    wrappers: Collection[str] = (),
) -> Iterator[Conversation | Skipped]:
    """Yield what `parse` makes of each record, in the files that hold a wanted one, by name.

    `parse` gets the record and words that name it for a person. `wrappers` are those of
    `json_records`.
    """
    yield from sources.read_records(
        export,
        lambda member: _probe(export, member, wanted, wrappers),
        lambda export, member: member_records(export, member, wrappers),
        parse,
    )


def _probe(
    export: ExportFiles,
    member: Member,
    wanted: Callable[[object], bool],
    wrappers: Collection[str],
) -> Probe:
    return probe(member_records(export, member, wrappers), wanted)
