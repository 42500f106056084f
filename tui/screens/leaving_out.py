"""Choosing which conversations of an export are left out, before anything of it is stored."""

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.importers.survey import Listed
from selfaudit.tui.actions import Place, actions_at, bindings_at
from selfaudit.tui.importing.desk import ImportDesk
from selfaudit.tui.importing.pages import row_line
from selfaudit.tui.screens.narrowing import NarrowedPage, WordsField
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.row_list import RowList
from selfaudit.tui.words import count

_NOTHING_FOUND = "Nothing was found. c shows everything."
_STAYS = (
    "It is stored already, and stays: only what is new in it is left out. In your chats (h on the "
    "first screen) it can be erased."
)


class LeavingOutScreen(NarrowedPage):
    """Every conversation with a mark: taken, or left out. The choices stay in the desk."""

    PLACE = Place.LEAVING_OUT
    CSS_PATH = "importing.tcss"
    BINDINGS = bindings_at(Place.LEAVING_OUT)

    heading = getters.query_one("#heading", Static)
    rows = getters.query_one(RowList)
    keys = getters.query_one(KeyLine)

    def __init__(self, desk: ImportDesk) -> None:
        super().__init__(desk)
        self._left = desk.left_out

    def compose(self) -> ComposeResult:
        """What is shown; the field; the conversations; a remark."""
        with Vertical(classes="column"):
            yield Static(id="heading", markup=False)
            yield WordsField("")
            yield RowList()
            yield Static(id="said", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Begin with everything."""
        self.field.display = False
        self.show()

    def show(self, said: str = "", cursor: int = 0) -> None:
        """Show what is wanted now, and how much of it is left out."""
        self._left = self.desk.left_out
        self.rows.lay(len(self.shown), self._line, cursor)
        self.said.update(Content(said if self.shown else said or _NOTHING_FOUND))
        left = sum(one.id in self._left for one in self.shown)
        shown = f"{count(len(self.shown), 'conversation')}, {left:,} left out"
        self.heading.update(
            Content.assemble(
                ("Leave conversations out  ", "bold $primary"),
                (self.narrowed, "bold"),
                (f"\n{shown}", "$foreground 65%"),
            )
        )
        self.show_keys()

    def show_keys(self) -> None:
        """Show what can be done now."""
        if self.field.display:
            hidden = {action.id: "" for action in actions_at(Place.LEAVING_OUT)}
            del hidden["look_up"], hidden["close"]
            self.keys.relabel(hidden)
            return
        some = bool(self.shown)
        one = self._chosen
        self.keys.relabel(
            {
                "look_up": "",
                "close": "",
                "put": "" if one is None else "take" if one.id in self._left else "leave out",
                **({} if some else {"leave_all": "", "take_all": "", "move(-1)": ""}),
                **({} if self.is_narrowed else {"clear": ""}),
            }
        )

    def _line(self, number: int) -> Content:
        one = self.shown[number]
        return row_line(one, is_left_out=one.id in self._left, width=self.rows.size.width)

    @property
    def _chosen(self) -> Listed | None:
        here = self.rows.cursor
        return self.shown[here] if here < len(self.shown) else None

    # Moving about

    @on(RowList.Moved)
    def _moved(self) -> None:
        self.show_keys()

    def action_move(self, by: int) -> None:
        """Up and down."""
        self.rows.move(by)
        self.show_keys()

    def action_move_page(self, by: int) -> None:
        """A page."""
        self.action_move(by * self.rows.page)

    # Choosing

    def action_put(self) -> None:
        """Leave the chosen one out, or take it."""
        one = self._chosen
        if one is not None and not self.field.display:
            self.desk.turn([one.id])
            stays = not one.is_new and one.id in self.desk.left_out
            self.show(_STAYS if stays else "", self.rows.cursor + 1)

    def action_leave_all(self) -> None:
        """Leave everything out that is shown."""
        self._turn_all([one.id for one in self.shown if one.id not in self._left], "left out")

    def action_take_all(self) -> None:
        """Take everything that is shown."""
        self._turn_all([one.id for one in self.shown if one.id in self._left], "taken")

    def _turn_all(self, ids: list[str], how: str) -> None:
        self.desk.turn(ids)
        said = f"{count(len(ids), 'conversation')} more {how}. z takes it back."
        self.show(said if ids else f"All of them are {how} already.", self.rows.cursor)

    def action_undo(self) -> None:
        """Take back the last choice."""
        turned = self.desk.undo()
        said = f"Taken back, for {count(turned, 'conversation')}." if turned else ""
        self.show(said or "There is nothing left to take back.", self.rows.cursor)

    def action_leave(self) -> None:
        """Out of the field, or back."""
        if self.field.display:
            self.close_field()
        else:
            self.dismiss()
