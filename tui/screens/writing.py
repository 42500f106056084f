"""Writing: a comment, or the statement in the person's own words."""

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.widgets import Static

from selfaudit.core.models.judgment import Question
from selfaudit.core.review.review import OpenCard
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.screens.base import Dialog
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.writing import WritingArea


class WritingDialog(Dialog[str | None]):
    """A field to write in. Its result is the text, or None where nothing is to change."""

    PLACE = Place.WRITING
    CSS_PATH = "dialog.tcss"
    BINDINGS = bindings_at(Place.WRITING)
    AUTO_FOCUS = "WritingArea"

    area = getters.query_one(WritingArea)

    def __init__(self, title: str, note: str, text: str) -> None:
        super().__init__()
        self._title = title
        self._note = note
        self._text = text

    def compose(self) -> ComposeResult:
        """Title, field, note."""
        with Vertical(classes="box"):
            yield Static(self._title, classes="title", markup=False)
            yield WritingArea(self._text)
            yield Static(self._note, classes="note", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Begin at the end of what is there."""
        self._before = self.area.text
        self.area.move_cursor(self.area.document.end)

    @on(WritingArea.Submitted)
    def action_save(self) -> None:
        """Keep what was written, if it was changed."""
        text = self.area.text
        self.dismiss(text if text != self._before else None)

    def action_leave(self) -> None:
        """Keep nothing."""
        self.dismiss(None)


def wording_dialog(card: OpenCard) -> WritingDialog:
    """To put a card's statement in other words."""
    note = "It then counts as not accepted as written, and you are asked about your words."
    statement = " ".join(card.statement.split())
    return WritingDialog("How would you put it?", note, statement)


def prompt_dialog() -> WritingDialog:
    """To write a prompt for the next block."""
    note = "Something that you might really send to an assistant. It stays on this machine."
    return WritingDialog("A prompt of your own", note, "")


def missing_dialog() -> WritingDialog:
    """To say what is missing from the list."""
    note = "In your own words, as briefly as you like. Esc leaves it unsaid."
    return WritingDialog("What is missing?", note, "")


def comment_dialog(card: OpenCard) -> WritingDialog:
    """To note a remark on a card; begins with the one that is there."""
    standing = card.marks.get(Question.COMMENT)
    note = "It stays on this machine. A later comment stands for the earlier one."
    return WritingDialog("Your comment on this card", note, (standing and standing.text) or "")
