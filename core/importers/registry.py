"""Which formats are known, and which of them an export is in."""

from collections.abc import Iterator
from pathlib import Path

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.base import Importer
from selfaudit.core.importers.chatgpt import ChatGPTImporter
from selfaudit.core.importers.claude import ClaudeImporter
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.json_access import clean_text
from selfaudit.core.importers.json_records import Broken, looks_like_utf16, member_records
from selfaudit.core.importers.memory_text import MemoryTextImporter
from selfaudit.core.importers.openai_messages import OpenAIMessagesImporter
from selfaudit.core.models.history import RecordKind, Skipped

IMPORTERS: tuple[Importer, ...] = (
    ChatGPTImporter(),
    ClaudeImporter(),
    OpenAIMessagesImporter(),
    MemoryTextImporter(),
)
"""Every importer, in the order in which they are asked.

The vendors come first: a file of messages that was uploaded to a chat and lies in the vendor's
export is not a chat of the person's.
"""

OTHER_FORMAT = "file of another format than the rest"


def open_export(path: Path) -> tuple[Importer, ExportFiles]:
    """Open an export and find the importer for it; the caller closes the files.

    Raises `ExportError` where the path cannot be read or no importer recognises it.
    """
    export = ExportFiles(path)
    try:
        for importer in IMPORTERS:
            if any(importer.holds(export, member) for member in export.members):
                return importer, export
        raise _unrecognised(export)
    except BaseException:
        export.close()
        raise


def other_formats(importer: Importer, export: ExportFiles) -> Iterator[Skipped]:
    """A `Skipped` for each file of the export that only another importer would read."""
    others = [other for other in IMPORTERS if other is not importer]
    for member in export.members:
        if importer.holds(export, member):
            continue
        if any(other.holds(export, member) for other in others):
            yield Skipped(RecordKind.CONVERSATION, OTHER_FORMAT, member.name)


def _unrecognised(export: ExportFiles) -> ExportError:
    supported = "; ".join(importer.label for importer in IMPORTERS)
    return ExportError(
        f"{clean_text(export.path.name)} is in no format that selfaudit knows."
        + (_damage(export) or ""),
        hint=f"Supported: {supported}.",
    )


def _damage(export: ExportFiles) -> str | None:
    """A sentence on the first member that holds JSON but cannot be read, if there is one."""
    for name in export.unreadable:
        return f" {name} inside it could not be opened."
    for member in export.members:
        try:
            head = export.head(member)
        except ExportError as error:
            return f" {error.message}"
        if looks_like_utf16(head):
            return f" {member.name} is text in UTF-16; selfaudit reads UTF-8."
        first = next(member_records(export, member, ()), None)
        if isinstance(first, Broken):
            return f" {member.name} could not be read: {first.reason}."
    return None
