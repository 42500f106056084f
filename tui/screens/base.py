"""What every screen has: a place in the table of actions, and errors in plain words."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import ClassVar, TypeVar

from textual.app import App
from textual.await_complete import AwaitComplete
from textual.binding import Binding
from textual.geometry import Size
from textual.screen import ModalScreen, Screen

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.actions import Place
from selfaudit.tui.screens.error import ErrorDialog

ResultT = TypeVar("ResultT")


@contextmanager
def errors_shown(app: App[None], then: Callable[[], None] | None = None) -> Iterator[None]:
    """Show an error as a dialog instead of raising it; `then` is called when it was read."""
    try:
        yield
    except SelfauditError as error:
        app.push_screen(ErrorDialog(error), None if then is None else lambda _: then())


class _Leaves(Screen[ResultT]):
    """A screen that leaves once."""

    def dismiss(self, result: ResultT | None = None) -> AwaitComplete:
        """Leave. Asked again by a second key of one burst, it would take the next one with it."""
        return super().dismiss(result) if self.is_active else AwaitComplete()


SMALLEST = Size(72, 20)
"""Columns and lines below which a card is not shown whole, so that no key may judge it."""

_TOO_SMALL = f"Nothing was saved: make the window {SMALLEST.width} by {SMALLEST.height} or larger."


class Page(_Leaves[ResultT]):
    """A full screen that knows which actions it offers."""

    PLACE: ClassVar[Place]
    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False
    VERTICAL_BREAKPOINTS = [(0, "-short"), (32, "-tall")]  # noqa: RUF012

    def action_leave(self) -> None:
        """Go back, without a result."""
        self.dismiss()

    def touched(self) -> None:
        """The person is there: a screen that times its questions counts this."""

    def errors_shown(self, then: Callable[[], None] | None = None) -> AbstractContextManager[None]:
        """Show an error as a dialog instead of raising it; the screen stays as it was."""
        return errors_shown(self.app, then)

    def is_too_small(self) -> bool:
        """Whether the window cannot show a card whole; if so, the person is told."""
        window = self.app.size
        if window.width >= SMALLEST.width and window.height >= SMALLEST.height:
            return False
        self.app.notify(_TOO_SMALL, severity="warning")
        return True


class Dialog(_Leaves[ResultT], ModalScreen[ResultT]):
    """A box over a screen."""

    PLACE: ClassVar[Place]
    # A modal screen hides the bindings of the app.
    BINDINGS = [Binding("ctrl+q", "app.quit", show=False, priority=True)]  # noqa: RUF012
    AUTO_FOCUS = ""
    ESCAPE_TO_MINIMIZE = False
