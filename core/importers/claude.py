"""Claude.ai's data export, in every layout that it is known to have had."""

from collections.abc import Iterator

from selfaudit.core.importers.claude_records import is_record, parse_record
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_records import member_records
from selfaudit.core.importers.sources import Probe, probe, read_records
from selfaudit.core.models.history import Conversation, Skipped


class ClaudeImporter:
    """Conversations with `chat_messages`, design chats, projects, and memories."""

    format = "claude"
    experimental = False

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds a record that only Claude.ai's exports have."""
        return _probe(export, member).held

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield a conversation for each chat, each project and each account's memories."""
        return read_records(export, lambda member: _probe(export, member), _records, parse_record)


def _records(export: ExportFiles, member: Member) -> Iterator[object]:
    return member_records(export, member, ())


def _probe(export: ExportFiles, member: Member) -> Probe:
    return probe(_records(export, member), is_record)
