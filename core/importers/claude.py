"""Claude.ai's data export, in every layout that it is known to have had."""

from collections.abc import Iterator

from selfaudit.core.importers.claude_records import is_record, parse_record
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_records import Broken, member_records
from selfaudit.core.importers.sources import Probe, probe, sources
from selfaudit.core.models.history import Conversation, RecordKind, Skipped


class ClaudeImporter:
    """Conversations with `chat_messages`, design chats, projects, and memories."""

    format = "claude"
    label = "Claude.ai data export (the zip, its folder, or a JSON file from it)"
    experimental = False

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds a record that only Claude.ai's exports have."""
        return _probe(export, member).held

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield a conversation for each chat, each project and each account's memories."""
        for source in sources(export, lambda member: _probe(export, member)):
            if isinstance(source, Skipped):
                yield source
                continue
            for number, record in enumerate(member_records(export, source, ()), start=1):
                where = f"{source.name}, conversation {number}"
                if isinstance(record, Broken):
                    yield Skipped(RecordKind.CONVERSATION, record.reason, where)
                else:
                    yield parse_record(record, where)


def _probe(export: ExportFiles, member: Member) -> Probe:
    return probe(member_records(export, member, ()), is_record)
