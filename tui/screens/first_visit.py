"""What to know before the first card."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.models.judgment import Question
from selfaudit.core.review.wordings import ASKED
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.screens.base import Page
from selfaudit.tui.widgets.key_line import KeyLine

_NOTES = (
    "Each card has one attribute, as the program puts it, and the words of yours that it came "
    "from. You say whether it is true; nothing else that the model thought is shown before you "
    "have answered.",
    "Your answer is saved the moment you press its key. z takes back the last answer, and the "
    "one before it, as far as you like.",
    "Take your time: a key that comes right after a new question is ignored. ? shows all keys.",
)


class FirstVisitScreen(Page[bool]):
    """One short screen, shown while nothing was judged yet. Its result: whether to go on."""

    PLACE = Place.WELCOME
    CSS_PATH = "first_visit.tcss"
    BINDINGS = bindings_at(Place.WELCOME)

    def compose(self) -> ComposeResult:
        """The instruction, the first question's keys, three notes."""
        wording = ASKED[Question.TRUE]
        with Vertical(classes="column"):
            yield Static(
                "These are a program's guesses; some are wrong. You can refuse any card.",
                classes="title",
                markup=False,
            )
            yield Static(Content.styled(wording.text, "bold"))
            yield Static(
                Content("\n").join(
                    Content.assemble(
                        (f" {choice.key} ", "bold reverse $primary"), f" {choice.words}"
                    )
                    for choice in wording.choices
                ),
                classes="keys",
            )
            for note in _NOTES:
                yield Static(note, classes="note", markup=False)
        yield KeyLine(self.PLACE)

    def action_go_on(self) -> None:
        """To the first card."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Not now."""
        self.dismiss(False)
