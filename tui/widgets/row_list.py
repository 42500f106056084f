"""A list of any length, of which only the rows in sight are drawn."""

from collections.abc import Callable
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

_CURSOR = Content.styled("▸ ", "bold $primary")
_MARGIN = Content("  ")
WHEEL_ROWS = 3


class RowList(Widget):
    """Lines with a cursor on one of them. The keys are its screen's."""

    DEFAULT_CSS = "RowList { height: 1fr; width: 1fr; }"

    @dataclass
    class Moved(Message):
        """The mouse chose another row."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._line: Callable[[int], Content] = lambda number: Content()
        self._top = 0
        self.cursor = 0

    def lay(self, count: int, line: Callable[[int], Content], cursor: int = 0) -> None:
        """Show so many lines, each made when it comes in sight, the cursor on one of them."""
        self._count, self._line = count, line
        self.cursor = min(max(0, cursor), max(0, count - 1))
        self.refresh()

    def move(self, by: int) -> bool:
        """Move the cursor, at most to an end; False where it stood there already."""
        before = self.cursor
        self.cursor = min(max(0, self.cursor + by), max(0, self._count - 1))
        self.refresh()
        return self.cursor != before

    @property
    def page(self) -> int:
        """How many rows a page moves by."""
        return max(1, self.size.height - 1)

    def on_click(self, event: events.Click) -> None:
        """A click puts the cursor there."""
        if self._top + event.y < self._count:
            self.move(self._top + event.y - self.cursor)
            self.post_message(self.Moved())

    def on_mouse_scroll_down(self) -> None:
        """The wheel moves the cursor."""
        self._roll(WHEEL_ROWS)

    def on_mouse_scroll_up(self) -> None:
        """The wheel moves the cursor."""
        self._roll(-WHEEL_ROWS)

    def _roll(self, by: int) -> None:
        if self.move(by):
            self.post_message(self.Moved())

    def render(self) -> Content:
        """The rows in sight."""
        width, height = self.content_size
        if self.cursor < self._top:
            self._top = self.cursor
        elif self.cursor >= self._top + height:
            self._top = self.cursor - height + 1
        self._top = min(self._top, max(0, self._count - height))
        shown = range(self._top, min(self._count, self._top + height))
        return Content("\n").join(self._drawn(number, width) for number in shown)

    def _drawn(self, number: int, width: int) -> Content:
        here = number == self.cursor
        line = (_CURSOR if here else _MARGIN) + self._line(number)
        line = line.truncate(max(1, width), ellipsis=True)
        return line.stylize("bold") if here else line
