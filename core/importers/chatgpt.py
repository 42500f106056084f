"""ChatGPT's data export, in every layout that it has had since 2023."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from selfaudit.core.importers.assembling import (
    NO_MESSAGES,
    NOT_A_CONVERSATION,
    NOT_A_MESSAGE,
    Content,
    Item,
    assemble,
    derived_id,
)
from selfaudit.core.importers.chatgpt_content import read_content
from selfaudit.core.importers.chatgpt_shape import ShapedConversation, read_messages
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_access import (
    JsonObject,
    as_list,
    as_object,
    as_text,
    as_time,
    clean_text,
)
from selfaudit.core.importers.json_records import Broken, member_records
from selfaudit.core.importers.json_shapes import ShapedRecords
from selfaudit.core.importers.message_tree import read_tree
from selfaudit.core.importers.sources import PROBED_RECORDS, broken_file, unreadable_zips
from selfaudit.core.models.history import Conversation, Message, RecordKind, Skipped

MISSING_FILE = "file named by the manifest is missing"

WRAPPERS = frozenset({"conversations", "raw_provider_payload"})
"""Keys under which conversations lie where the top level is an object: some exports', and that
of browser captures, which keep the vendor's own object beside what they read from the page."""


class ChatGPTImporter:
    """Conversations that are a `mapping` of nodes whose messages have an author with a role."""

    format = "chatgpt"
    experimental = False

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds a ChatGPT conversation."""
        return _probe(export, member).conversations

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield the conversations, shards in the manifest's order, other files by name.

        A conversation that several files hold is yielded from each of them.
        """
        for source in _sources(export):
            if isinstance(source, Skipped):
                yield source
                continue
            records = member_records(export, source, WRAPPERS, _SHAPED)
            for number, record in enumerate(records, start=1):
                where = f"{source.name}, conversation {number}"
                if isinstance(record, Broken):
                    yield Skipped(RecordKind.CONVERSATION, record.reason, where)
                else:
                    yield parse_conversation(record, where)


_SHAPED = ShapedRecords(ShapedConversation)


def is_conversation(record: object) -> bool:
    """Tell whether a JSON value is a ChatGPT conversation with at least one attributed message."""
    nodes = as_object(as_object(record).get("mapping")).values()
    authors = (as_object(as_object(as_object(node).get("message")).get("author")) for node in nodes)
    return any(isinstance(author.get("role"), str) for author in authors)


def parse_conversation(record: object, where: str) -> Conversation | Skipped:
    """Turn one JSON value into a conversation, or say why it is none; nothing is raised.

    The value may be decoded to a `ShapedConversation`. `where` names the record for a person. Every
    node with a message becomes one of `messages` or one of `skipped`. A message's `parent_id` is
    that of the nearest message above it that was read.
    """
    if isinstance(record, ShapedConversation):
        return _conversation(
            *read_messages(record, where),
            title=record.title,
            ids=(record.conversation_id, record.id),
            create_time=record.create_time,
            update_time=record.update_time,
        )
    if not isinstance(record, dict):
        return Skipped(RecordKind.CONVERSATION, NOT_A_CONVERSATION, where)
    mapping = record.get("mapping")
    if not isinstance(mapping, dict):
        return Skipped(RecordKind.CONVERSATION, NO_MESSAGES, where)
    tree = read_tree(mapping, record.get("current_node"))
    return _conversation(
        *assemble(_items(mapping), tree, where),
        title=record.get("title"),
        ids=(record.get("conversation_id"), record.get("id")),
        create_time=record.get("create_time"),
        update_time=record.get("update_time"),
    )


def _conversation(
    messages: tuple[Message, ...],
    skipped: tuple[Skipped, ...],
    *,
    title: object,
    ids: tuple[object, object],
    create_time: object,
    update_time: object,
) -> Conversation:
    heading, begun = as_text(title), as_time(create_time)
    id = as_text(ids[0]) or as_text(ids[1])
    return Conversation(
        external_id=id or derived_id(heading, begun, [one.external_id for one in messages[:3]]),
        title=heading,
        created_at=begun,
        updated_at=as_time(update_time),
        messages=messages,
        skipped=skipped,
    )


def _items(mapping: JsonObject) -> dict[str, Item]:
    items: dict[str, Item] = {}
    for node, value in mapping.items():
        if isinstance(value, dict) and value.get("message") is None:
            continue
        number = len(items) + 1
        message = _message(value)
        items[node] = Item(
            number=number,
            external_id=as_text(message.get("id")) or clean_text(node) or f"message {number}",
            content=_read_node(value),
            created_at=as_time(message.get("create_time")),
            model=as_text(as_object(message.get("metadata")).get("model_slug")) or None,
        )
    return items


def _message(node: object) -> JsonObject:
    return as_object(as_object(node).get("message"))


def _read_node(node: object) -> Content | str:
    message = as_object(node).get("message")
    return read_content(message) if isinstance(message, dict) else NOT_A_MESSAGE


@dataclass(frozen=True, slots=True)
class _Probe:
    """What the first records of a file show it to be."""

    conversations: bool = False
    shards: tuple[str, ...] = ()
    broken: str = ""


def _probe(export: ExportFiles, member: Member) -> _Probe:
    broken = ""
    for record in islice(member_records(export, member, WRAPPERS), PROBED_RECORDS):
        if isinstance(record, Broken):
            broken = broken or record.reason
        if is_conversation(record):
            return _Probe(conversations=True)
        logical = as_object(as_object(record).get("logical_files"))
        files = as_object(logical.get("conversations.json")).get("files")
        if shards := tuple(as_text(name) for name in as_list(files) if as_text(name)):
            return _Probe(shards=shards)
    return _Probe(broken=broken)


def _sources(export: ExportFiles) -> Iterator[Member | Skipped]:
    """The files to read, each once, and a `Skipped` for each that should be there and is not."""
    yield from unreadable_zips(export)
    probes = [(member, _probe(export, member)) for member in export.members]
    by_name = {member.name: member for member in export.members}
    done: set[str] = set()
    for manifest, probe in probes:
        folder = manifest.name.rpartition("/")[0]
        for shard in probe.shards:
            name = f"{folder}/{shard}" if folder else shard
            if name in done:
                continue
            done.add(name)
            member = by_name.get(name)
            yield member or Skipped(RecordKind.CONVERSATION, MISSING_FILE, name)
    for member, probe in probes:
        if member.name in done:
            continue
        if probe.conversations:
            yield member
        else:
            yield from broken_file(member, probe.broken)
