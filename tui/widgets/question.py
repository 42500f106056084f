"""The question of a card, with the visible keys of its answers."""

from dataclasses import dataclass

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Grid, Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from selfaudit.core.models.judgment import Question
from selfaudit.core.review.wordings import ASKED, Choice, Wording

_MOST_CHOICES = max(len(wording.choices) for wording in ASKED.values())


class ChoiceButton(Static):
    """One answer: its key, and its words. A click chooses it."""

    DEFAULT_CSS = """
    ChoiceButton { height: auto; width: 1fr; padding: 0 1 0 0; }
    ChoiceButton:hover { background: $primary 20%; }
    """

    @dataclass
    class Chosen(Message):
        """A choice was clicked."""

        choice: Choice

    def __init__(self) -> None:
        super().__init__(markup=False)
        self._choice: Choice | None = None

    def show(self, choice: Choice | None) -> None:
        """Offer a choice, or nothing."""
        self._choice = choice
        self.display = choice is not None
        if choice is not None:
            self.update(
                Content.assemble((f" {choice.key} ", "bold reverse $primary"), f" {choice.words}")
            )

    @on(Click)
    def choose(self, event: Click) -> None:
        """A click is as good as the key."""
        event.stop()
        if self._choice is not None:
            self.post_message(self.Chosen(self._choice))


class QuestionBar(Vertical):
    """The open question. It stays where it is from card to card, whatever it asks."""

    DEFAULT_CSS = """
    QuestionBar {
        height: 8; padding: 1 2 0 2; 
        #question { height: auto; margin: 0 0 1 0; text-style: bold; }
        #choices { grid-size: 2; grid-rows: 1; height: 3; grid-gutter: 0 2; }
        &.-few #choices { grid-size: 4; grid-columns: 1fr 1fr 1fr 19; }
        #remark {
            height: 1; margin-top: 1; color: $text-accent;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
    }
    """

    question = getters.query_one("#question", Static)
    remark = getters.query_one("#remark", Static)

    def compose(self) -> ComposeResult:
        """The question, as many buttons as any question needs, and a line for remarks."""
        yield Static(id="question", markup=False)
        with Grid(id="choices"):
            for _ in range(_MOST_CHOICES):
                yield ChoiceButton()
        yield Static(id="remark", markup=False)

    def show(self, wording: Wording, given: str | None) -> None:
        """Ask a question; `given` is the answer to the one before it on the same card."""
        before = Content.styled(f"You said “{_words(given)}”.  ", "not bold $foreground 65%")
        text = Content(wording.text)
        self.question.update(before + text if given is not None else text)
        self.set_class(len(wording.choices) <= 4, "-few")
        choices: list[Choice | None] = [*wording.choices]
        choices += [None] * (_MOST_CHOICES - len(choices))
        for button, choice in zip(self.query(ChoiceButton), choices, strict=True):
            button.show(choice)

    def say(self, remark: Content) -> None:
        """Say something about the last key; an empty remark clears the line."""
        self.remark.update(remark)


def _words(given: str | None) -> str:
    return next(
        (choice.words for choice in ASKED[Question.TRUE].choices if choice.answer == given), ""
    )
