"""What every screen has: a place in the table of actions, and errors in plain words."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import ClassVar, TypeVar

from textual.screen import ModalScreen, Screen

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.actions import Place
from selfaudit.tui.screens.error import ErrorDialog

ResultT = TypeVar("ResultT")


class Page(Screen[ResultT]):
    """A full screen that knows which actions it offers."""

    PLACE: ClassVar[Place]
    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    @contextmanager
    def errors_shown(self) -> Iterator[None]:
        """Show an error as a dialog instead of raising it; the screen stays as it was."""
        try:
            yield
        except SelfauditError as error:
            self.app.push_screen(ErrorDialog(error))


class Dialog(ModalScreen[ResultT]):
    """A box over a screen."""

    PLACE: ClassVar[Place]
    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False
