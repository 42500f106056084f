"""The statement that is judged."""

from textual.widgets import Static

from selfaudit.core.models.item import ItemKind
from selfaudit.core.models.judgment import Question
from selfaudit.core.review.review import OpenCard
from selfaudit.tui.belief_words import believed
from selfaudit.tui.drawable import shortened
from selfaudit.tui.styled import content

LONGEST_STATEMENT = 360
"""Code points of a statement that a card shows: six lines of a small terminal."""


GUESS = "An attribute: a program's guess about you"

_TITLES: dict[ItemKind | None, str] = {
    ItemKind.RECALL: "You expected this to be noted",
    ItemKind.MESSAGE: "On the list from this message",
}
"""What a card is, where it is no guess about the person."""


class StatementCard(Static):
    """One statement, whose words it is, and the person's marks on it in words."""

    DEFAULT_CSS = """
    StatementCard {
        height: auto; min-height: 3; max-height: 8; padding: 0 1;
        border: round $primary; border-title-color: $text-muted;
        border-subtitle-color: $accent; border-subtitle-style: bold;
        text-style: bold;
    }
    """

    def __init__(self) -> None:
        super().__init__(markup=False)

    def show(self, card: OpenCard) -> None:
        """Show a card's statement."""
        kind = card.item.kind if card.item is not None else None
        named = believed(card.belief) if card.belief is not None else _TITLES.get(kind, GUESS)
        title = named if card.as_written else "In your words"
        self.lay(card.statement, title, " · ".join(marks_in_words(card)))

    def lay(self, statement: str, title: str, subtitle: str = "") -> None:
        """Show a statement under a title."""
        self.border_title = title
        self.border_subtitle = subtitle
        words = " ".join(statement.split())
        self.update(content(shortened(words or "(erased)", LONGEST_STATEMENT)))


def marks_in_words(card: OpenCard) -> list[str]:
    """What the person noted on a card beside their answers."""
    marked = {question for question, judgment in card.marks.items() if judgment.answer == "yes"}
    return [
        words
        for words, is_set in (
            ("! surprised you", Question.SURPRISE in marked),
            ("flagged", Question.FLAG in marked),
            ("commented", Question.COMMENT in card.marks),
            ("details seen", card.details_seen),
        )
        if is_set
    ]
