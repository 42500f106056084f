"""A page of the report, with a cursor on what can be opened."""

from dataclasses import dataclass

from textual import events
from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.widget import Widget

from selfaudit.core.report.pages import Page
from selfaudit.tui.report_parts import MARGIN, Opens, Part
from selfaudit.tui.report_text import parts

_CURSOR = Content.styled("▸ ", "bold $primary")


class ReportPageView(Widget):
    """The rows of a page in one widget, laid out for its width."""

    DEFAULT_CSS = "ReportPageView { height: auto; width: 1fr; }"

    @dataclass
    class Clicked(Message):
        """The mouse chose something that can be opened."""

    def __init__(self) -> None:
        super().__init__()
        self._page: Page | None = None
        self._cursor = 0
        self._drawn: tuple[int, list[Part]] = (-1, [])

    def show(self, page: Page, cursor: int) -> None:
        """Show a page, the cursor at so manieth place."""
        self._page = page
        self._cursor = cursor
        self._drawn = (-1, [])
        self.refresh(layout=True)

    @property
    def cursor(self) -> int:
        """Which of the places the cursor stands at."""
        return min(self._cursor, max(0, len(self._stops()) - 1))

    @property
    def chosen(self) -> Opens | None:
        """What opens where the cursor stands."""
        stops = self._stops()
        return stops[self.cursor].opens if stops else None

    def move(self, by: int) -> bool:
        """Move the cursor; False where there is nothing further that way."""
        return self.move_to(self.cursor + by)

    def move_to(self, cursor: int) -> bool:
        """Put the cursor at a place, if there is such a place."""
        if not 0 <= cursor < len(self._stops()):
            return False
        self._cursor = cursor
        self.refresh()
        return True

    def rows_of_cursor(self) -> range:
        """The rows of what the cursor stands at; those above the first one count to it."""
        stops = self._stops()
        if not stops:
            return range(0)
        rows = self._rows_of(stops[self.cursor])
        return range(0 if self.cursor == 0 else rows.start, rows.stop)

    def first_place_in(self, shown: range) -> int | None:
        """The first place of the cursor that lies wholly in these rows."""
        for place, part in enumerate(self._stops()):
            rows = self._rows_of(part)
            if rows.start + part.at >= shown.start and rows.stop <= shown.stop:
                return place
        return None

    def on_click(self, event: events.Click) -> None:
        """A click chooses, and opens."""
        for place, part in enumerate(self._stops()):
            if event.y in self._rows_of(part):
                self.move_to(place)
                self.post_message(self.Clicked())

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the page needs at this width."""
        return sum(len(part.rows) for part in self._parts(width))

    def render(self) -> Content:
        """The rows, with the cursor."""
        here = self._stops()[self.cursor] if self._stops() else None
        lines: list[Content] = []
        for part in self._parts(self.content_size.width):
            rows = list(part.rows)
            if part is here:
                rows[part.at] = _CURSOR + rows[part.at][MARGIN.cell_length :]
            lines += rows
        return Content("\n").join(lines)

    def _stops(self) -> list[Part]:
        return [part for part in self._parts(self.content_size.width) if part.opens is not None]

    def _rows_of(self, wanted: Part) -> range:
        row = 0
        for part in self._parts(self.content_size.width):
            if part is wanted:
                return range(row, row + len(part.rows))
            row += len(part.rows)
        raise ValueError("not a part of this page")

    def _parts(self, width: int) -> list[Part]:
        if self._page is None or width <= 0:
            return []
        if self._drawn[0] != width:
            self._drawn = (width, parts(self._page, width))
        return self._drawn[1]
