"""What surprised the person, and what changed since they were here last, each with its origin."""

from dataclasses import dataclass
from enum import Enum

from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.store.changes import Changed, Since
from selfaudit.core.store.messages import StoredMessage
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.drawable import one_line
from selfaudit.tui.history.words import verdict_words
from selfaudit.tui.screens.attribute import AttributeScreen
from selfaudit.tui.screens.list_page import ListPage
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.pick_list import PickList
from selfaudit.tui.words import count, day

_MUTED = "$foreground 65%"


class What(Enum):
    """What is listed."""

    SURPRISES = "What surprised you"
    CHANGES = "What changed since last time"


_NOTHING = {
    What.SURPRISES: "Nothing is marked so far. While you judge cards, ! marks what surprises you.",
    What.CHANGES: "This is the first time, so nothing can have changed since. Come back with a "
    "newer export, or judge on another day.",
}


@dataclass(frozen=True, slots=True)
class _Origin:
    """The first quote of an attribute and where it is from."""

    quote: str
    message: StoredMessage
    title: str


class NotedScreen(ListPage[bool]):
    """Attributes with where each came from. Its result: was one of them erased?"""

    PLACE = Place.NOTED
    BINDINGS = bindings_at(Place.NOTED)

    def __init__(self, session: Session, what: What) -> None:
        super().__init__()
        self._session = session
        self._what = what
        self._erased = False
        self._ids: list[int] = []
        self._changed: dict[int, Changed] = {}
        self._since: Since | None = None

    def compose(self) -> ComposeResult:
        """What it is above, the attributes below."""
        with Vertical(classes="column"):
            yield Static(id="heading", markup=False)
            yield Static(id="empty", markup=False)
            yield PickList()
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Look, and show it."""
        self._find()

    def _find(self) -> None:
        with self.errors_shown():
            changes = self._session.store.changes
            if self._what is What.SURPRISES:
                self._ids = changes.surprising()
            elif (since := changes.since_last_time()) is not None:
                self._since = since
                self._changed = {one.attribute: one for one in since.verdicts}
                self._ids = list(dict.fromkeys([*self._changed, *since.attributes]))
            self._show()

    def _show(self) -> None:
        head = [Content.styled(self._what.value, "bold $primary")]
        if self._since is not None:
            head.append(Content.styled(_since_words(self._since), _MUTED))
        elif self._ids:
            head.append(Content.styled(count(len(self._ids), "attribute"), _MUTED))
        self.query_one("#heading", Static).update(Content("\n").join(head))
        empty = self.query_one("#empty", Static)
        empty.display = not self._ids and self._since is None
        empty.update(Content(_NOTHING[self._what]))
        self.list.lay(len(self._ids), self._item, 4, self.list.cursor)
        self.query_one(KeyLine).relabel({} if self._ids else {"open": ""})

    def _item(self, number: int) -> list[Content]:
        id = self._ids[number]
        statement, verdict = self._session.store.support.statements([id])[id]
        said = verdict_words(verdict)
        if id in self._changed:
            before, now = self._changed[id].before, self._changed[id].now
            said = f"before, {verdict_words(before)}; now, {verdict_words(now)}"
        elif self._what is What.CHANGES:
            said = f"new · {said}"
        origin = self._origin(id)
        rows = [
            Content.assemble(one_line(statement, 300) or "(erased)", (f"  [{said}]", _MUTED)),
        ]
        if origin is not None:
            where = one_line(origin.title, 80) or "a chat without a title"
            when = day(origin.message.created_at) or "no date"
            rows.append(Content(f"“{one_line(origin.quote, 200)}”"))
            rows.append(Content.styled(f"{when} · {where}", _MUTED))
        return rows

    def _origin(self, attribute: int) -> _Origin | None:
        evidence = self._session.store.support.first_quote(attribute)
        if evidence is None:
            return None
        history = self._session.store.history
        message = history.message(evidence.message)
        title = history.conversation(message.conversation).title
        return _Origin(message.text[evidence.start : evidence.end], message, title)

    def action_open(self) -> None:
        """All that the chosen attribute rests on."""
        if self._ids:
            with self.errors_shown():
                screen = AttributeScreen(self._session, self._ids[self.list.cursor])
                self.app.push_screen(screen, self._came_back)

    def _came_back(self, erased: bool | None) -> None:
        self._erased = self._erased or bool(erased)
        self._find()

    def action_leave(self) -> None:
        """Go back."""
        self.dismiss(self._erased)


def _since_words(since: Since) -> str:
    parts = [
        count(since.messages, "new message") if since.imports else "",
        count(len(since.attributes), "new attribute"),
        count(len(since.verdicts), "other verdict"),
    ]
    return f"Since {day(since.start)} (the time before ended {day(since.before)}): " + ", ".join(
        part for part in parts if part
    )
