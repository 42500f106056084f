"""What to know before the first pair of answers."""

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.comparison.wordings import BETTER
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.drawable import drawable
from selfaudit.tui.screens.base import Page
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.key_line import KeyLine

_NOTES = (
    "One answer was written without knowing anything about you. The other may have been given "
    "some of what you said is true. Which is which, and on which side it stands, is drawn by lot "
    "and hidden.",
    "Some pairs are checks: neither answer knows you, or one was given facts that you marked as "
    "not relevant, or that are not about you at all. A pair may come back.",
    "Everything stays sealed until the block is done. Then you see which answer was which, and "
    "what each was given. Until then z takes back your last answer, as far as you like.",
    "Every answer is saved the moment you press its key. A key that comes right after a new "
    "question is ignored. ? shows all keys.",
)


class FirstComparisonScreen(Page[bool]):
    """One short screen, shown while nothing was compared yet. Its result: whether to go on."""

    PLACE = Place.FIRST_COMPARISON
    CSS_PATH = "first_visit.tcss"
    BINDINGS = bindings_at(Place.FIRST_COMPARISON)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    def compose(self) -> ComposeResult:
        """The question, and how it is kept fair."""
        with Vertical(classes="column"):
            yield Static(
                "Did it help? You compare two answers to the same prompt.",
                classes="title",
                markup=False,
            )
            asked = drawable(self._session.words(BETTER).text)
            yield Static(Content.styled(asked, "bold"), classes="question")
            for note in _NOTES:
                yield Static(note, classes="note", markup=False)
        yield KeyLine(self.PLACE)

    def action_go_on(self) -> None:
        """To the pairs."""
        self.dismiss(True)

    def action_leave(self) -> None:
        """Not now."""
        self.dismiss(False)
