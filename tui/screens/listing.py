"""Names and places that are replaced wherever they stand: the person's list."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from selfaudit.core.errors import SelfauditError
from selfaudit.core.export.levels import Level
from selfaudit.core.export.redaction.finding import Rule
from selfaudit.core.export.redaction.proposals import Proposal
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.export.desk import ExportDesk
from selfaudit.tui.export.listing import (
    EXPLANATION,
    NO_TEXT_LEAVES,
    Entry,
    entries,
    entry_line,
)
from selfaudit.tui.screens.base import Page
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.screens.writing import WritingDialog
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.row_list import RowList

LOOKING = "Looking for names in what would leave…"
_NONE_FOUND = "No name was found. a adds one."
_NOTE = "A person, a place, a firm, a pet: whatever is to be replaced. t then says what it is."


class ListingScreen(Page[None]):
    """A list of which each can be put on or off."""

    PLACE = Place.LISTING
    CSS_PATH = "export.tcss"
    BINDINGS = bindings_at(Place.LISTING)

    rows = getters.query_one(RowList)
    keys = getters.query_one(KeyLine)

    @dataclass
    class Proposed(Message):
        """The thread has proposals, or knows why there are none."""

        proposals: Sequence[Proposal] | SelfauditError

    def __init__(self, desk: ExportDesk) -> None:
        super().__init__()
        self._desk = desk
        self._entries: list[Entry] = []
        self._is_looking = True

    def compose(self) -> ComposeResult:
        """What the list does; the list; what was said."""
        with Vertical(classes="column"):
            yield Static(
                Content.assemble(("Names and places", "bold $primary"), f"  {EXPLANATION}"),
                id="where",
            )
            yield RowList()
            yield Static(id="said", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Show the list, and look for more."""
        self._list()
        self._propose()

    @work(thread=True, group="export")
    def _propose(self) -> None:
        try:
            found: Sequence[Proposal] | SelfauditError = self._desk.drafting.proposals()
        except SelfauditError as error:
            found = error
        self.post_message(self.Proposed(found))

    @on(Proposed)
    def _proposed(self, message: Proposed) -> None:
        self._is_looking = False
        if isinstance(message.proposals, SelfauditError):
            self.app.push_screen(ErrorDialog(message.proposals))
            self._list()
        else:
            self._list(message.proposals)

    def _list(self, proposals: Sequence[Proposal] = (), remark: str = "") -> None:
        with self.errors_shown():
            self._entries = entries(self._desk.drafting.names(), proposals, self._entries)
        self.rows.lay(len(self._entries), self._line, self.rows.cursor)
        self.query_one("#said", Static).update(remark or self._hint)
        one = self._chosen
        self.keys.relabel(
            {
                "put": "" if one is None else "take off" if one.is_listed else "put on the list",
                **({} if one is not None else {"next_kind": "", "move(-1)": ""}),
                **({} if self._desk.can_undo else {"undo": ""}),
            }
        )

    @property
    def _hint(self) -> str:
        if self._is_looking:
            return LOOKING
        preview = self._desk.preview
        if preview is not None and not preview.level.holds(Level.ATTRIBUTES):
            return NO_TEXT_LEAVES
        return "" if self._entries else _NONE_FOUND

    def _line(self, number: int) -> Content:
        return entry_line(self._entries[number])

    @property
    def _chosen(self) -> Entry | None:
        here = self.rows.cursor
        return self._entries[here] if here < len(self._entries) else None

    # Moving about

    @on(RowList.Moved)
    def _moved(self) -> None:
        self._list()

    def action_move(self, by: int) -> None:
        """Up and down."""
        if self.rows.move(by):
            self._list()

    def action_move_page(self, by: int) -> None:
        """A page."""
        self.action_move(by * self.rows.page)

    # The list

    def action_put(self) -> None:
        """Put the chosen one on the list, or take it off."""
        one = self._chosen
        if one is None or not self.is_active:
            return
        names = [name for name in self._desk.drafting.names() if not _is_same(name.name, one.text)]
        if one.is_listed:
            self._change(lambda: self._desk.list_names(names), "Taken off the list.")
        else:
            self._change(lambda: self._desk.list_names([*names, one.name]), "Put on the list.")

    def action_next_kind(self) -> None:
        """Say what the chosen one is."""
        one = self._chosen
        if one is None or not self.is_active:
            return
        self._entries[self.rows.cursor] = Entry(one.text, one.next_kind, one.is_listed, one.count)
        if one.is_listed:
            names = [
                Entry(name.name, one.next_kind, True).name
                if _is_same(name.name, one.text)
                else name
                for name in self._desk.drafting.names()
            ]
            self._change(lambda: self._desk.list_names(names), "")
        else:
            self._list()

    def action_add(self) -> None:
        """Write one."""
        if self.is_active:
            dialog = WritingDialog("A name, a place or another word", _NOTE, "")
            self.app.push_screen(dialog, self._written)

    def _written(self, text: str | None) -> None:
        written = " ".join((text or "").split())
        if not written:
            return
        names = self._desk.drafting.names()
        new = Entry(written, Rule.NAME, True).name
        self._change(lambda: self._desk.list_names([*names, new]), "Put on the list.")
        places = [number for number, one in enumerate(self._entries) if _is_same(one.text, written)]
        self.rows.move((places[0] if places else 0) - self.rows.cursor)
        self._list(remark="Put on the list. t says whether it is a name, a place or a word.")

    def action_undo(self) -> None:
        """Take back the last thing that was done."""
        if self.is_active:
            words = self._desk.undo()
            self._list(remark=f"Taken back: {words}." if words else "There is nothing left.")

    def _change(self, change: Callable[[], None], remark: str) -> None:
        with self.errors_shown():
            change()
            self._list(remark=remark)


def _is_same(one: str, other: str) -> bool:
    return one.casefold() == other.casefold()
