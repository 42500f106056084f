"""A row of a package, field by field, with what each field means."""

from collections.abc import Iterable

from textual.widget import Widget
from textual.widgets import Static

from selfaudit.core.export.leaving import Leaving
from selfaudit.tui.export.row_text import field_lines
from selfaudit.tui.screens.reading import ReadingDialog
from selfaudit.tui.widgets.lines import LinesView


class FieldsDialog(ReadingDialog):
    """Everything of one row that would leave."""

    TITLE = "The row, field by field, as it would leave"

    def __init__(self, row: Leaving) -> None:
        super().__init__()
        self._row = row

    def parts(self) -> Iterable[Widget]:
        """The fields."""
        lines = LinesView()
        lines.lay(field_lines(self._row))
        yield lines
        yield Static("These are the names that the files use.", classes="note", markup=False)
