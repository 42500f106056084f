"""Lines in as many rows as they need."""

from collections.abc import Sequence

from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget

from selfaudit.tui.lines import Line, rows


class LinesView(Widget):
    """Some lines, wrapped so that what belongs together stands below itself."""

    DEFAULT_CSS = "LinesView { height: auto; width: 1fr; }"

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__(id=id)
        self._lines: Sequence[Line] = ()
        self._drawn: tuple[int, list[Content]] = (-1, [])

    def lay(self, lines: Sequence[Line]) -> None:
        """Show these lines."""
        self._lines = lines
        self._drawn = (-1, [])
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the lines need at this width."""
        return len(self._rows(width))

    def render(self) -> Content:
        """The rows."""
        return Content("\n").join(self._rows(self.content_size.width))

    def _rows(self, width: int) -> list[Content]:
        if self._drawn[0] != width:
            self._drawn = (width, list(rows(self._lines, width)))
        return self._drawn[1]
