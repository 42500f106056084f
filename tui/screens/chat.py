"""A conversation, with the attributes that rest on each of its messages beside it."""

from bisect import bisect_left, bisect_right

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.models.erasure import OneConversation
from selfaudit.core.store.conversations import StoredConversation
from selfaudit.core.store.searching import Search
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.drawable import one_line
from selfaudit.tui.history.pages import Pages, Quote
from selfaudit.tui.screens.base import Page
from selfaudit.tui.screens.erasing import ErasingDialog
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.chat import ChatView
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.words import count

_SIGNS = "┃ your own words   ┊ everything else   ◆ what a model noted from a message"
_NOT_SEEN_LAST = "Not in the version of the chat that you saw last, so this message stands alone."


class ChatScreen(Page[bool]):
    """Opens at a message, at the exact words where those are known. Its result: was it erased?"""

    PLACE = Place.CHAT
    CSS_PATH = "history.tcss"
    BINDINGS = bindings_at(Place.CHAT)

    heading = getters.query_one("#heading", Static)
    view = getters.query_one(ChatView)

    def __init__(
        self,
        session: Session,
        conversation: StoredConversation,
        search: Search,
        message: str | None = None,
        quote: Quote | None = None,
    ) -> None:
        super().__init__()
        self._session = session
        self._conversation = conversation
        self._pages = Pages(session.store, conversation, search, quote)
        self._alone = False
        wanted = quote.message if quote is not None else message
        found = session.store.history.message(wanted) if wanted is not None else None
        if found is not None and not found.active:
            self._alone = True
            self._pages.stand_alone(found)
        elif found is not None:
            self._pages.turn_to(found.position)
        else:
            self._pages.turn_to(self._pages.hits[0] if self._pages.hits else 0)

    def compose(self) -> ComposeResult:
        """Where one is above, the messages below."""
        with Vertical(classes="column"):
            yield Static(id="heading", markup=False)
            yield ChatView(self._pages)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Begin where it was opened."""
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        with self.errors_shown():
            self.view.begin()
            self._say()

    def _say(self) -> None:
        pages, view = self._pages, self.view
        title = one_line(self._conversation.title, 100) or "A chat without a title"
        first, last = pages.number_of(view.first_in_sight), pages.number_of(view.last_in_sight)
        where = _NOT_SEEN_LAST if self._alone else f"Message {first:,} of {pages.total:,}"
        if last > first:
            where = f"Messages {first:,} to {last:,} of {pages.total:,}"
        if pages.hits:
            where += f" · {count(len(pages.hits), 'message')} with what you looked for"
        lines = [
            Content.styled(title, "bold $primary"),
            Content.styled(where, "$foreground 65%"),
            Content.styled(_SIGNS, "$foreground 65%"),
        ]
        self.heading.update(Content("\n").join(lines))
        any_attribute = any(one.supported for one in pages.held)
        self.query_one(KeyLine).relabel(
            {
                **({} if pages.hits else {"hit(1)": "", "hit(-1)": ""}),
                **({} if any_attribute else {"choose(1)": ""}),
                **({} if view.chosen else {"open": ""}),
            }
        )

    def action_scroll_by(self, rows: int) -> None:
        """Scroll by rows."""
        with self.errors_shown():
            self.view.scroll_rows(rows)
            self._pages.wanted = None
            self._say()

    def action_scroll_page(self, by: int) -> None:
        """Scroll by a page."""
        self.action_scroll_by(by * self.view.page)

    def action_first(self) -> None:
        """To the first message."""
        self._turn_to(0)

    def action_last(self) -> None:
        """To the last message."""
        if self._alone:
            return
        with self.errors_shown():
            self._pages.turn_to_end()
            self.view.to_end()
            self._say()

    def _turn_to(self, position: int) -> None:
        if self._alone:
            return
        with self.errors_shown():
            self._pages.turn_to(position)
            self._begin()

    def action_hit(self, by: int) -> None:
        """To the next message with the words, or the one before."""
        hits = self._pages.hits
        if not hits:
            return
        here = self._pages.position_of(self._pages.wanted or self.view.first_in_sight)
        place = bisect_right(hits, here) if by > 0 else bisect_left(hits, here) - 1
        if 0 <= place < len(hits):
            self._turn_to(hits[place])
        else:
            self.app.notify("That was the last one." if by > 0 else "That was the first one.")

    def action_choose(self, by: int) -> None:
        """Choose an attribute."""
        with self.errors_shown():
            self.view.choose(by)
            self._say()

    def action_open(self) -> None:
        """All that the chosen attribute rests on."""
        # They lead to each other.
        from selfaudit.tui.screens.attribute import AttributeScreen

        chosen = self.view.chosen
        if chosen is not None and chosen[1] is not None:
            with self.errors_shown():
                screen = AttributeScreen(self._session, chosen[1], chosen[0])
                self.app.push_screen(screen, self._came_back)

    def _came_back(self, erased: bool | None) -> None:
        if erased:
            self.dismiss(True)

    def action_erase(self) -> None:
        """Erase the conversation."""
        name = one_line(self._conversation.title, 60) or "without a title"
        dialog = ErasingDialog(
            self._session,
            OneConversation(self._conversation.id),
            f"Erase the conversation “{name}”",
        )
        self.app.push_screen(dialog, self._came_back)
