"""Practice cards: what the answers mean. Nothing that is said here is stored."""

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.models.wording import Choice
from selfaudit.core.review.practice import PRACTICE
from selfaudit.core.review.wordings import TRUE
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.screens.base import Page
from selfaudit.tui.session import Session
from selfaudit.tui.themes import QUOTE_STYLE
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.question import ChoiceButton, QuestionBar
from selfaudit.tui.widgets.statement import GUESS, StatementCard


class PracticeScreen(Page[bool]):
    """One practice card after another. Its result: whether to go on to the first card."""

    PLACE = Place.PRACTICE
    CSS_PATH = "first_visit.tcss"
    BINDINGS = bindings_at(Place.PRACTICE)

    question = getters.query_one(QuestionBar)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._place = 0
        self._answered = False

    def compose(self) -> ComposeResult:
        """What to suppose, the statement, the words, the question, and what its answer means."""
        with Vertical(classes="column"):
            yield Static(id="place", classes="title", markup=False)
            yield Static(id="suppose", classes="suppose", markup=False)
            yield StatementCard()
            yield Static(id="words", classes="keys")
            yield QuestionBar(len(TRUE.choices))
            yield Static(id="because", classes="because", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Begin with the first."""
        self._show()

    def _show(self) -> None:
        card, last = PRACTICE[self._place], self._place + 1 == len(PRACTICE)
        self._answered = False
        self.query_one("#place", Static).update(
            f"Practice {self._place + 1} of {len(PRACTICE)}: made up, and not kept"
        )
        self.query_one("#suppose", Static).update(card.suppose)
        self.query_one(StatementCard).lay(card.statement, GUESS)
        self.query_one("#words", Static).update(Content.styled(card.words, QUOTE_STYLE))
        self.question.show(self._session.words(TRUE))
        self.query_one("#because", Static).update("")
        keys = {"go_on": "the first card" if last else "next"}
        if self._place == 0:
            keys["skip"] = ""
        self.query_one(KeyLine).relabel(keys)

    def on_key(self, event: events.Key) -> None:
        """One key answers, as on a card."""
        choice = TRUE.choice_for(event.character or "")
        if choice is not None:
            event.stop()
            self._answer(choice)

    @on(ChoiceButton.Chosen)
    def _clicked(self, message: ChoiceButton.Chosen) -> None:
        self._answer(message.choice)

    def _answer(self, choice: Choice) -> None:
        card = PRACTICE[self._place]
        fits = choice.answer == card.best
        said = f"You said “{choice.words}”. " if fits else f"Better “{TRUE.words_of(card.best)}”. "
        self._answered = True
        self.query_one("#because", Static).update(
            Content.assemble((said, "bold $primary"), card.because, "  Enter goes on.")
        )
        if self._place == 0:
            self.query_one(KeyLine).relabel({"go_on": "next"})

    def action_go_on(self) -> None:
        """To the next, or from the last to the first card. The first one wants an answer."""
        if self._place == 0 and not self._answered:
            self.question.say(Content("Try it: one of the keys above."))
        elif self._place + 1 < len(PRACTICE):
            self._place += 1
            self._show()
        else:
            self.dismiss(True)

    def action_skip(self) -> None:
        """To the first card, once one was tried."""
        if self._place > 0 or self._answered:
            self.dismiss(True)

    def action_leave(self) -> None:
        """Not now."""
        self.dismiss(False)
