"""What is wrong with a package: where, and in a sentence that quotes none of it."""

from enum import StrEnum

import msgspec


class FindingKind(StrEnum):
    """What was looked at when something was found."""

    FILES = "files"
    """A file that is missing, foreign, too large, or no file."""
    CHECKSUM = "checksum"
    MANIFEST = "manifest"
    """What the package says of itself: format, versions, counts."""
    SCHEMA = "schema"
    """A row that is not as its table's schema has it."""
    KEY = "key"
    """Two rows that should be one."""
    REFERENCE = "reference"
    PARQUET = "parquet"
    """A table that is not the same as JSON Lines and as Parquet."""
    LEVEL = "level"
    """Something that a package of this level does not hold."""
    CONSENT = "consent"
    DESCRIPTION = "description"
    """A schema, codebook, card or citation that does not describe these rows."""
    REPORT = "report"
    """A number of the report that does not follow from the rows."""


class Finding(msgspec.Struct, frozen=True):
    """One thing that is wrong. `line` is that of the file, from 1; null for the whole file."""

    kind: FindingKind
    file: str
    line: int | None
    sentence: str

    @property
    def place(self) -> str:
        """The file, with the line if it is about one."""
        return self.file if self.line is None else f"{self.file}, line {self.line}"
