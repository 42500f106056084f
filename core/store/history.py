"""Everything that was imported: the imports, their conversations, and the messages of these."""

from selfaudit.core.models.history import OWN_WORDS
from selfaudit.core.store.adding import Added, Adding
from selfaudit.core.store.conversations import THERE, Conversations, StoredConversation
from selfaudit.core.store.messages import Messages, StoredMessage
from selfaudit.core.store.new_rows import conversation_id, message_id
from selfaudit.core.store.sources import Sources, StoredSource

__all__ = [
    "Added",
    "History",
    "StoredConversation",
    "StoredMessage",
    "StoredSource",
    "conversation_id",
    "message_id",
]

_OWN = ", ".join(f"'{origin}'" for origin in sorted(OWN_WORDS))


class History(Sources, Adding, Conversations, Messages):
    """Imports, conversations and messages over one database."""

    def counts(self) -> dict[str, int]:
        """Conversations, messages, and active messages with own words that are stored."""
        return self.sizes() | {
            "own_words_messages": self._database.number(
                "SELECT count(*) FROM message WHERE active AND role = 'user' AND EXISTS"
                " (SELECT 1 FROM segment WHERE segment.message = message.id"
                f" AND origin IN ({_OWN}))"
            ),
        }

    def sizes(self) -> dict[str, int]:
        """Conversations and messages that are stored; quick, unlike `counts`."""
        return {
            "conversations": self._database.number(
                f"SELECT count(*) FROM conversation WHERE {THERE}"
            ),
            "messages": self._database.number("SELECT count(*) FROM message"),
        }

    def is_empty(self) -> bool:
        """Whether nothing was imported; quick, unlike `counts`."""
        return self._database.row("SELECT 1 FROM message LIMIT 1") is None
