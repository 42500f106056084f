"""A field to write in: keeps what was written as it was written, and draws only drawable text."""

import re
from dataclasses import dataclass

from rich.text import Text
from textual import events
from textual.message import Message
from textual.widgets import TextArea
from textual.widgets.text_area import Edit, EditResult

from selfaudit.tui.drawable import drawable

_LINE_ENDS = re.compile("\r\n|[\r\u2028\u2029]")
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f]")
_LONE_SURROGATES = re.compile(r"[\ud800-\udfff]")


class WritingArea(TextArea):
    """Text of a few lines. Enter is for saving.

    One key may be only part of what is seen as a character, so each is kept as it comes.
    """

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
        elif not event.is_printable and _clean(event.character or "").strip("\t\n"):
            # Spaces without a break, wide spaces and joiners, which Textual would not insert.
            event.stop()
            event.prevent_default()
            self.replace(event.character or "", *self.selection, maintain_selection_offset=False)

    def edit(self, edit: Edit) -> EditResult:
        """Every insertion comes through here, pasting too."""
        edit.text = _clean(edit.text)
        return super().edit(edit)

    def load_text(self, text: str) -> None:
        """Replace everything."""
        super().load_text(_clean(text))

    def get_line(self, line_index: int) -> Text:
        """A line as it is drawn: as many code points as it has, so that the cursor fits."""
        return Text(drawable(self.document.get_line(line_index)), end="", no_wrap=True)


def _clean(text: str) -> str:
    """The text without what must never be stored: control characters and lone surrogates."""
    text = _CONTROLS.sub("", _LINE_ENDS.sub("\n", text))
    return _LONE_SURROGATES.sub("\ufffd", text)
