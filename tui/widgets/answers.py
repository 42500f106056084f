"""Two answers to one prompt: side by side where there is room, else one after the other."""

from dataclasses import dataclass

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Horizontal, VerticalScroll
from textual.message import Message

from selfaudit.core.models.comparison import ShownAnswer, Side
from selfaudit.tui.widgets.answer_text import AnswerText
from selfaudit.tui.words import count

WHEEL_ROWS = 3
"""Rows that one turn of the wheel scrolls by."""


class AnswerPane(VerticalScroll):
    """One answer in a frame that says which side it is."""

    @dataclass
    class Wheeled(Message):
        """The wheel was turned over this answer."""

        side: Side
        rows: int

    @dataclass
    class Moved(Message):
        """Another part of the answer is in sight."""

        pane: "AnswerPane"

    def __init__(self, side: Side) -> None:
        super().__init__(can_focus=False)
        self.side = side
        self.text = AnswerText()

    def compose(self) -> ComposeResult:
        """The text."""
        yield self.text

    def on_mount(self) -> None:
        """Say whenever another part is in sight."""
        for what in ("scroll_y", "virtual_size", "size"):
            self.watch(self, what, self._tell, init=False)

    def _tell(self) -> None:
        self.post_message(self.Moved(self))

    def on_mouse_scroll_down(self, event: events.MouseScrollDown) -> None:
        """Both answers may have to move."""
        self._wheel(event, WHEEL_ROWS)

    def on_mouse_scroll_up(self, event: events.MouseScrollUp) -> None:
        """Both answers may have to move."""
        self._wheel(event, -WHEEL_ROWS)

    def _wheel(self, event: events.MouseEvent, turned: int) -> None:
        event.stop()
        event.prevent_default()
        self.post_message(self.Wheeled(self.side, turned))


class AnswersView(Horizontal):
    """Both answers, whole. Nothing differs between the sides but their names and their texts.

    `seen` are the sides of this pair that were on the screen.
    """

    DEFAULT_CSS = """
    AnswersView { height: 1fr; min-height: 5; }
    AnswerPane {
        width: 1fr; height: 1fr; padding: 0 1; scrollbar-size-vertical: 1;
        border: round $foreground 30%; border-title-color: $text-muted;
        border-subtitle-color: $text-muted;
        &.-scrolls { border: round $primary; border-title-color: $text-primary; }
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._panes = {side: AnswerPane(side) for side in Side}
        self._is_wide = False
        self._is_apart = False
        self._picked = Side.LEFT
        self.seen: set[Side] = set()

    def compose(self) -> ComposeResult:
        """Left and right."""
        yield from self._panes.values()

    @property
    def scrolls_apart(self) -> bool:
        """Whether each answer scrolls alone."""
        return self._is_apart or not self._is_wide

    def show(self, left: ShownAnswer, right: ShownAnswer) -> None:
        """Show the answers of another pair, the left one first where one is shown at a time."""
        for side, answer in ((Side.LEFT, left), (Side.RIGHT, right)):
            self._panes[side].text.show(answer.text, answer.finish_reason)
            self._panes[side].scroll_home(animate=False)
        self._picked = Side.LEFT
        self.seen.clear()
        self._arrange()

    def lay_out(self, *, is_wide: bool) -> None:
        """Put the answers side by side, or one over the other."""
        self._is_wide = is_wide
        self._arrange()

    def pick(self, side: Side | None = None) -> None:
        """Show one side, or the other one; where both are shown, scroll it."""
        self._picked = side if side is not None else self._picked.other
        self._arrange()

    def toggle_apart(self) -> None:
        """Scroll both together, or each alone."""
        self._is_apart = not self._is_apart
        if not self._is_apart:
            self._scroll_both(self._panes[self._picked].scroll_y)
        self._arrange()

    def scroll_rows(self, number: int, side: Side | None = None) -> None:
        """Scroll by rows: both answers, or the one that is picked or under the mouse."""
        if self.scrolls_apart:
            self._panes[side or self._picked].scroll_relative(y=number, animate=False)
        else:
            self._scroll_both(max(pane.scroll_y for pane in self._panes.values()) + number)

    def scroll_pages(self, number: int) -> None:
        """Scroll by most of a page."""
        self.scroll_rows(number * max(1, self._panes[self._picked].size.height - 2))

    def _scroll_both(self, row: float) -> None:
        for pane in self._panes.values():
            pane.scroll_to(y=row, animate=False)

    def _arrange(self) -> None:
        for side, pane in self._panes.items():
            pane.display = self._is_wide or side is self._picked
            pane.set_class(self.scrolls_apart and side is self._picked, "-scrolls")
            pane.border_title = self._title(side)
            if pane.display:
                self.seen.add(side)
                self._say_what_is_below(pane)

    def _title(self, side: Side) -> str:
        if not self._is_wide:
            place = list(Side).index(side) + 1
            return f"{side.upper()} ANSWER · {place} of 2 · Tab shows the {side.other} one"
        scrolls = self._is_apart and side is self._picked
        return f"{side.capitalize()} answer" + (" · ↑ ↓ scroll this one" if scrolls else "")

    @on(AnswerPane.Wheeled)
    def _wheeled(self, message: AnswerPane.Wheeled) -> None:
        message.stop()
        self.scroll_rows(message.rows, message.side)

    @on(AnswerPane.Moved)
    def _moved(self, message: AnswerPane.Moved) -> None:
        message.stop()
        self._say_what_is_below(message.pane)

    def _say_what_is_below(self, pane: AnswerPane) -> None:
        below = round(pane.max_scroll_y - pane.scroll_y)
        pane.border_subtitle = f"↓ {count(below, 'more row')}" if below > 0 else ""
