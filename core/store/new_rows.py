"""Rows of conversations and messages that are new, gathered and stored many at a time."""

import hashlib
from itertools import compress, count
from operator import itemgetter

from selfaudit.core.events import Counts
from selfaudit.core.models.history import OWN_WORDS, Conversation, Message, Role
from selfaudit.core.store.database import INDEXED, Database, storable

_KEY = itemgetter(0)


class NewMessages:
    """Messages of one source that are not stored yet."""

    def __init__(self, source: int) -> None:
        self._source = source
        self._taken: list[tuple[str, str, int, Message, bool]] = []

    def __len__(self) -> int:
        return len(self._taken)

    def take(
        self, key: str, conversation: str, position: int, message: Message, *, active: bool
    ) -> None:
        """Gather a message under its id, in the conversation of that id."""
        self._taken.append((key, conversation, position, message, active))

    def put(self, database: Database) -> None:
        """Store what was gathered, held by the source, inside `write`. Own words are indexed.

        The rest of the texts waits for `Indexing`: indexing takes longer than all else.
        """
        first = next_content(database)
        own = [_has_own_words(message) for _, _, _, message, _ in self._taken]
        texts = [storable(message.text) for _, _, _, message, _ in self._taken]
        database.execute_many(
            "INSERT INTO content (id, body, waits) VALUES (?, ?, ?)",
            zip(count(first), texts, [0 if is_own else 1 for is_own in own], strict=False),
        )
        database.execute_many(INDEXED, compress(zip(count(first), texts, strict=False), own))
        database.execute_many(
            "INSERT INTO message VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    key,
                    conversation,
                    self._source,
                    message.external_id,
                    message.parent_id,
                    position,
                    str(message.role),
                    number,
                    message.created_at,
                    1 if active else 0,
                    message.model,
                )
                for number, (key, conversation, position, message, active) in enumerate(
                    self._taken, start=first
                )
            ),
        )
        # In the order of the keys by which the rows lie, each page of them is gone to once.
        self._taken.sort(key=_KEY)
        database.execute_many(
            "INSERT INTO segment VALUES (?, ?, ?, ?, ?, ?)",
            (
                (key, part.start, part.end, str(part.origin), part.detector, part.detector_version)
                for key, _, _, message, _ in self._taken
                for part in message.segments
            ),
        )
        database.execute_many(
            "INSERT INTO holding VALUES (?, ?)", ((taken[0], self._source) for taken in self._taken)
        )
        self._taken = []


class NewConversations:
    """Conversations of one source that are not stored yet, with their messages."""

    def __init__(self, database: Database, source: int, format: str) -> None:
        self._database = database
        self._source = source
        self._format = format
        self._taken: dict[str, Conversation] = {}
        self._messages = NewMessages(source)

    def __contains__(self, id: str) -> bool:
        return id in self._taken

    def take(self, id: str, conversation: Conversation) -> Counts:
        """Gather a conversation under its id; what storing its messages will come to."""
        held: set[str] = set()
        for position, message in enumerate(conversation.messages):
            key = message_id(id, message)
            if key not in held:
                held.add(key)
                self._messages.take(key, id, position, message, active=message.active)
        self._taken[id] = conversation
        read = len(conversation.messages)
        return Counts(read=read, stored=len(held), known=read - len(held))

    def put(self) -> None:
        """Store what was gathered, inside `write`."""
        if not self._taken:
            return
        first = next_content(self._database)
        titles = [storable(one.title) for one in self._taken.values()]
        for statement in ("INSERT INTO content (id, body) VALUES (?, ?)", INDEXED):
            self._database.execute_many(statement, zip(count(first), titles, strict=False))
        self._database.execute_many(
            "INSERT INTO conversation VALUES (?, ?, ?, ?, ?, ?, ?)",
            (
                (
                    id,
                    self._source,
                    self._format,
                    one.external_id,
                    number,
                    one.created_at,
                    one.updated_at,
                )
                for number, (id, one) in enumerate(self._taken.items(), start=first)
            ),
        )
        self._messages.put(self._database)
        self._taken = {}


def next_content(database: Database) -> int:
    """The id for the next text, inside `write`."""
    return database.number("SELECT max(id) FROM content") + 1


def conversation_id(format: str, external_id: str) -> str:
    """The id under which a conversation is stored: the same for every export that holds it."""
    return _digest(format, external_id)


def message_id(conversation: str, message: Message) -> str:
    """The id under which a message is stored.

    The text takes part: a stored message never changes, so offsets into it stay true, and an
    edited message is another one.
    """
    return _digest(conversation, message.external_id, message.role, message.text)


def _digest(*parts: str) -> str:
    pieces: list[bytes] = []
    for part in parts:
        data = part.encode("utf-8", "surrogatepass")
        pieces += (len(data).to_bytes(8, "big"), data)
    return hashlib.blake2b(b"".join(pieces), digest_size=10).hexdigest()


def _has_own_words(message: Message) -> bool:
    if message.role is not Role.USER:
        return False
    return any(part.origin in OWN_WORDS for part in message.segments)
