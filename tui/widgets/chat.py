"""A conversation of any length, of which some pages are held and the rows in sight are drawn."""

from collections.abc import Sequence

from textual.content import Content
from textual.widget import Widget

from selfaudit.tui.history.chat_rows import Row, Told, message_rows
from selfaudit.tui.history.pages import Pages

WHEEL_ROWS = 3


class ChatView(Widget):
    """Rows of messages. Scrolling fetches what is needed and lets go of what is far away."""

    DEFAULT_CSS = "ChatView { height: 1fr; width: 1fr; }"

    def __init__(self, pages: Pages) -> None:
        super().__init__()
        self._pages = pages
        self._rows: list[Row] = []
        self._made: dict[str, list[Row]] = {}
        self._width = 0
        self._top = 0
        self.chosen: tuple[str, int | None] | None = None

    @property
    def page(self) -> int:
        """Rows that scrolling by a page moves by."""
        return max(1, self.size.height - 2)

    def begin(self) -> None:
        """Show the page that the pages were turned to: at what was found on it, else at its top."""
        self._lay()
        wanted = [
            place for place, row in enumerate(self._rows) if row.message == self._pages.wanted
        ]
        start = wanted[0] if wanted else 0
        hit = next((place for place in wanted if self._rows[place].is_hit), start)
        # From its beginning, where what was found is in sight then.
        self._top = start if hit - start < self.size.height - 2 else hit - 3
        self._settle()

    def scroll_rows(self, by: int) -> None:
        """Scroll, fetching pages on the way."""
        self._top += by
        self._settle()

    def to_end(self) -> None:
        """Show the last rows."""
        self._lay()
        self._top = len(self._rows)
        self._settle()

    def _settle(self) -> None:
        height = self.size.height
        while self._top < 0 and (before := self._pages.turn_back()):
            self._lay()
            self._top += self._height_of(before)
        while self._top + height > len(self._rows) and self._pages.turn_on():
            gone = self._height_of(self._pages.dropped)
            self._lay()
            self._top -= gone
        self._top = max(0, min(self._top, len(self._rows) - height))
        self.refresh()

    def _height_of(self, messages: Sequence[Told]) -> int:
        return sum(len(self._made.get(one.message.id, ())) for one in messages)

    def _lay(self) -> None:
        """Make the rows of the pages held; those made already are used again."""
        width = self.size.width
        if width != self._width:
            self._width, self._made = width, {}
        made = {
            one.message.id: self._made.get(one.message.id)
            or message_rows(one, width, self._chosen_of(one))
            for one in self._pages.held
        }
        dropped = {
            one.message.id: self._made.get(one.message.id, []) for one in self._pages.dropped
        }
        self._rows = [row for rows in made.values() for row in rows]
        self._made = dropped | made

    def _chosen_of(self, one: Told) -> int | None:
        return self.chosen[1] if self.chosen and self.chosen[0] == one.message.id else None

    def on_resize(self) -> None:
        """Lay the rows anew, the first message in sight staying in sight."""
        if not self._rows or self.size.width == self._width:
            self._settle()
            return
        first = self.first_in_sight
        self._lay()
        starts = [place for place, row in enumerate(self._rows) if row.message == first]
        self._top = starts[0] if starts else 0
        self._settle()

    @property
    def first_in_sight(self) -> str | None:
        """The message that the first row belongs to."""
        return self._rows[self._top].message if self._top < len(self._rows) else None

    @property
    def last_in_sight(self) -> str | None:
        """The message that the last row belongs to."""
        last = min(len(self._rows), self._top + self.size.height) - 1
        return self._rows[last].message if last >= 0 else None

    def choose(self, by: int) -> None:
        """Choose the next attribute of the pages held, or the one before; bring it in sight."""
        stops = [place for place in range(len(self._rows)) if self._is_stop(place)]
        if not stops:
            return
        here = next((n for n, place in enumerate(stops) if self._key(place) == self.chosen), None)
        if here is None:
            below = sum(place < self._top for place in stops)
            here = below - 1 if by > 0 else below
        place = stops[min(max(0, here + by), len(stops) - 1)]
        before, self.chosen = self.chosen, self._key(place)
        for changed in (before, self.chosen):
            if changed is not None:
                self._made.pop(changed[0], None)
        self._lay()
        if not self._top <= place < self._top + self.size.height - 2:
            self._top = place - self.size.height // 2
        self._settle()

    def _is_stop(self, place: int) -> bool:
        """Whether an attribute begins at a row."""
        if self._rows[place].attribute is None:
            return False
        return place == 0 or self._key(place) != self._key(place - 1)

    def _key(self, place: int) -> tuple[str, int | None]:
        row = self._rows[place]
        return row.message, row.attribute

    def on_mouse_scroll_down(self) -> None:
        """The wheel scrolls."""
        self.scroll_rows(WHEEL_ROWS)

    def on_mouse_scroll_up(self) -> None:
        """The wheel scrolls."""
        self.scroll_rows(-WHEEL_ROWS)

    def render(self) -> Content:
        """The rows in sight."""
        shown = self._rows[self._top : self._top + self.size.height]
        return Content("\n").join(row.shown for row in shown)
