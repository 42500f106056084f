"""The pages of a conversation that are held: some messages around where the person reads."""

from dataclasses import dataclass

from selfaudit.core.store.conversations import StoredConversation
from selfaudit.core.store.messages import StoredMessage
from selfaudit.core.store.searching import Search
from selfaudit.core.store.store import Store
from selfaudit.tui.history.chat_rows import Told

PAGE = 16
"""Messages that are fetched at once."""

MOST = 64
"""Messages that are held."""


@dataclass(frozen=True, slots=True)
class Quote:
    """The exact words that were come for: `text[start:end]` of a message."""

    message: str
    start: int
    end: int


class Pages:
    """A window on a conversation as the person saw it last.

    `wanted` is the message that was turned to, `dropped` what the last turn let go of.
    """

    def __init__(
        self, store: Store, conversation: StoredConversation, search: Search, quote: Quote | None
    ) -> None:
        self._store = store
        self.conversation = conversation
        self._search = search
        self._quote = quote
        self.total = conversation.messages
        self.hits = store.browsing.hits(conversation.id, search)
        self._hit_places = frozenset(self.hits)
        self.held: list[Told] = []
        self.dropped: list[Told] = []
        self.first = 0
        self.wanted: str | None = None

    def turn_to(self, position: int) -> None:
        """Hold the messages around a position, some of them before it."""
        before = self._store.history.page_before(self.conversation.id, position, PAGE // 2)
        after = self._store.history.page(self.conversation.id, position, PAGE)
        self.held = self._told([*before, *after])
        self.dropped = []
        self.first = self._store.history.count_before(
            self.conversation.id, before[0].position if before else position
        )
        self.wanted = after[0].id if after else before[-1].id if before else None

    def turn_to_end(self) -> None:
        """Hold the last messages."""
        self.held = self._told(self._store.history.page_before(self.conversation.id, 2**62, PAGE))
        self.dropped = []
        self.first = self.total - len(self.held)
        self.wanted = None

    def stand_alone(self, message: StoredMessage) -> None:
        """Hold one message that is not in the version of the chat that was seen last."""
        self.held, self.dropped = self._told([message]), []
        self.first, self.total, self.wanted = 0, 1, message.id

    def turn_on(self) -> list[Told]:
        """Fetch the page after; return what came."""
        self.dropped = []
        if self.first + len(self.held) >= self.total or not self.held:
            return []
        position = self.held[-1].message.position + 1
        came = self._told(self._store.history.page(self.conversation.id, position, PAGE))
        self.held += came
        self.dropped = self.held[: max(0, len(self.held) - MOST)]
        self.held = self.held[len(self.dropped) :]
        self.first += len(self.dropped)
        return came

    def turn_back(self) -> list[Told]:
        """Fetch the page before; return what came."""
        self.dropped = []
        if self.first <= 0 or not self.held:
            return []
        position = self.held[0].message.position
        came = self._told(self._store.history.page_before(self.conversation.id, position, PAGE))
        self.held = [*came, *self.held][:MOST]
        self.first -= len(came)
        return came

    def position_of(self, message: str | None) -> int:
        """Where a message that is held stands in its conversation."""
        return next((one.message.position for one in self.held if one.message.id == message), 0)

    def number_of(self, message: str | None) -> int:
        """The how-manieth message of the conversation one is that is held, from 1."""
        for place, one in enumerate(self.held):
            if one.message.id == message:
                return self.first + place + 1
        return self.first + 1

    def _told(self, messages: list[StoredMessage]) -> list[Told]:
        supported = self._store.support.of_messages([one.id for one in messages])
        hits = [one for one in messages if one.position in self._hit_places]
        places = self._store.browsing.places(self._search, hits)
        quote = self._quote
        return [
            Told(
                one,
                supported.get(one.id, ()),
                places.get(one.id, ()),
                (quote.start, quote.end) if quote and quote.message == one.id else None,
            )
            for one in messages
        ]
