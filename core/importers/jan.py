"""Chats of Jan, as the program keeps them: a folder to a thread, with two files in it."""

from collections.abc import Iterator
from itertools import islice

from selfaudit.core.importers import json_records as bounds
from selfaudit.core.importers.app_messages import with_system_prompt
from selfaudit.core.importers.assembling import (
    NO_MESSAGES,
    NOT_A_MESSAGE,
    Content,
    Item,
    assemble,
    beginning,
    derived_id,
)
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.jan_content import read_message
from selfaudit.core.importers.json_access import (
    JsonObject,
    as_list,
    as_object,
    as_text,
    as_time_or_ms,
)
from selfaudit.core.importers.json_lines import begins_as_object, line_records
from selfaudit.core.importers.json_records import (
    TOO_LARGE,
    TOO_MANY,
    Broken,
    member_records,
)
from selfaudit.core.importers.message_tree import linear_tree
from selfaudit.core.importers.sources import Probe, broken_file, probe, unreadable_zips
from selfaudit.core.models.history import Conversation, RecordKind, Role, Skipped

MAX_MESSAGES = 100_000
"""Messages of one thread, which are in memory together."""


class JanImporter:
    """Threads: a file of messages, one to a line, beside a file that describes the thread."""

    format = "jan"
    experimental = True

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds the messages of a thread, or describes one."""
        return _messages(export, member).held or _describes(export, member)

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield the threads, by the names of their folders."""
        yield from unreadable_zips(export)
        threads: dict[str, Member] = {}
        with_messages: list[Member] = []
        for member in export.members:
            found = _messages(export, member)
            if found.held:
                with_messages.append(member)
            elif _describes(export, member):
                threads[_folder(member)] = member
            elif member.name.lower().endswith(".jsonl"):
                yield from broken_file(member, found.broken)
        for member in with_messages:
            described = threads.pop(_folder(member), None)
            yield _read_thread(export, member, described)
        for member in threads.values():
            yield Skipped(RecordKind.CONVERSATION, NO_MESSAGES, member.name)


def is_message(value: object) -> bool:
    """Tell whether a JSON value is a message of a thread."""
    record = as_object(value)
    return record.get("object") == "thread.message" and isinstance(record.get("role"), str)


def parse_thread(lines: list[object], thread: JsonObject, where: str) -> Conversation:
    """Turn the lines of a thread into a conversation; nothing is raised.

    `thread` is what the other file says of it, and may be empty. Each line becomes one of
    `messages` or one of `skipped`.
    """
    assistants = [as_object(assistant) for assistant in as_list(thread.get("assistants"))]
    models = (as_text(as_object(assistant.get("model")).get("id")) for assistant in assistants)
    model = next((name for name in models if name), None)
    items = {str(number): _item(number, line, model) for number, line in enumerate(lines, 1)}
    prompts = [text for each in assistants if (text := as_text(each.get("instructions")).strip())]
    nodes, tree = with_system_prompt(items, linear_tree(items), "\n\n".join(prompts))
    messages, skipped = assemble(nodes, tree, where)
    named = (as_text(as_object(line).get("thread_id")) for line in lines)
    return Conversation(
        external_id=as_text(thread.get("id"))
        or next((name for name in named if name), "")
        or derived_id(beginning(items.values())),
        title=as_text(thread.get("title")),
        created_at=_time(thread, "created"),
        updated_at=_time(thread, "updated"),
        messages=messages,
        skipped=skipped,
    )


def _item(number: int, line: object, model: str | None) -> Item:
    if isinstance(line, Broken):
        return Item(number, f"message {number}", line.reason)
    message = as_object(line)
    content = read_message(message) if isinstance(line, dict) else NOT_A_MESSAGE
    by_model = isinstance(content, Content) and content.role is Role.ASSISTANT
    return Item(
        number=number,
        external_id=as_text(message.get("id")) or f"message {number}",
        content=content,
        created_at=_time(message, "created"),
        model=model if by_model else None,
    )


def _time(fields: JsonObject, name: str) -> float | None:
    """A time in seconds or milliseconds; versions of Jan differ in its name and its unit."""
    return as_time_or_ms(fields.get(name)) or as_time_or_ms(fields.get(f"{name}_at"))


def _read_thread(
    export: ExportFiles, member: Member, described: Member | None
) -> Conversation | Skipped:
    if member.size > bounds.MAX_LENGTH:
        return Skipped(RecordKind.CONVERSATION, TOO_LARGE, member.name)
    lines = list(islice(line_records(export, member), MAX_MESSAGES + 1))
    if len(lines) > MAX_MESSAGES:
        return Skipped(RecordKind.CONVERSATION, TOO_MANY, member.name)
    thread = next(member_records(export, described, ()), None) if described else None
    return parse_thread(lines, as_object(thread), member.name)


def _messages(export: ExportFiles, member: Member) -> Probe:
    """Whether one of the first lines of a file is a message of a thread."""
    if not begins_as_object(export, member):
        return Probe(held=False)
    return probe(line_records(export, member), is_message)


def _describes(export: ExportFiles, member: Member) -> bool:
    record = as_object(next(member_records(export, member, ()), None))
    return record.get("object") == "thread" and isinstance(record.get("assistants"), list)


def _folder(member: Member) -> str:
    return member.name.rpartition("/")[0]
