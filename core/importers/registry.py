"""Which formats are known, and which of them an export is in."""

from pathlib import Path

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.base import Importer
from selfaudit.core.importers.chatgpt import ChatGPTImporter
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.json_access import clean_text
from selfaudit.core.importers.json_records import Broken, looks_like_utf16, member_records

IMPORTERS: tuple[Importer, ...] = (ChatGPTImporter(),)
"""Every importer, in the order in which they are asked."""


def open_export(path: Path) -> tuple[Importer, ExportFiles]:
    """Open an export and find the importer for it; the caller closes the files.

    Raises `ExportError` where the path cannot be read or no importer recognises it.
    """
    export = ExportFiles(path)
    try:
        for importer in IMPORTERS:
            if importer.detect(export):
                return importer, export
        raise _unrecognised(export)
    except BaseException:
        export.close()
        raise


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
