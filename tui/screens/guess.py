"""Before a set of cards: how many of them will be right?"""

from dataclasses import dataclass

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from selfaudit.core.review.wordings import GUESS
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.drawable import drawable
from selfaudit.tui.screens.base import Dialog
from selfaudit.tui.screens.summary import Leaving
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.writing import WritingArea

_NOTE = (
    "Right means: true of you as it is written. Checks come beside these and do not count. "
    "The answer comes after the set. Enter without a number goes on without a guess."
)


class GuessArea(WritingArea):
    """A field for a number: z takes back, q leaves, and so nothing is typed by them."""

    @dataclass
    class Asked(Message):
        """A key that is no part of a number asked to leave."""

        leaving: Leaving

    def _on_key(self, event: events.Key) -> None:  # type: ignore[override]
        back = event.key == "z" or (event.key == "backspace" and not self.text)
        if back or event.key == "q":
            event.stop()
            event.prevent_default()
            self.post_message(self.Asked(Leaving.UNDO if back else Leaving.STOP))


class GuessDialog(Dialog[int | Leaving]):
    """A number to type. Its result is the guess, or how the person leaves without one."""

    PLACE = Place.GUESS
    CSS_PATH = "dialog.tcss"
    BINDINGS = bindings_at(Place.GUESS)
    AUTO_FOCUS = "GuessArea"

    area = getters.query_one(GuessArea)

    def __init__(self, session: Session, number: int, remark: str = "") -> None:
        super().__init__()
        self._question = drawable(session.words(GUESS).text)
        self._cards = session.review.queue.sizes.set
        self._number = number
        self._remark = remark

    def compose(self) -> ComposeResult:
        """The question, a field, what it means."""
        with Vertical(classes="box"):
            yield Static(f"Before set {self._number + 1}", classes="label", markup=False)
            yield Static(self._question, classes="title", markup=False)
            yield GuessArea("")
            yield Static(_NOTE, classes="note", markup=False)
            yield Static(Content.styled(self._remark, "$text-accent"), id="remark")
        yield KeyLine(self.PLACE)

    @on(WritingArea.Submitted)
    def action_save(self) -> None:
        """Keep the number, if it is one that can be."""
        text = self.area.text.strip()
        if not text:
            self.dismiss(Leaving.GO_ON)
        elif text.isascii() and text.isdigit() and int(text) <= self._cards:
            self.dismiss(int(text))
        else:
            said = f"A number from 0 to {self._cards}, or nothing."
            self.query_one("#remark", Static).update(Content.styled(said, "$text-accent"))

    @on(GuessArea.Asked)
    def _asked(self, message: GuessArea.Asked) -> None:
        self.dismiss(message.leaving)

    def action_undo(self) -> None:
        """Take back what was done before."""
        self.dismiss(Leaving.UNDO)

    def action_leave(self) -> None:
        """Stop for now."""
        self.dismiss(Leaving.STOP)
