"""A screen whose main part is a list with a cursor."""

from textual import getters, on

from selfaudit.tui.screens.base import Page, ResultT
from selfaudit.tui.widgets.pick_list import PickList


class ListPage(Page[ResultT]):
    """Moves the cursor of its list; a click on the chosen line opens it."""

    CSS_PATH = "history.tcss"

    list = getters.query_one(PickList)

    def action_move(self, by: int) -> None:
        """Move the cursor."""
        self.list.move(by)

    def action_move_page(self, by: int) -> None:
        """Move the cursor by a page."""
        self.list.move_page(by)

    def action_move_to(self, place: int) -> None:
        """Move the cursor to an end."""
        self.list.move_to(place)

    def action_open(self) -> None:
        """Open the chosen line."""
        raise NotImplementedError

    @on(PickList.Opened)
    def _opened(self) -> None:
        self.action_open()
