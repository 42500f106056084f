"""The chats: browse them, search them, open one."""

from dataclasses import replace

from textual import getters, on
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static, TextArea

from selfaudit.core.models.erasure import OneConversation
from selfaudit.core.store.searching import Order, Search
from selfaudit.tui.actions import Place, actions_at, bindings_at
from selfaudit.tui.drawable import one_line
from selfaudit.tui.history.listing import Listing
from selfaudit.tui.history.words import days_of, found_words, search_words
from selfaudit.tui.screens.asking import AskDialog
from selfaudit.tui.screens.chat import ChatScreen
from selfaudit.tui.screens.data import DataScreen
from selfaudit.tui.screens.erasing import ErasingDialog
from selfaudit.tui.screens.list_page import ListPage
from selfaudit.tui.screens.noted import NotedScreen, What
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.pick_list import PickList
from selfaudit.tui.widgets.writing import WritingArea

TYPING_SECONDS = 0.12
"""How long typing rests before what is typed is searched for."""

_NOTHING_STORED = (
    "No chat is stored. Go back with q and press i to bring some in; or press y to go back to a "
    "copy that you kept."
)
_NOTHING_FOUND = "Nothing was found. Search for fewer words, or press c to see everything."


class SearchField(WritingArea):
    """Where words are typed that are searched for."""


