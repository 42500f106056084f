"""Which formats are known, and which of them an export is in."""

from collections.abc import Iterator
from pathlib import Path

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.aistudio import AIStudioImporter
from selfaudit.core.importers.base import Importer
from selfaudit.core.importers.chatbot_ui import ChatbotUIImporter
from selfaudit.core.importers.chatgpt import ChatGPTImporter
from selfaudit.core.importers.claude import ClaudeImporter
from selfaudit.core.importers.copilot import CopilotImporter
from selfaudit.core.importers.deepseek import DeepSeekImporter
from selfaudit.core.importers.files import ExportFiles
from selfaudit.core.importers.gemini import GeminiHtmlImporter, GeminiImporter
from selfaudit.core.importers.grok import GrokImporter
from selfaudit.core.importers.jan import JanImporter
from selfaudit.core.importers.json_access import clean_text
from selfaudit.core.importers.json_records import Broken, looks_like_utf16, member_records
from selfaudit.core.importers.librechat import LibreChatImporter
from selfaudit.core.importers.llm import LlmImporter
from selfaudit.core.importers.lm_studio import LMStudioImporter
from selfaudit.core.importers.mistral import MistralImporter
from selfaudit.core.importers.names import format_name
from selfaudit.core.importers.open_webui import OpenWebUIImporter
from selfaudit.core.importers.openai_messages import OpenAIMessagesImporter
from selfaudit.core.importers.oterm import OtermImporter
from selfaudit.core.importers.perplexity import PerplexityImporter
from selfaudit.core.importers.sharegpt import ShareGPTImporter
from selfaudit.core.importers.sqlite_files import damage
from selfaudit.core.models.history import RecordKind, Skipped

IMPORTERS: tuple[Importer, ...] = (
    ChatGPTImporter(),
    GrokImporter(),
    ClaudeImporter(),
    DeepSeekImporter(),
    MistralImporter(),
    PerplexityImporter(),
    ShareGPTImporter(),
    OpenWebUIImporter(),
    LibreChatImporter(),
    ChatbotUIImporter(),
    LMStudioImporter(),
    JanImporter(),
    OtermImporter(),
    LlmImporter(),
    GeminiImporter(),
    GeminiHtmlImporter(),
    AIStudioImporter(),
    CopilotImporter(),
    OpenAIMessagesImporter(),
)
"""Every importer, in the order in which they are asked.

The vendors come first: a file of messages that was uploaded to a chat and lies in the vendor's
export is not a chat of the person's. Grok comes early: its export is one object, in which it looks
for its records, while most others take the object for a record and go through all of it.
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
    names = {
        format_name(one.format) + (" (experimental)" if one.experimental else ""): None
        for one in IMPORTERS
    }
    supported = ", ".join(names)
    return ExportError(
        f"{clean_text(export.path.name)} is in no format that selfaudit knows."
        + (_damage(export) or ""),
        hint=f"Supported: {supported}.",
    )


def _damage(export: ExportFiles) -> str | None:
    """A sentence on the first member of a known kind that cannot be read, if there is one."""
    for name in export.unreadable:
        return f" {name} inside it could not be opened."
    for member in export.members:
        try:
            head = export.head(member)
        except ExportError as error:
            return f" {error.message}"
        if looks_like_utf16(head):
            return f" {member.name} is text in UTF-16; selfaudit reads UTF-8."
        if reason := damage(export, member):
            return f" {member.name} could not be read: {reason}."
        first = next(member_records(export, member, ()), None)
        if isinstance(first, Broken):
            return f" {member.name} could not be read: {first.reason}."
    return None
