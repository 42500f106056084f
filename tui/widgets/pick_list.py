"""A list of any length of which one line is chosen. Only what is in sight is made and drawn."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.message import Message
from textual.widget import Widget

WHEEL_LINES = 3


class PickList(Widget):
    """Items of the same number of rows with a cursor on one of them. The keys are its screen's."""

    DEFAULT_CSS = "PickList { height: 1fr; width: 1fr; }"

    @dataclass
    class Opened(Message):
        """The chosen item was clicked."""

    @dataclass
    class Moved(Message):
        """The mouse moved the cursor."""

    def __init__(self) -> None:
        super().__init__()
        self._count = 0
        self._item: Callable[[int], Sequence[Content]] = lambda number: ()
        self._rows = 1
        self._top = 0
        self.cursor = 0

    def lay(
        self, count: int, item: Callable[[int], Sequence[Content]], rows: int = 1, cursor: int = 0
    ) -> None:
        """Show so many items of so many rows each, made when they come in sight."""
        self._count, self._item, self._rows = count, item, rows
        self.cursor = min(max(0, cursor), max(0, count - 1))
        self.refresh()

    @property
    def width(self) -> int:
        """Cells that a row of an item has."""
        return max(8, self.content_size.width - 2)

    @property
    def in_sight(self) -> int:
        """How many items fit."""
        return max(1, self.content_size.height // self._rows)

    def move(self, by: int) -> None:
        """Move the cursor, at most to an end."""
        self.cursor = min(max(0, self.cursor + by), max(0, self._count - 1))
        self.refresh()

    def move_page(self, by: int) -> None:
        """Move the cursor by what fits."""
        self.move(by * max(1, self.in_sight - 1))

    def move_to(self, place: int) -> None:
        """Move the cursor to a place, or with -1 to the end."""
        self.move((self._count if place < 0 else place) - self.cursor)

    def on_click(self, event: events.Click) -> None:
        """A click chooses, another one opens."""
        number = self._top + event.y // self._rows
        if number >= self._count:
            return
        if number == self.cursor:
            self.post_message(self.Opened())
        else:
            self.move(number - self.cursor)
            self.post_message(self.Moved())

    def on_mouse_scroll_down(self) -> None:
        """The wheel moves the cursor."""
        self.move(WHEEL_LINES)
        self.post_message(self.Moved())

    def on_mouse_scroll_up(self) -> None:
        """The wheel moves the cursor."""
        self.move(-WHEEL_LINES)
        self.post_message(self.Moved())

    def render(self) -> Content:
        """The items in sight."""
        fit = self.in_sight
        if self.cursor < self._top:
            self._top = self.cursor
        elif self.cursor >= self._top + fit:
            self._top = self.cursor - fit + 1
        self._top = max(0, min(self._top, self._count - fit))
        shown = range(self._top, min(self._count, self._top + fit))
        return Content("\n").join(row for number in shown for row in self._drawn(number))

    def _drawn(self, number: int) -> list[Content]:
        here = number == self.cursor
        rows = [*self._item(number), *[Content()] * self._rows][: self._rows]
        margins = [Content.styled("▸ ", "bold $primary") if here else Content("  ")]
        margins += [Content("  ")] * (self._rows - 1)
        drawn = [
            (margin + row.truncate(self.width, ellipsis=True))
            for margin, row in zip(margins, rows, strict=True)
        ]
        return [drawn[0].stylize("bold") if here else drawn[0], *drawn[1:]]
