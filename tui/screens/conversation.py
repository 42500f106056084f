"""The conversation around a quote, in pages."""

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.store.store import Store
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.desk import Source
from selfaudit.tui.drawable import one_line
from selfaudit.tui.screens.base import Page
from selfaudit.tui.transcript import PAGE_MESSAGES, page_around, rows_before, transcript
from selfaudit.tui.widgets.key_line import KeyLine


class ConversationScreen(Page[None]):
    """One page of the branch that the person last saw, as a single widget."""

    PLACE = Place.CONVERSATION
    CSS_PATH = "conversation.tcss"
    BINDINGS = bindings_at(Place.CONVERSATION)
    AUTO_FOCUS = "VerticalScroll"

    heading = getters.query_one("#heading", Static)
    pane = getters.query_one(VerticalScroll)
    text = getters.query_one("#text", Static)

    def __init__(self, store: Store, source: Source) -> None:
        super().__init__()
        self._source = source
        self._messages = store.history.messages_of(source.conversation.id)
        places = [i for i, one in enumerate(self._messages) if one.id == source.message.id]
        self._on_branch = bool(places)
        if not places:
            self._messages = [source.message]
        self._home = page_around(places[0] if places else 0, len(self._messages))
        self._page = self._home
        self._content, self._quote_at = Content(), -1

    def compose(self) -> ComposeResult:
        """A heading above, the page below."""
        with Vertical(classes="column"):
            yield Static(id="heading", markup=False)
            with VerticalScroll():
                yield Static(id="text", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Begin at the quote."""
        self._show(self._home)
        self.call_after_refresh(self._scroll_to_quote)

    def _show(self, page: range) -> None:
        self._page = page
        source = self._source
        shown = self._messages[page.start : page.stop]
        self._content, self._quote_at = transcript(
            shown, source.message.id, source.start, source.end
        )
        self.text.update(self._content)
        self.heading.update(Content("\n").join([self._title(), self._where()]))
        keys = {} if page.start > 0 else {"earlier": ""}
        keys |= {} if page.stop < len(self._messages) else {"later": ""}
        keys |= {} if source.start < source.end else {"evidence": "back to the message"}
        self.query_one(KeyLine).relabel(keys)

    def _title(self) -> Content:
        title = one_line(self._source.conversation.title, 90) or "A chat without a title"
        return Content.styled(title, "bold")

    def _where(self) -> Content:
        if not self._on_branch:
            return Content.styled(
                "Not in the version of the chat that you saw last, so this message stands alone.",
                "$foreground 65%",
            )
        page, total = self._page, len(self._messages)
        parts = [f"Messages {page.start + 1:,} to {page.stop:,} of {total:,}"]
        if page.start > 0:
            parts.append(f"{page.start:,} before (p)")
        if page.stop < total:
            parts.append(f"{total - page.stop:,} after (n)")
        return Content.styled(" · ".join(parts), "$foreground 65%")

    def _scroll_to_quote(self) -> None:
        width = self.text.content_size.width
        if self._quote_at >= 0 and width > 0:
            row = rows_before(self._content, self._quote_at, width)
            self.pane.scroll_to(y=max(0, row - 4), animate=False)

    def on_resize(self) -> None:
        """Keep the quote in sight."""
        if self._page == self._home:
            self.call_after_refresh(self._scroll_to_quote)

    def action_earlier(self) -> None:
        """The page before."""
        first = max(0, self._page.start - PAGE_MESSAGES)
        if first < self._page.start:
            self._show(range(first, min(len(self._messages), first + PAGE_MESSAGES)))
            self.call_after_refresh(self.pane.scroll_end, animate=False)

    def action_later(self) -> None:
        """The page after."""
        last = min(len(self._messages), self._page.stop + PAGE_MESSAGES)
        if last > self._page.stop:
            self._show(range(max(0, last - PAGE_MESSAGES), last))
            self.call_after_refresh(self.pane.scroll_home, animate=False)

    def action_evidence(self) -> None:
        """The page with the quote."""
        self._show(self._home)
        self.call_after_refresh(self._scroll_to_quote)
