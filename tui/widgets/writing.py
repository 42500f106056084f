"""A field to write in that takes no control characters."""

from dataclasses import dataclass

from textual import events
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from selfaudit.tui.drawable import drawable


class WritingArea(TextArea):
    """Text of a few lines. Enter is for saving; what is pasted is made drawable first."""

    DEFAULT_CSS = "WritingArea { height: 6; }"

    @dataclass
    class Submitted(Message):
        """Enter was pressed."""

        text: str

    def __init__(self, text: str) -> None:
        super().__init__(_clean(text), soft_wrap=True, show_line_numbers=False)

    def _on_key(self, event: events.Key) -> None:  # type: ignore[override]
        # Textual calls the base class's handler by itself, unless the default is prevented.
        if event.key == "enter":
            event.stop()
            event.prevent_default()
            self.post_message(self.Submitted(self.text))

    def edit(self, edit: Edit) -> EditResult:
        """Every insertion comes through here, pasting too."""
        edit.text = _clean(edit.text)
        return super().edit(edit)

    def load_text(self, text: str) -> None:
        """Replace everything."""
        super().load_text(_clean(text))


def _clean(text: str) -> str:
    return drawable(text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", " "))
