"""What a package holds, before it is files and after it is read again."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import msgspec

from selfaudit.core.export.fields import Row
from selfaudit.core.export.levels import Level

FORMAT = "selfaudit-package"
FORMAT_VERSION = "1.0.0"
"""Of the layout of files; every table has a schema version of its own."""


class StudyEntry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The study that a package was made in; `sha256` is that of its file."""

    id: str
    version: str
    title: str
    sha256: str


class Manifest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a package says of itself: `package.json`.

    `made_on` is a date (UTC) as YYYY-MM-DD; `tables` gives each table's schema version, `rows` how
    many rows it has. `study` is null outside of a study. An empty package, made to show the schema,
    has `empty` set.
    """

    format: str
    format_version: str
    id: str
    level: Level
    made_on: str
    program_version: str
    consent_hash: str
    tables: dict[str, str]
    rows: dict[str, int]
    empty: bool = False
    study: StudyEntry | None = None


@dataclass(frozen=True, slots=True)
class Contents:
    """A package: its rows by table as they leave, the consent's text, the report's numbers.

    `report` is what `figures.figures_of` makes of a report over the rows alone.
    """

    manifest: Manifest
    rows: Mapping[str, Sequence[Row]]
    consent_text: str
    report: Mapping[str, object]
