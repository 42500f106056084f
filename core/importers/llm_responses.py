"""What llm logged before it had threads: responses, each with the prompt that it answers."""

import sqlite3
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from selfaudit.core.importers.app_messages import answer_pieces, content_of, known_by_text
from selfaudit.core.importers.assembling import Content, Item, assemble, beginning, derived_id
from selfaudit.core.importers.json_access import as_text, as_time
from selfaudit.core.importers.message_tree import linear_tree
from selfaudit.core.importers.segmentation import Piece
from selfaudit.core.importers.sqlite_files import DAMAGED, Tables, UnreadableError
from selfaudit.core.importers.sqlite_rows import Row, Rows, bounded, bounded_items
from selfaudit.core.models.history import Conversation, Origin, RecordKind, Role, Skipped

_COLUMNS = (
    "id",
    "model",
    "prompt",
    "system",
    "response",
    "reasoning",
    "datetime_utc",
    "timestamp_utc",
    "timestamp",
)


def read_log(
    connection: sqlite3.Connection, known: Tables, table: str, name: str
) -> Iterator[Conversation | Skipped]:
    """Yield the chats of the first versions' only table, which numbers its rows."""
    # The first row of a chat names none, the others name the first.
    key = "coalesce(chat_id, id)" if "chat_id" in known[table] else "id"
    rows = Rows(connection, known, table, key, _COLUMNS)
    for number, chat in enumerate(rows.keys(), start=1):
        where = f"{name}, {table} {number}"
        try:
            items = _items(rows.of(chat), _Beside(connection, {}))
        except UnreadableError as error:
            yield Skipped(RecordKind.CONVERSATION, error.reason, where)
            continue
        yield _conversation(derived_id(table, str(chat), beginning(items)), "", items, where)
    if rows.damaged:
        yield Skipped(RecordKind.CONVERSATION, DAMAGED, name)


def read_responses(
    connection: sqlite3.Connection, known: Tables, name: str, elsewhere: Collection[str]
) -> Iterator[Conversation | Skipped]:
    """Yield the conversations of the table of responses, without those to be read elsewhere."""
    key = "coalesce(conversation_id, id)" if "conversation_id" in known["responses"] else "id"
    rows = Rows(connection, known, "responses", key, _COLUMNS)
    titles = Rows(connection, known, "conversations", "id", ("name",))
    beside = _Beside(connection, known)
    for number, conversation in enumerate(rows.keys(), start=1):
        where = f"{name}, conversation {number}"
        id = as_text(conversation) or str(conversation)
        if id in elsewhere:
            continue
        try:
            items = _items(rows.of(conversation), beside)
            title = next((as_text(row.get("name")) for row in titles.good(conversation)), "")
        except UnreadableError as error:
            yield Skipped(RecordKind.CONVERSATION, error.reason, where)
            continue
        yield _conversation(id, title, items, where)
    if rows.damaged:
        yield Skipped(RecordKind.CONVERSATION, DAMAGED, name)


class _Beside:
    """What lies in other tables beside a response: fragments, and the work of tools."""

    def __init__(self, connection: sqlite3.Connection, known: Tables) -> None:
        def rows(table: str, *columns: str) -> Rows:
            return Rows(connection, known, table, "response_id", columns)

        self._prompt = rows("prompt_fragments", "fragment_id", "order")
        self._system = rows("system_fragments", "fragment_id", "order")
        self._fragments = Rows(connection, known, "fragments", "id", ("content",))
        self._calls = rows("tool_calls", "arguments")
        self._results = rows("tool_results", "output")

    def in_prompt(self, response: object) -> list[Piece]:
        """What went with a prompt: documents, and what tools had answered."""
        found = [
            Piece(as_text(row.get("output")), Origin.TOOL) for row in self._results.good(response)
        ]
        return [*self._pieces(self._prompt, response), *found]

    def in_system(self, response: object) -> list[Piece]:
        """The documents that went with a system prompt."""
        return self._pieces(self._system, response)

    def in_response(self, response: object) -> list[Piece]:
        """What the response asked of tools."""
        rows = self._calls.good(response)
        return [Piece(as_text(row.get("arguments")), Origin.TOOL) for row in rows]

    def _pieces(self, links: Rows, response: object) -> list[Piece]:
        found = sorted(links.good(response), key=lambda row: _place(row.get("order")))
        texts = (self._fragments.good(link.get("fragment_id")) for link in found)
        contents = (as_text(row.get("content")) for rows in texts for row in rows)
        return [Piece(text, Origin.ATTACHED) for text in bounded(contents, len)]


@dataclass(frozen=True, slots=True)
class _Said:
    """One of the messages that a response's row holds."""

    name: str
    content: Content | str


def _items(rows: list[Row | str], beside: _Beside) -> list[Item]:
    """The messages of a conversation: a prompt and a response to each row.

    A system prompt is one, too, where it is another than that of the row before. Raises
    `UnreadableError` if they are too long together.
    """
    return bounded_items(_each_item(rows, beside))


def _each_item(rows: list[Row | str], beside: _Beside) -> Iterator[Item]:
    number = 0
    system: list[Piece] = []
    for place, row in enumerate(rows, start=1):
        if isinstance(row, str):
            number += 1
            yield Item(number, f"response {place}", row)
            continue
        told = [
            Piece(as_text(row.get("system")), Origin.CUSTOM_INSTRUCTION),
            *beside.in_system(row.get("id")),
        ]
        said = [_prompt(row, beside), _response(row, beside)]
        if told != system and any(piece.text.strip() for piece in told):
            said.insert(0, _Said("system", content_of(Role.SYSTEM, told)))
            system = told
        times = (row.get(name) for name in ("datetime_utc", "timestamp_utc", "timestamp"))
        time = next((at for value in times if (at := as_time(value))), None)
        model = as_text(row.get("model")) or None
        for one in said:
            number += 1
            yield Item(
                number=number,
                external_id=one.name,
                content=one.content,
                created_at=time,
                model=model if one.name == "response" else None,
            )


def _prompt(row: Row, beside: _Beside) -> _Said:
    typed = as_text(row.get("prompt"))
    others = beside.in_prompt(row.get("id"))
    by_tool = not typed.strip() and any(piece.origin is Origin.TOOL for piece in others)
    role = Role.TOOL if by_tool else Role.USER
    return _Said("prompt", content_of(role, [*others, Piece(typed, Origin.TYPED)]))


def _response(row: Row, beside: _Beside) -> _Said:
    pieces = [
        Piece(as_text(row.get("reasoning")), Origin.HIDDEN),
        *answer_pieces(as_text(row.get("response"))),
        *beside.in_response(row.get("id")),
    ]
    return _Said("response", content_of(Role.ASSISTANT, pieces))


def _place(value: object) -> int:
    return value if isinstance(value, int) else 0


def _conversation(id: str, title: str, items: list[Item], where: str) -> Conversation:
    nodes = {str(item.number): item for item in known_by_text(items)}
    messages, skipped = assemble(nodes, linear_tree(nodes), where)
    times = [item.created_at for item in items if item.created_at is not None]
    return Conversation(
        external_id=id,
        title=title,
        created_at=min(times, default=None),
        updated_at=max(times, default=None),
        messages=messages,
        skipped=skipped,
    )
