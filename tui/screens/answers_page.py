"""A page on which a pair of answers lies: how they are laid out, scrolled and read."""

from textual import getters
from textual.content import Content

from selfaudit.core.comparison.voting import OpenPair
from selfaudit.core.models.comparison import Side
from selfaudit.tui.key_guard import KeyGuard
from selfaudit.tui.screens.base import Page
from selfaudit.tui.screens.reading import PromptDialog
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.pair import PairView

WIDE = 110
"""Columns from which on both answers stand side by side."""


class AnswersPage(Page[None]):
    """Looking at both answers; what is said of them is for the screen itself."""

    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (WIDE, "-wide")]  # noqa: RUF012

    view = getters.query_one(PairView)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._pair: OpenPair | None = None
        self._guard = KeyGuard(
            session.clock, session.new_question_seconds, session.held_key_seconds
        )

    @property
    def is_wide(self) -> bool:
        """Whether both answers are on the screen at once."""
        return self.app.size.width >= WIDE

    def show_keys(self) -> None:
        """Say which keys do something now."""
        raise NotImplementedError

    def on_resize(self) -> None:
        """Side by side, or in turn."""
        self.view.answers.lay_out(is_wide=self.is_wide)
        self.show_keys()

    def action_flip(self) -> None:
        """The other answer."""
        self._pick(None)

    def action_pick(self, side: str) -> None:
        """One of the answers."""
        self._pick(Side(side))

    def _pick(self, side: Side | None) -> None:
        if self._pair is None:
            return
        before = len(self.view.answers.seen)
        self.view.answers.pick(side)
        if len(self.view.answers.seen) > before:
            # As with a new question: it must be on the terminal before a key may judge it.
            self.view.question.say(Content())
            self._guard.close()
            self.call_after_refresh(self._guard.open)

    def action_together(self) -> None:
        """Scroll both answers together, or each alone."""
        if self._pair is not None and self.is_wide and self._guard.admits("a"):
            self.view.answers.toggle_apart()
            self.show_keys()

    def action_scroll_by(self, rows: int) -> None:
        """Scroll by rows."""
        self.view.answers.scroll_rows(rows)

    def action_scroll_page(self, pages: int) -> None:
        """Scroll by pages."""
        self.view.answers.scroll_pages(pages)

    def action_read_prompt(self) -> None:
        """Read the whole prompt."""
        if self._pair is not None:
            self.app.push_screen(PromptDialog(self._pair.prompt.text))
