"""What the person takes away: texts to paste into an assistant, and what to delete there."""

from pathlib import Path

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.private_file import write_private
from selfaudit.core.review.about_me import AboutMe, about_me
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.screens.base import Page
from selfaudit.tui.screens.noted import NotedScreen, What
from selfaudit.tui.session import Session
from selfaudit.tui.styled import content
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.words import count

FILE = "about-me.txt"
"""The file that one key writes, in the folder in which the program was started."""

_NOTHING = (
    "Nothing here yet. Judge some cards first: what you say is true, and whether an assistant "
    "should remember it, makes the texts."
)
_HOW = (
    "Paste the first text where your assistant asks about you (its custom instructions), the "
    "second beside it, and look through its memory for the third."
)


class AboutMeScreen(Page[None]):
    """Made from the person's answers alone; nothing is sent anywhere."""

    PLACE = Place.ABOUT_ME
    CSS_PATH = "about_me.tcss"
    BINDINGS = bindings_at(Place.ABOUT_ME)
    AUTO_FOCUS = "VerticalScroll"

    remark = getters.query_one("#remark", Static)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._found: AboutMe = about_me(session.store)

    def compose(self) -> ComposeResult:
        """How to use the texts, then each of them."""
        found = self._found
        with VerticalScroll(classes="column"):
            yield Static(_NOTHING if found.is_empty else _HOW, classes="note", markup=False)
            for title, text in (
                ("What it may know", found.about_me),
                ("What it must not use", found.never_use),
                ("What to delete", found.to_delete),
            ):
                if text:
                    with Vertical(classes="text") as box:
                        box.border_title = title
                        yield Static(content(text))
            if found.undecided:
                left = count(len(found.undecided), "statement")
                yield Static(
                    f"{left} are true but in neither text: you have not said whether an "
                    "assistant should remember them.",
                    classes="note",
                    markup=False,
                )
            yield Static(id="remark", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Without a text there is nothing to save."""
        if self._found.is_empty:
            self.query_one(KeyLine).relabel({"save": ""})

    def action_surprises(self) -> None:
        """What surprised the person, with its origin."""
        self.app.push_screen(NotedScreen(self._session, What.SURPRISES))

    def action_save(self) -> None:
        """Write the texts to a file."""
        if self._found.is_empty:
            return
        with self.errors_shown():
            file = Path.cwd() / FILE
            write_private(file, self._found.text + "\n")
            self.remark.update(Content(f"Saved in {file}. Edit it as you like."))
            self.remark.scroll_visible(animate=False)
