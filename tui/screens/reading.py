"""Boxes that are only read: the help, and what the model noted about an attribute."""

from collections.abc import Iterable, Sequence

from textual.app import ComposeResult
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from selfaudit.core.models.attribute import AssignedBy, Attribute
from selfaudit.tui.actions import HelpLine, Place, bindings_at, help_for
from selfaudit.tui.drawable import one_line, shortened
from selfaudit.tui.screens.base import Dialog
from selfaudit.tui.styled import content
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.words import count

QUOTES_SHOWN = 40
"""Quotes that the details list; an attribute seldom has more than a few."""

_KEY_CELLS = 20
_HELP_CELLS = 42
"""Cells of keys and of what they do, so that a line of help fits a small window."""

_BY = {
    AssignedBy.MODEL: "said by the model",
    AssignedBy.RULE: "set by a rule of this program",
    AssignedBy.PERSON: "said by you",
}


class ReadingDialog(Dialog[None]):
    """A box that scrolls, with a title."""

    PLACE = Place.READING
    CSS_PATH = "dialog.tcss"
    BINDINGS = bindings_at(Place.READING)
    AUTO_FOCUS = "VerticalScroll"
    TITLE = ""

    def compose(self) -> ComposeResult:
        """The title above, the rest scrolling below."""
        with VerticalScroll(classes="box"):
            yield Static(self.TITLE, classes="title", markup=False)
            yield from self.parts()
        yield KeyLine(self.PLACE)

    def parts(self) -> Iterable[Widget]:
        """What the box holds."""
        raise NotImplementedError

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss()


class HelpScreen(ReadingDialog):
    """Every key of the screen below, from the table of actions."""

    TITLE = "Keys on this screen"
    PLACE = Place.HELP
    BINDINGS = bindings_at(Place.HELP)

    def __init__(self, place: Place) -> None:
        super().__init__()
        self._place = place

    def parts(self) -> Iterable[Static]:
        """One block to a heading."""
        for heading, lines in help_for(self._place):
            yield Static(Content.styled(heading, "bold $primary"))
            yield Static(Content("\n").join(_help_line(line) for line in lines), classes="lines")
        yield Static("The mouse works too. Arrow keys scroll.", classes="note", markup=False)


class DetailsDialog(ReadingDialog):
    """What was hidden until the person had answered."""

    TITLE = "What else was noted"

    def __init__(self, attribute: Attribute, shown: int | None) -> None:
        super().__init__()
        self._attribute = attribute
        self._shown = shown

    def parts(self) -> Iterable[Static]:
        """Description, support, and every other quote."""
        yield Static(Content("\n").join(facts_of(self._attribute)), classes="lines")
        others = [piece for piece in self._attribute.evidence if piece.candidate != self._shown]
        heading = f"{count(len(others), 'other quote')} for it" if others else "No other quote"
        yield Static(Content.styled(heading, "bold $primary"))
        for piece in others[:QUOTES_SHOWN]:
            yield Static(content(f"“{shortened(piece.quote, 600)}”"), classes="quote")
        if len(others) > QUOTES_SHOWN:
            yield Static(f"… and {len(others) - QUOTES_SHOWN} more", markup=False)
        yield Static(
            "You have seen this now, so your later answers on this card are recorded as given "
            "after it.",
            classes="note",
            markup=False,
        )


class ListDialog(ReadingDialog):
    """Every note that became a card, in the model's words."""

    TITLE = "The list: every note that became a card"

    def __init__(self, statements: Sequence[str]) -> None:
        super().__init__()
        self._statements = statements

    def parts(self) -> Iterable[Static]:
        """A line each."""
        lines = [content(f"· {one_line(statement, 300)}") for statement in self._statements]
        yield Static(Content("\n").join(lines), classes="lines")


class PromptDialog(ReadingDialog):
    """A prompt, whole."""

    TITLE = "The prompt"

    def __init__(self, prompt: str) -> None:
        super().__init__()
        self._prompt = prompt

    def parts(self) -> Iterable[Static]:
        """The text."""
        yield Static(content(self._prompt or "(erased)"), classes="lines")


def _help_line(line: HelpLine) -> Content:
    first, *others = Content(line.words).wrap(_HELP_CELLS)
    rows = [Content.assemble((f"{line.keys:<{_KEY_CELLS}} ", "bold"), first)]
    rows += [Content(" " * (_KEY_CELLS + 1)) + other for other in others]
    return Content("\n").join(rows)


def facts_of(attribute: Attribute) -> list[Content]:
    """What was noted of an attribute beside its statement, a line to each."""
    description = attribute.description
    named = [
        ("Category", description.category),
        ("About whom", description.subject),
        ("Based on", description.basis),
        ("How lasting", description.durability),
        ("How sensitive", description.sensitivity),
    ]
    facts = [(name, one_line(value)) for name, value in named if value]
    by = description.assigned_by
    if by is not None and facts:
        facts = [(name, f"{value}  ({_BY[by]})") for name, value in facts]
    if not description.category:
        facts.insert(0, ("Category", "none was given"))
    facts.append(("Support", f"words from {count(attribute.support, 'conversation')}"))
    return [
        Content.assemble((f"{name:<15}", "$foreground 65%"), Content(value))
        for name, value in facts
    ]
