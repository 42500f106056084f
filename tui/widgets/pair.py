"""A pair of answers from top to bottom: how far it is, the prompt, both answers, the question."""

from collections.abc import Callable, Collection

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.geometry import Size
from textual.widget import Widget
from textual.widgets import Static

from selfaudit.core.comparison.voting import OpenPair
from selfaudit.core.comparison.wordings import BETTER, VOTE_WORDINGS
from selfaudit.core.models.comparison import VoteQuestion
from selfaudit.core.models.wording import Wording
from selfaudit.tui.styled import content
from selfaudit.tui.widgets.answers import AnswersView
from selfaudit.tui.widgets.question import QuestionBar

FEW_ROWS, MANY_ROWS = 2, 4
"""Rows of a prompt that are shown in a low window, and in a high one."""


class PromptLines(Widget):
    """The beginning of a prompt, and how to read the rest where there is more."""

    DEFAULT_CSS = """
    PromptLines {
        height: auto; width: 1fr; padding: 0 1; border-left: outer $primary;
    }
    """

    def __init__(self) -> None:
        super().__init__()
        self._text = Content()

    def show(self, prompt: str) -> None:
        """Show a prompt."""
        words = content(" ".join(prompt.split()) or "(erased)")
        self._text = Content.styled("Prompt  ", "$foreground 65%") + words
        self.refresh(layout=True)

    def get_content_height(self, container: Size, viewport: Size, width: int) -> int:
        """As many rows as the prompt needs, up to what there is room for."""
        return len(self._rows(width))

    def render(self) -> Content:
        """The beginning."""
        return Content("\n").join(self._rows(self.content_size.width))

    def _rows(self, width: int) -> list[Content]:
        most = MANY_ROWS if self.screen.has_class("-tall") else FEW_ROWS
        rows = self._text.wrap(max(1, width))
        if len(rows) <= most:
            return rows
        more = Content.styled("… p shows all of it", "$text-accent")
        last = rows[most - 1].truncate(max(0, width - more.cell_length - 1)).rstrip()
        return [*rows[: most - 1], last + " " + more]


class PairView(Vertical):
    """Shows what is the same for every pair, and the two texts."""

    DEFAULT_CSS = """
    PairView {
        width: 100%; height: 1fr;
        #place { height: 1; width: 1fr; padding: 0 2; color: $text-muted; }
    }
    """

    place = getters.query_one("#place", Static)
    prompt = getters.query_one(PromptLines)
    answers = getters.query_one(AnswersView)
    question = getters.query_one(QuestionBar)

    def __init__(self, words: Callable[[Wording], Wording]) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield Static(id="place", markup=False)
        yield PromptLines()
        yield AnswersView()
        yield QuestionBar(len(BETTER.choices))

    def show(self, pair: OpenPair, ticked: Collection[str], remark: str, *, is_new: bool) -> None:
        """Show a pair with its open question; where it was there before, its answers stay."""
        if is_new:
            self.prompt.show(pair.prompt.text)
            self.answers.show(pair.left, pair.right)
        self.place.update(_place(pair))
        self.ask(pair, ticked)
        self.question.say(Content(remark))

    def ask(self, pair: OpenPair, ticked: Collection[str]) -> None:
        """Show the question, with the reasons that are ticked."""
        vote = pair.given.get(VoteQuestion.BETTER)
        said = BETTER.words_of(vote.answer) if vote is not None else ""
        several = pair.question is VoteQuestion.REASONS
        wording = self._words(VOTE_WORDINGS[pair.question])
        self.question.show(wording, said, ticked if several else None)
        for question in VoteQuestion:
            self.question.set_class(pair.question is question, f"-{question}")


def _place(pair: OpenPair) -> Content:
    progress = pair.progress
    dots = "●" * pair.place + "◉" + "·" * (progress.pairs - pair.place - 1)
    return Content.assemble((dots, "$primary"), f"  pair {pair.place + 1} of {progress.pairs}")
