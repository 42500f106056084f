"""A card from top to bottom."""

from collections.abc import Callable

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content

from selfaudit.core.models.item import ItemKind
from selfaudit.core.models.judgment import Question
from selfaudit.core.models.wording import Wording
from selfaudit.core.review.review import OpenCard
from selfaudit.core.review.wordings import ASKED, wording_of
from selfaudit.tui.desk import Source
from selfaudit.tui.widgets.evidence import MADE_FROM, EvidenceView
from selfaudit.tui.widgets.progress_line import ProgressLine
from selfaudit.tui.widgets.question import QuestionBar
from selfaudit.tui.widgets.statement import StatementCard

_FOLDED = "Folded: any words that it was made from come after your answer."
_EXPECTED = "You named this before the first card."
_YOURS = "You wrote this in"
_MEMORY = "Word for word as it came with"
_NO_SOURCE = "There is no quote to show for this one."
_DETAILS_SEEN = Content("You saw this card's details: your answer is saved as given after that.")


class CardView(Vertical):
    """Progress, statement, evidence and question."""

    DEFAULT_CSS = "CardView { width: 100%; max-width: 104; height: 1fr; max-height: 32; }"

    progress = getters.query_one(ProgressLine)
    statement = getters.query_one(StatementCard)
    evidence = getters.query_one(EvidenceView)
    question = getters.query_one(QuestionBar)

    def __init__(self, words: Callable[[Wording], Wording]) -> None:
        super().__init__()
        self._words = words

    def compose(self) -> ComposeResult:
        """From top to bottom."""
        yield ProgressLine()
        yield StatementCard()
        yield EvidenceView()
        yield QuestionBar(max(len(wording.choices) for wording in ASKED.values()))

    def show(self, card: OpenCard, source: Source | None, remark: Content) -> None:
        """Show a card with its open question, and a remark on what just happened."""
        self.statement.show(card)
        is_message = card.item is not None and card.item.kind is ItemKind.MESSAGE
        if card.item is not None and card.item.kind is ItemKind.RECALL:
            self.evidence.show_missing(_EXPECTED)
        elif card.is_folded:
            self.evidence.show_missing(_FOLDED)
        elif source is None:
            self.evidence.show_missing(_NO_SOURCE)
        else:
            self.evidence.show(source, _YOURS if is_message else _lead(card))
        verdict = card.marks.get(Question.TRUE)
        said = ASKED[Question.TRUE].words_of(verdict.answer) if verdict is not None else ""
        self.question.show(self._words(wording_of(card.question)), said)
        if not remark and card.details_seen and not card.may_see_details:
            remark = _DETAILS_SEEN
        self.question.say(remark)


def _lead(card: OpenCard) -> str:
    return MADE_FROM if card.belief is None else _MEMORY
