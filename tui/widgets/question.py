"""The question of a card, with the visible keys of its answers."""

from collections.abc import Collection
from dataclasses import dataclass

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Grid, Vertical
from textual.content import Content
from textual.events import Click
from textual.message import Message
from textual.widgets import Static

from selfaudit.core.models.wording import Choice, Wording
from selfaudit.tui.drawable import drawable

_NARROW = 10
"""Letters of an answer that fit a fourth of a small window."""


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

    def show(self, choice: Choice | None, ticked: bool | None = None) -> None:
        """Offer a choice, or nothing; with `ticked` it is one of several that can be ticked."""
        self._choice = choice
        self.display = choice is not None
        if choice is not None:
            key = Content.styled(f" {choice.key} ", "bold reverse $primary")
            words = Content(f" {choice.words}")
            if ticked is not None:
                words = Content(" [✓]" if ticked else " [ ]") + words
            self.update(key + (words.stylize("bold") if ticked else words))

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
        &.-few #choices { grid-size: 4; grid-columns: 1fr 1fr 1fr 19; height: 1; }
        &.-three #choices { grid-size: 3; grid-columns: 1fr; height: 1; }
        #remark {
            dock: bottom; height: 1; color: $text-accent;
            text-wrap: nowrap; text-overflow: ellipsis;
        }
    }
    """

    question = getters.query_one("#question", Static)
    remark = getters.query_one("#remark", Static)

    def __init__(self, most_choices: int) -> None:
        super().__init__()
        self._most_choices = most_choices

    def compose(self) -> ComposeResult:
        """The question, as many buttons as any question needs, and a line for remarks."""
        yield Static(id="question", markup=False)
        with Grid(id="choices"):
            for _ in range(self._most_choices):
                yield ChoiceButton()
        yield Static(id="remark", markup=False)

    def show(self, wording: Wording, said: str = "", ticked: Collection[str] | None = None) -> None:
        """Ask a question; `said` is the answer to the one before it on the same card, in words.

        Where more than one answer can be given, `ticked` holds those that are.
        """
        before = Content.styled(f"You said “{said}”.  ", "not bold $foreground 65%")
        text = Content(drawable(wording.text))
        self.question.update(before + text if said else text)
        self.set_class(len(wording.choices) <= 4, "-few")
        longest = max((len(choice.words) for choice in wording.choices), default=0)
        self.set_class(len(wording.choices) == 3 and longest > _NARROW, "-three")
        choices: list[Choice | None] = [*wording.choices]
        choices += [None] * (self._most_choices - len(choices))
        for button, choice in zip(self.query(ChoiceButton), choices, strict=True):
            if choice is None or ticked is None:
                button.show(choice)
            else:
                button.show(choice, choice.answer in ticked)

    def say(self, remark: Content) -> None:
        """Say something about the last key; an empty remark clears the line."""
        self.remark.update(remark)
