"""Counting what a source came to, so that read = stored + known + skipped for each kind of record.

Looking ahead and importing count by the same rules: what is said before is what then happens.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from selfaudit.core.events import Counts
from selfaudit.core.models.history import (
    OWN_WORDS,
    Conversation,
    Message,
    RecordKind,
    Role,
    Skipped,
)
from selfaudit.core.store.history import Added

LEFT_OUT = "left out by you"
OF_LEFT_OUT = "in a conversation left out by you"


@dataclass(frozen=True, slots=True, order=True)
class Copy:
    """One copy of a conversation: when it was last changed, and what of it is the person's own.

    `messages` hold own words, `words` of them together. Of several copies the greatest counts.
    """

    updated_at: float
    messages: int
    words: int


@dataclass(slots=True)
class Tally:
    """What one source came to so far."""

    stored: Counter[RecordKind] = field(default_factory=Counter)
    known: Counter[RecordKind] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)
    skipped_kinds: Counter[RecordKind] = field(default_factory=Counter)
    own_words: dict[str, tuple[float, int]] = field(default_factory=dict)

    def skip(self, record: Skipped) -> None:
        """Count a record that was passed over."""
        self._skip(record.kind, record.reason)

    def leave_out(self, conversation: Conversation) -> None:
        """Count a conversation that the person left out, with its messages."""
        for record in conversation.skipped:
            self.skip(record)
        self.add_left_out(1, len(conversation.messages))

    def add_left_out(self, conversations: int, messages: int) -> None:
        """Count so many records that the person left out."""
        self._skip(RecordKind.CONVERSATION, LEFT_OUT, conversations)
        self._skip(RecordKind.MESSAGE, OF_LEFT_OUT, messages)

    def take(self, conversation: Conversation) -> None:
        """Count what a conversation that is taken says by itself."""
        for record in conversation.skipped:
            self.skip(record)
        copy = (conversation.updated_at or 0.0, sum(map(_has_own_words, conversation.messages)))
        key = conversation.external_id
        self.own_words[key] = max(copy, self.own_words.get(key, copy))

    def add(self, added: Added) -> None:
        """Count what storing came to."""
        for kind, counts in (
            (RecordKind.CONVERSATION, added.conversations),
            (RecordKind.MESSAGE, added.messages),
        ):
            self.stored[kind] += counts.stored
            self.known[kind] += counts.known

    def counts(self, kind: RecordKind) -> Counts:
        """The counts of one kind of record."""
        stored, known, skipped = self.stored[kind], self.known[kind], self.skipped_kinds[kind]
        return Counts(stored + known + skipped, stored, known, skipped)

    @property
    def own_words_messages(self) -> int:
        """Messages with own words, of each conversation in the copy that counts (see `Copy`)."""
        return sum(messages for _, messages in self.own_words.values())

    def _skip(self, kind: RecordKind, reason: str, number: int = 1) -> None:
        if number:
            self.skipped[reason] += number
            self.skipped_kinds[kind] += number


def copy_of(conversation: Conversation) -> Copy:
    """What of a conversation is the person's own, on the branch that they last saw."""
    texts = list(own_texts(conversation))
    words = sum(len(text.split()) for text in texts)
    return Copy(conversation.updated_at or 0.0, len(texts), words)


def _has_own_words(message: Message) -> bool:
    if not message.active or message.role is not Role.USER:
        return False
    return any(part.origin in OWN_WORDS for part in message.segments)


def own_texts(conversation: Conversation) -> Iterable[str]:
    """The person's own words, message by message, on the branch that they last saw."""
    for message in conversation.messages:
        if message.active and message.role is Role.USER:
            parts = [
                message.text[part.start : part.end]
                for part in message.segments
                if part.origin in OWN_WORDS
            ]
            if parts:
                yield "\n".join(parts)
