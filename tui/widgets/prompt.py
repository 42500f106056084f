"""A prompt that the person might send, whole, in a pane that scrolls."""

from textual import getters
from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.widgets import Static

from selfaudit.core.models.relevance import Prompt, PromptSource
from selfaudit.tui.styled import content

SOURCES = {
    PromptSource.TYPED: "written by you",
    PromptSource.HISTORY: "from your own chats",
    PromptSource.BUNDLED: "an everyday prompt",
    PromptSource.ELSEWHERE: "from your file of answers",
}
"""Where a prompt came from, as people read it."""


class PromptView(VerticalScroll):
    """One prompt and where it came from."""

    DEFAULT_CSS = """
    PromptView {
        height: auto; min-height: 3; max-height: 12; padding: 0 1;
        background: $surface; border: round $foreground 30%; border-title-color: $text-muted;
        scrollbar-size-vertical: 1;
    }
    PromptView > Static { height: auto; width: 1fr; }
    """

    text = getters.query_one(Static)

    def __init__(self) -> None:
        super().__init__(can_focus=False)

    def compose(self) -> ComposeResult:
        """The text."""
        yield Static(markup=False)

    def show(self, prompt: Prompt, *, is_new: bool = False) -> None:
        """Show a prompt from its beginning; a new one stands out."""
        which = "A new prompt" if is_new else "The prompt"
        self.border_title = f"{which} · {SOURCES[prompt.source]}"
        self.set_class(is_new, "-new")
        self.text.update(content(prompt.text or "(erased)"))
        self.scroll_home(animate=False)

    def scroll_by(self, pages: int) -> None:
        """Scroll by most of a page."""
        step = max(1, self.size.height - 1)
        self.scroll_relative(y=pages * step, animate=False)
