"""One pair laid open, from top to bottom."""

from textual import getters
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Static

from selfaudit.core.comparison.results import Outcome, Results
from selfaudit.core.models.comparison import Side
from selfaudit.tui import outcome_text as text
from selfaudit.tui.styled import content
from selfaudit.tui.widgets.answer_text import AnswerText
from selfaudit.tui.widgets.lines import LinesView


class _Answer(Vertical):
    """One answer in a frame that says which it was."""

    def __init__(self, side: Side) -> None:
        super().__init__()
        self._side = side
        self._text = AnswerText()

    def compose(self) -> ComposeResult:
        """The text."""
        yield self._text

    def show(self, outcome: Outcome) -> None:
        """Show the answer that stood on this side."""
        answer = text.answer_at(outcome, self._side)
        self.border_title = text.answer_title(outcome, self._side)
        self._text.show(answer.text, answer.finish_reason, text.marks(outcome, answer))


class OutcomeView(VerticalScroll):
    """What was said, what the answers were given, and both answers with the places that tell."""

    DEFAULT_CSS = """
    OutcomeView {
        width: 1fr; height: 1fr; scrollbar-size-vertical: 1; padding: 0 2;
        Static { height: auto; width: 1fr; }
        #said, #facts { margin-top: 1; }
        #asked { margin-top: 1; padding: 0 1; border-left: outer $primary; }
        #both { height: auto; margin-top: 1; }
        _Answer {
            width: 1fr; height: auto; padding: 0 1;
            border: round $foreground 30%; border-title-color: $text-muted;
        }
    }
    """

    heading = getters.query_one("#heading", LinesView)
    said = getters.query_one("#said", LinesView)
    facts = getters.query_one("#facts", LinesView)
    prompt = getters.query_one("#asked", Static)

    def __init__(self) -> None:
        super().__init__(can_focus=False)
        self._answers = [_Answer(side) for side in Side]

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield LinesView(id="heading")
        yield LinesView(id="said")
        yield LinesView(id="facts")
        yield Static(id="asked", markup=False)
        with Horizontal(id="both"):
            yield from self._answers

    def show(self, results: Results, number: int) -> None:
        """Show a pair from its top."""
        outcome = results.outcomes[number]
        self.heading.lay(text.heading(results, number))
        self.said.lay(text.said(results, number))
        self.prompt.update(content(outcome.prompt.text or "(erased)"))
        for answer in self._answers:
            answer.show(outcome)
        self.scroll_home(animate=False)

    def show_facts(self, outcome: Outcome, rated: int | None) -> None:
        """Show what the other answer was given, and which of it is being rated."""
        facts = text.facts(outcome, rated)
        self.facts.lay(facts)
        self.facts.display = bool(facts)
