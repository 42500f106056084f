"""What every importer of an export format offers."""

from collections.abc import Iterator
from typing import Protocol

from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.models.history import Conversation, Skipped


class Importer(Protocol):
    """One export format. Stateless: the same importer reads any number of exports."""

    @property
    def format(self) -> str:
        """The format's short name, as it is stored with an import ("chatgpt")."""

    @property
    def experimental(self) -> bool:
        """Whether it was written from descriptions alone, no real file having been read with it."""

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether a file is of this format, by its structure and never by its name."""

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield every conversation, and a `Skipped` for each that could not be read.

        Same export, same order. Holds one conversation in memory at a time. What is damaged
        inside the export is skipped with a reason; nothing is raised for it.
        """
