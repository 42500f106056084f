"""Le Chat, the assistant of Mistral, which was named Vibe later: a file for each chat."""

from collections.abc import Iterator

from selfaudit.core.importers.assembling import (
    NO_TEXT,
    NOT_A_MESSAGE,
    UNKNOWN_ROLE,
    WRONG_TYPE,
    Content,
    Item,
    assemble,
    beginning,
    derived_id,
)
from selfaudit.core.importers.content_blocks import block_pieces
from selfaudit.core.importers.files import ExportFiles, Member
from selfaudit.core.importers.json_access import (
    JsonObject,
    as_list,
    as_object,
    as_text,
    as_time,
)
from selfaudit.core.importers.json_records import MAX_LENGTH, TOO_LARGE, Broken, member_records
from selfaudit.core.importers.message_tree import linear_tree
from selfaudit.core.importers.segmentation import Piece, compose
from selfaudit.core.importers.sources import Probe, probe, sources
from selfaudit.core.models.history import Conversation, Origin, Role, Skipped

MAX_MESSAGES = 100_000
"""Messages of one chat. A longer file is read so far, and the rest of it counted as one record."""

_ROLES = {
    "user": (Role.USER, Origin.TYPED),
    "assistant": (Role.ASSISTANT, Origin.ASSISTANT),
    "system": (Role.SYSTEM, Origin.HIDDEN),
    "tool": (Role.TOOL, Origin.TOOL),
}
_TOOL_FIELDS = ("publicArguments", "publicResult")


class MistralImporter:
    """Files that are an array of messages, each of which names its chat in `chatId`."""

    format = "mistral"
    experimental = True

    def holds(self, export: ExportFiles, member: Member) -> bool:
        """Tell whether the file holds messages that name their chat as Le Chat's do."""
        return _probe(export, member).held

    def read(self, export: ExportFiles) -> Iterator[Conversation | Skipped]:
        """Yield a conversation for each file, or for each chat if a file has several."""
        for source in sources(export, lambda member: _probe(export, member)):
            if isinstance(source, Skipped):
                yield source
            else:
                yield from parse_chats(member_records(export, source, ()), source.name)


def is_message(value: object) -> bool:
    """Tell whether a JSON value is a message of a known role that names its chat."""
    message = as_object(value)
    return (
        isinstance(message.get("chatId"), str)
        and as_text(message.get("role")) in _ROLES
        and ("content" in message or "contentChunks" in message)
    )


def parse_chats(records: Iterator[object], where: str) -> Iterator[Conversation]:
    """Make conversations of the records of one file; nothing is raised.

    `where` names the file for a person. Every record becomes one of the `messages` or one of the
    `skipped` of a conversation; one without a chat goes with the chat before it. The files are
    not in order, so the messages are put in the order of their times.
    """
    chats: dict[str, list[Item]] = {}
    chat = ""
    length = 0
    for number, record in enumerate(records, start=1):
        over = number > MAX_MESSAGES or length > MAX_LENGTH
        item = _item(number, Broken(TOO_LARGE) if over else record)
        chat = as_text(as_object(record).get("chatId")) or chat
        chats.setdefault(chat, []).append(item)
        if over:
            break
        length += len(item.content.text) if isinstance(item.content, Content) else 0
    if len(chats) > 1 and "" in chats:  # records before the first that names a chat
        nameless = chats.pop("")
        first = next(iter(chats))
        chats[first] = nameless + chats[first]
    for id, items in chats.items():
        yield _conversation(id, _ordered(items), where)


def _probe(export: ExportFiles, member: Member) -> Probe:
    return probe(member_records(export, member, ()), is_message)


def _item(number: int, record: object) -> Item:
    if isinstance(record, Broken):
        return Item(number, f"message {number}", record.reason)
    message = as_object(record)
    return Item(
        number=number,
        external_id=as_text(message.get("id")) or f"message {number}",
        content=_read_message(message) if isinstance(record, dict) else NOT_A_MESSAGE,
        created_at=as_time(message.get("createdAt")),
    )


def _ordered(items: list[Item]) -> list[Item]:
    """By time; one without a time stays behind the one before it."""
    keyed: list[tuple[float, Item]] = []
    time = 0.0
    for item in items:
        time = item.created_at or time
        keyed.append((time, item))
    return [item for _, item in sorted(keyed, key=lambda pair: pair[0])]


def _conversation(id: str, items: list[Item], where: str) -> Conversation:
    by_node = {str(item.number): item for item in items}
    messages, skipped = assemble(by_node, linear_tree(by_node), where)
    times = [item.created_at for item in items if item.created_at is not None]
    created_at = min(times, default=None)
    return Conversation(
        external_id=id or derived_id(created_at, beginning(items)),
        title="",
        created_at=created_at,
        updated_at=max(times, default=None),
        messages=messages,
        skipped=skipped,
    )


def _read_message(message: JsonObject) -> Content | str:
    """Read a message, or say in a short phrase why there is nothing to read.

    `content` is what was said, as one text; the chunks repeat it between what tools did.
    """
    role, said = _ROLES.get(as_text(message.get("role")), (None, Origin.HIDDEN))
    if role is None:
        return UNKNOWN_ROLE
    raw = message.get("content")
    pieces = [Piece(text, Origin.QUOTED) for text in _texts(message.get("quotes"))]
    chunks = [as_object(chunk) for chunk in as_list(message.get("contentChunks"))]
    plain = as_text(raw) or "".join(
        as_text(chunk.get("text")) for chunk in chunks if chunk.get("type") == "text"
    )
    pieces.append(Piece(plain, said))
    for chunk in chunks:
        if chunk.get("type") != "text":
            pieces.extend(block_pieces(chunk, said))
            pieces.extend(Piece(_as_told(chunk.get(name)), Origin.TOOL) for name in _TOOL_FIELDS)
    written = Origin.ASSISTANT if role is Role.ASSISTANT else Origin.ATTACHED
    pieces.extend(Piece(text, written) for text in _texts(message.get("canvas")))
    text, segments = compose(pieces)
    if text:
        return Content(role, text, segments)
    return NO_TEXT if isinstance(raw, str | None) else WRONG_TYPE


def _texts(values: object) -> Iterator[str]:
    """The texts among an array's elements, or in the fields of those that are objects."""
    for value in as_list(values):
        fields = as_object(value)
        yield as_text(value) or as_text(fields.get("content")) or as_text(fields.get("text"))


def _as_told(value: object) -> str:
    """A tool's arguments or result: a text, or the texts directly inside an object or array."""
    if isinstance(value, dict | list):
        inner = value.values() if isinstance(value, dict) else value
        return "\n".join(text for text in map(as_text, inner) if text.strip())
    return as_text(value)