class HistoryScreen(ListPage[None]):
    """A list of conversations and what it is narrowed to."""

    PLACE = Place.HISTORY
    BINDINGS = bindings_at(Place.HISTORY)

    heading = getters.query_one("#heading", Static)
    empty = getters.query_one("#empty", Static)
    field = getters.query_one(SearchField)

    def __init__(self, session: Session, search: Search | None = None) -> None:
        super().__init__()
        self._session = session
        self._search = search or Search()
        self._order = Order.NEWEST
        self._listing = Listing(session.store, self._search, self._order)
        self._typing: Timer | None = None

    def compose(self) -> ComposeResult:
        """What is looked for above, the conversations below."""
        with Vertical(classes="column"):
            yield Static(id="heading", markup=False)
            yield SearchField("")
            yield Static(id="empty", markup=False)
            yield PickList()
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Begin with the list."""
        self.field.display = False
        self._show()

    def _find(self, cursor: int = 0) -> None:
        """Look for what is wanted now, and show it."""
        with self.errors_shown():
            self._listing = Listing(self._session.store, self._search, self._order)
            self._show(cursor)

    def _narrow(self, search: Search) -> None:
        self._search = search
        self._find()

    def _show(self, cursor: int = 0) -> None:
        listing = self._listing
        self.list.lay(len(listing), self._item, listing.rows, cursor)
        self._say(search_words(self._search))
        stored = not self._session.store.history.is_empty()
        self.empty.display = len(listing) == 0
        nothing = _NOTHING_FOUND if stored else _NOTHING_STORED
        self.empty.update(Content(nothing))
        self._show_keys()

    def _show_keys(self) -> None:
        if self.field.display:
            hidden = {action.id: "" for action in actions_at(Place.HISTORY)}
            self.query_one(KeyLine).relabel({**hidden, "open": "to the list"})
            return
        if self._session.store.history.is_empty():
            useless = ("open", "erase", "words", "source", "dates", "own", "with_attributes")
            more = ("order", "clear", "surprises", "changes")
            self.query_one(KeyLine).relabel(dict.fromkeys((*useless, *more), ""))
            return
        best = "newest first" if self._order is Order.BEST else "best first"
        self.query_one(KeyLine).relabel(
            {
                **({} if len(self._listing) else {"open": "", "erase": ""}),
                "order": best if self._search.query else "",
                **({} if self._search != Search() else {"clear": ""}),
            }
        )

    def _say(self, parts: list[str]) -> None:
        what = one_line(" · ".join(parts), 400) or "Everything"
        told = found_words(self._listing.finding, self._search, self._order)
        self.heading.update(
            Content.assemble(
                ("Your chats  ", "bold $primary"), (what, "bold"), (f"\n{told}", "$foreground 65%")
            )
        )

    def _item(self, number: int) -> list[Content]:
        return self._listing.item(number, self.list.width)

    # Narrowing

    def action_words(self) -> None:
        """Type words."""
        self.field.load_text(self._search.words)
        self.field.move_cursor(self.field.document.end)
        self.field.display = True
        self.field.focus()
        self._show_keys()

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if not self.field.display:
            return
        if self._typing is not None:
            self._typing.stop()
        self._typing = self.set_timer(TYPING_SECONDS, self._look_up)

    def _look_up(self) -> None:
        """Search for what is typed by now."""
        if self._typing is not None:
            self._typing.stop()
            self._typing = None
        words = " ".join(self.field.text.split())
        if words != self._search.words:
            self._narrow(replace(self._search, words=words))

    @on(WritingArea.Submitted)
    def _typed_all(self) -> None:
        self._look_up()
        self.field.display = False
        self.set_focus(None)
        self._show(self.list.cursor)

    def action_source(self) -> None:
        """Only the next import; after the last one, all."""
        ids = self._session.store.history.source_ids()
        later = [id for id in ids if id > (self._search.source or 0)]
        self._narrow(replace(self._search, source=later[0] if later else None))

    def action_dates(self) -> None:
        """Only some days."""

        def asked(text: str | None) -> None:
            if text is None:
                return
            with self.errors_shown():
                start, end = days_of(text) if text else (None, None)
                self._narrow(replace(self._search, start=start, end=end))

        self.app.push_screen(AskDialog.days("Which days?", "Nothing means all of them."), asked)

    def action_own(self) -> None:
        """Only messages with own words, or all."""
        self._narrow(replace(self._search, own=not self._search.own))

    def action_with_attributes(self) -> None:
        """Only messages that attributes rest on, or all."""
        self._narrow(replace(self._search, with_attributes=not self._search.with_attributes))

    def action_order(self) -> None:
        """The other order."""
        if self._search.query:
            self._order = Order.NEWEST if self._order is Order.BEST else Order.BEST
            self._find()

    def action_clear(self) -> None:
        """Everything again."""
        self._order = Order.NEWEST
        self._narrow(Search())

    # Going on

    def action_open(self) -> None:
        """Read the chosen conversation."""
        with self.errors_shown():
            found = self._listing.finding.conversations
            number = self.list.cursor
            conversation = self._listing.conversation(number) if found else None
            if conversation is not None:
                screen = ChatScreen(
                    self._session, conversation, self._search, found[number].message
                )
                self.app.push_screen(screen, self._came_back)

    def _came_back(self, erased: bool | None) -> None:
        if erased:
            self._find(self.list.cursor)

    def action_surprises(self) -> None:
        """What surprised the person."""
        self.app.push_screen(NotedScreen(self._session, What.SURPRISES), self._came_back)

    def action_changes(self) -> None:
        """What changed since last time."""
        self.app.push_screen(NotedScreen(self._session, What.CHANGES), self._came_back)

    def action_data(self) -> None:
        """What is stored."""

        def came_back(source: int | None) -> None:
            self._narrow(Search(source=source) if source else self._search)

        self.app.push_screen(DataScreen(self._session), came_back)

    def action_erase(self) -> None:
        """Erase the chosen conversation."""
        if not len(self._listing):
            return
        with self.errors_shown():
            one = self._listing.conversation(self.list.cursor)
            if one is not None:
                name = one_line(one.title, 60) or "without a title"
                dialog = ErasingDialog(
                    self._session, OneConversation(one.id), f"Erase the conversation “{name}”"
                )
                self.app.push_screen(dialog, self._came_back)

    def action_leave(self) -> None:
        """Out of the field, or back."""
        if self.field.display:
            self._typed_all()
        else:
            self.dismiss()
