"""Ids of what is stored, and rows of messages that are new in conversations that are not."""

import hashlib
from itertools import compress, count
from operator import itemgetter

from selfaudit.core.models.history import OWN_WORDS, Message, Role
from selfaudit.core.store.database import INDEXED, Database, storable

by_key = itemgetter(0)


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
        own = [has_own_words(message) for _, _, _, message, _ in self._taken]
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
        self._taken.sort(key=by_key)
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


def has_own_words(message: Message) -> bool:
    """Whether the person typed or dictated any of a message."""
    if message.role is not Role.USER:
        return False
    return any(part.origin in OWN_WORDS for part in message.segments)
