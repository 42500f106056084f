"""A file of JSON lines as a stream of its records, one in memory at a time."""

import io
from codecs import BOM_UTF8
from collections.abc import Iterator

from selfaudit.core.errors import ExportError
from selfaudit.core.importers import json_records as bounds
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_records import (
    ENDS_EARLY,
    NOT_JSON,
    TOO_LARGE,
    UNREADABLE,
    Broken,
    json_records,
)

NOT_JSON_LINE = "line is not valid JSON"


def line_records(export: ExportFiles, member: Member) -> Iterator[object]:
    """Yield the JSON value of each line that is not blank, a `Broken` for one that has none.

    The bounds are those of `json_records`. A damaged line costs nothing but itself.
    """
    try:
        with export.open(member) as stream:
            while line := stream.readline(bounds.MAX_LENGTH):
                if len(line) >= bounds.MAX_LENGTH and not line.endswith(b"\n"):
                    while line and not line.endswith(b"\n"):
                        line = stream.readline(bounds.CHUNK)
                    yield Broken(TOO_LARGE)
                elif text := line.removeprefix(BOM_UTF8).strip():
                    yield _value(text)
    except ExportError:
        yield Broken(UNREADABLE)


def begins_as_object(export: ExportFiles, member: Member) -> bool:
    """Tell whether a file's first character is the one that opens a JSON object."""
    try:
        return export.head(member).removeprefix(BOM_UTF8).lstrip()[:1] == b"{"
    except ExportError:
        return False


def _value(line: bytes) -> object:
    values = list(json_records(io.BytesIO(b"[" + line + b"]"), ()))
    last = values[-1] if values else None
    if isinstance(last, Broken) and last.reason in (NOT_JSON, ENDS_EARLY):
        return Broken(NOT_JSON_LINE)
    return values[0] if len(values) == 1 else Broken(NOT_JSON_LINE)
