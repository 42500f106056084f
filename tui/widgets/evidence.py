"""The quote, inside the message that it is from."""

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from selfaudit.tui.desk import Source
from selfaudit.tui.drawable import drawable, one_line
from selfaudit.tui.excerpt import Excerpt, excerpt
from selfaudit.tui.styled import content
from selfaudit.tui.themes import QUOTE_STYLE
from selfaudit.tui.words import day

AROUND = 1_200
"""Code points of the message that are shown on either side of the quote."""


MADE_FROM = "Made from your words in"


class EvidenceView(Vertical):
    """A message, windowed around a quote that is highlighted and scrolled to."""

    DEFAULT_CSS = """
    EvidenceView { height: 1fr; min-height: 4; padding: 0 2; background: $surface; }
    EvidenceView > #source { height: auto; max-height: 2; color: $text-muted; }
    EvidenceView > VerticalScroll { height: 1fr; scrollbar-size-vertical: 1; }
    EvidenceView #message { height: auto; width: 1fr; padding: 0 1 0 0; }
    """

    source = getters.query_one("#source", Static)
    pane = getters.query_one(VerticalScroll)
    message = getters.query_one("#message", Static)

    def __init__(self) -> None:
        super().__init__()
        self._piece = Excerpt("", 0, 0)
        self._shown: tuple[Source, str] | None = None

    def compose(self) -> ComposeResult:
        """The source above, the message in a pane that scrolls below."""
        yield Static(id="source", markup=False)
        with VerticalScroll(can_focus=False):
            yield Static(id="message", markup=False)

    def show(self, source: Source, lead: str = MADE_FROM) -> None:
        """Show a quote in its message; `lead` begins the line that says where that is from.

        What is there already, under another question of the same card, is not laid out again.
        """
        if self._shown == (source, lead):
            self._scroll_to_quote()
            return
        self._shown = (source, lead)
        self._piece = excerpt(source.message.text, source.start, source.end, AROUND)
        when = day(source.message.created_at)
        title = one_line(source.conversation.title, 60)
        place = f"“{title}”" if title else "a chat without a title"
        self.source.update(Content(f"{lead} {place}{when and ', ' + when}"))
        self.message.update(quoted(self._piece))
        self.pane.scroll_home(animate=False)
        self.call_after_refresh(self._scroll_to_quote)

    def show_missing(self, why: str) -> None:
        """Show that there is no quote."""
        self._shown = None
        self._piece = Excerpt("", 0, 0)
        self.source.update(Content(why))
        self.message.update(Content(""))

    def scroll_by(self, pages: int) -> None:
        """Scroll the message by most of a page."""
        step = max(1, self.pane.size.height - 2)
        self.pane.scroll_relative(y=pages * step, animate=False)

    def on_resize(self) -> None:
        """Keep the quote in sight."""
        self.call_after_refresh(self._scroll_to_quote)

    def _scroll_to_quote(self) -> None:
        width = self.message.content_size.width
        if width > 0:
            row = rows_before(self._piece, width)
            self.pane.scroll_to(y=max(0, row - 2), animate=False)


def quoted(piece: Excerpt) -> Content:
    """An excerpt as Content with its quote highlighted."""
    return content(piece.text, [(piece.start, piece.end, QUOTE_STYLE)])


def rows_before(piece: Excerpt, width: int) -> int:
    """How many rows stand above the quote's first row when wrapped to a width."""
    return len(Content(drawable(piece.text[: piece.start + 1])).wrap(width)) - 1
