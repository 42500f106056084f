"""Which formats are known, and which of them the files of an export are in."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from threading import Event

from selfaudit.core.errors import ExportError
from selfaudit.core.importers.aistudio import AIStudioImporter
from selfaudit.core.importers.base import Importer
from selfaudit.core.importers.chatbot_ui import ChatbotUIImporter
from selfaudit.core.importers.chatgpt import ChatGPTImporter
from selfaudit.core.importers.claude import ClaudeImporter
from selfaudit.core.importers.copilot import CopilotImporter
from selfaudit.core.importers.deepseek import DeepSeekImporter
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.gemini import GeminiImporter
from selfaudit.core.importers.grok import GrokImporter
from selfaudit.core.importers.jan import JanImporter
from selfaudit.core.importers.json_access import clean_text
from selfaudit.core.importers.json_records import Broken, looks_like_utf16, member_records
from selfaudit.core.importers.librechat import LibreChatImporter
from selfaudit.core.importers.llm import LlmImporter
from selfaudit.core.importers.lm_studio import LMStudioImporter
from selfaudit.core.importers.memory_text import MemoryTextImporter
from selfaudit.core.importers.mistral import MistralImporter
from selfaudit.core.importers.names import format_name
from selfaudit.core.importers.open_webui import OpenWebUIImporter
from selfaudit.core.importers.openai_messages import OpenAIMessagesImporter
from selfaudit.core.importers.oterm import OtermImporter
from selfaudit.core.importers.perplexity import PerplexityImporter
from selfaudit.core.importers.sharegpt import ShareGPTImporter
from selfaudit.core.importers.sqlite_files import damage
from selfaudit.core.models.history import Conversation, RecordKind, Skipped

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
    AIStudioImporter(),
    CopilotImporter(),
    OpenAIMessagesImporter(),
    MemoryTextImporter(),
)
"""Every importer, in the order in which they are asked. The first that holds a file reads it.

Grok comes early: its export is one object, in which it looks
for its records, while most others take the object for a record and go through all of it.
"""

OF_NO_VENDOR = frozenset({"openai-messages", "sharegpt", "memory-text"})
"""Formats that anybody writes. Such a file inside the zip of a vendor's export was uploaded to a
chat, or made in one: it is no chat of the person's."""

UPLOADED = "file of messages that lies in another export"


@dataclass(frozen=True, slots=True)
class Part:
    """The files of an export that one importer reads.

    `uploaded` are files that lie in it and are not read, which are counted here.
    """

    importer: Importer
    export: ExportFiles
    uploaded: tuple[Member, ...] = ()

    def records(self) -> Iterator[Conversation | Skipped]:
        """Everything that the importer reads, then a `Skipped` for each file that was uploaded."""
        yield from self.importer.read(self.export)
        for member in self.uploaded:
            yield Skipped(RecordKind.CONVERSATION, UPLOADED, member.name)


def parts_of(export: ExportFiles, cancel: Event | None = None) -> tuple[Part, ...]:
    """The parts of an export, one for each format that is found in it, by the order of importers.

    Every file is in one part, and read by one importer. A file that none holds, which may be
    damaged or a list of others, is in the part whose files lie nearest. Looking ends early, with
    the formats found so far, when `cancel` is set. Raises `ExportError` where no importer
    recognises any file.
    """
    holders: dict[int, Importer] = {}
    for place, member in enumerate(export.members):
        if cancel is not None and cancel.is_set():
            break
        holder = next((one for one in IMPORTERS if one.holds(export, member)), None)
        if holder is not None:
            holders[place] = holder
    if not holders:
        raise _unrecognised(export)
    uploaded = _uploaded(export, holders)
    formats = {holder.format for place, holder in holders.items() if place not in uploaded}
    found = [importer for importer in IMPORTERS if importer.format in formats]
    near = _Near(export, {p: h for p, h in holders.items() if p not in uploaded}, found)
    members: defaultdict[str, list[Member]] = defaultdict(list)
    passed_over: defaultdict[str, list[Member]] = defaultdict(list)
    for place, member in enumerate(export.members):
        if place in uploaded:
            passed_over[near.of(member.name)].append(member)
        elif place in holders:
            members[holders[place].format].append(member)
        else:
            members[near.of(member.name)].append(member)
    unreadable: defaultdict[str, list[str]] = defaultdict(list)
    for name in export.unreadable:
        unreadable[near.of(name)].append(name)
    return tuple(
        Part(
            one,
            export.part(members[one.format], unreadable[one.format]),
            tuple(passed_over[one.format]),
        )
        for one in found
    )


def open_export(path: Path) -> tuple[Importer, ExportFiles]:
    """Open an export, and find the importer for the first of its parts; the caller closes it.

    Raises `ExportError` where the path cannot be read or no importer recognises it.
    """
    export = ExportFiles(path)
    try:
        return parts_of(export)[0].importer, export
    except BaseException:
        export.close()
        raise


def _uploaded(export: ExportFiles, holders: dict[int, Importer]) -> set[int]:
    """The places of files of no vendor that lie in the same zip as a vendor's."""
    archives = {
        export.members[place].archive
        for place, holder in holders.items()
        if holder.format not in OF_NO_VENDOR
    } - {""}
    return {
        place
        for place, holder in holders.items()
        if holder.format in OF_NO_VENDOR and export.members[place].archive in archives
    }


class _Near:
    """Which format lies nearest to a file: that of the closest folder above both."""

    def __init__(
        self, export: ExportFiles, holders: dict[int, Importer], found: Sequence[Importer]
    ) -> None:
        order = {importer.format: number for number, importer in enumerate(found)}
        self._formats = list(order)
        self._by_folder: dict[str, int] = {}
        for place, holder in holders.items():
            number = order[holder.format]
            for folder in _folders(export.members[place].name):
                self._by_folder[folder] = min(number, self._by_folder.get(folder, number))

    def of(self, name: str) -> str:
        """The format for a file of that name; the first one where none is nearer."""
        folders = (self._by_folder.get(folder) for folder in _folders(name))
        return self._formats[next((number for number in folders if number is not None), 0)]


def _folders(name: str) -> Iterator[str]:
    """The folders that a file lies in, the closest first."""
    while name:
        name = name.rpartition("/")[0]
        yield name


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
