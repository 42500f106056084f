"""The list of conversations: the order is held as ids, everything else comes in pages."""

from dataclasses import dataclass

from textual.content import Content

from selfaudit.core.importers.names import format_name
from selfaudit.core.store.browsing import Finding
from selfaudit.core.store.conversations import StoredConversation
from selfaudit.core.store.searching import Order, Search
from selfaudit.core.store.store import Store
from selfaudit.tui.drawable import drawable, one_line
from selfaudit.tui.history.chat_rows import HIT, MUTED
from selfaudit.tui.words import count, day

PAGE = 20
"""Conversations that are fetched at once."""

PAGES_HELD = 8
WIDE = 96
"""Cells from which on a line says what its conversation was imported from."""

BEFORE, AFTER = 20, 160
"""Characters before found words and after them that a line shows."""


@dataclass(frozen=True, slots=True)
class _Line:
    conversation: StoredConversation
    attributes: int
    snippet: Content


class Listing:
    """What a search has found, line by line."""

    def __init__(self, store: Store, search: Search, order: Order) -> None:
        self._store = store
        self.search = search
        self.finding: Finding = store.browsing.conversations(search, order)
        self._pages: dict[int, dict[str, _Line]] = {}

    @property
    def rows(self) -> int:
        """Rows that a line has: with words, one for where they were found."""
        return 2 if self.search.query else 1

    def __len__(self) -> int:
        return len(self.finding.conversations)

    def conversation(self, number: int) -> StoredConversation | None:
        """The conversation of a line; None where it was erased meanwhile."""
        line = self._line(number)
        return line.conversation if line else None

    def item(self, number: int, width: int) -> list[Content]:
        """The rows of a line."""
        line = self._line(number)
        if line is None:
            return [Content.styled("(erased)", MUTED)]
        one, found = line.conversation, self.finding.conversations[number]
        told = count(one.messages, "message")
        if found.hits:
            told = f"{found.hits:,} of {told}"
        kind = f"{one_line(format_name(one.format), 12)}  " if width >= WIDE else ""
        right = Content.assemble(
            (kind, MUTED),
            (f"{told:>16}", MUTED),
            (f"  ◆{line.attributes:>3}" if line.attributes else "      ", "bold $primary"),
        )
        when = f"{day(one.updated_at or one.created_at):<18}"
        room = max(8, width - right.cell_length - len(when) - 2)
        title = Content(one_line(one.title, 2 * room) or "A chat without a title")
        first = Content.assemble(
            (when, MUTED), title.truncate(room, ellipsis=True, pad=True), "  ", right
        )
        return [first, Content(" " * 18) + line.snippet] if self.search.query else [first]

    def _line(self, number: int) -> _Line | None:
        page = number // PAGE
        if page not in self._pages:
            while len(self._pages) >= PAGES_HELD:
                del self._pages[next(iter(self._pages))]
            self._pages[page] = self._fetched(page)
        return self._pages[page].get(self.finding.conversations[number].conversation)

    def _fetched(self, page: int) -> dict[str, _Line]:
        found = self.finding.conversations[page * PAGE : (page + 1) * PAGE]
        ids = [one.conversation for one in found]
        headings = self._store.history.headings(ids)
        attributes = self._store.support.of_conversations(ids)
        best = self._store.history.some([one.message for one in found if one.message])
        places = self._store.browsing.places(self.search, best)
        snippets = {
            message.conversation: _snippet(message.text, places.get(message.id, ()))
            for message in best
        }
        return {
            id: _Line(heading, attributes.get(id, 0), snippets.get(id, _TITLE))
            for id, heading in headings.items()
        }


_TITLE = Content.styled("in the title", MUTED)


def _snippet(text: str, places: tuple[tuple[int, int], ...]) -> Content:
    """Found words with a little around them, in one row."""
    start, end = places[0] if places else (0, 0)
    first = max(0, start - BEFORE)
    sign = "… " if first else ""
    line = drawable(sign + text[first : end + AFTER].replace("\n", " ").replace("\t", " "))
    at = len(sign) + start - first
    return Content.styled(line, MUTED).stylize(HIT, at, at + end - start)
