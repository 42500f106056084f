"""One attribute: what the person said of it, and every quote that it rests on."""

from textual import getters
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.models.attribute import Attribute, Evidence
from selfaudit.core.models.erasure import OneAttribute
from selfaudit.core.models.judgment import Judgment, Question
from selfaudit.core.review.wordings import ASKED
from selfaudit.core.store.searching import Search
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.drawable import one_line
from selfaudit.tui.history.pages import Quote
from selfaudit.tui.history.words import verdict_words
from selfaudit.tui.screens.erasing import ErasingDialog
from selfaudit.tui.screens.list_page import ListPage
from selfaudit.tui.screens.reading import facts_of
from selfaudit.tui.session import Session
from selfaudit.tui.styled import content
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.pick_list import PickList
from selfaudit.tui.words import count, day

_MUTED = "$foreground 65%"
_NOT_JUDGED = (
    "What else was noted, and which other words it rests on, is shown once you have judged it: "
    "with r on the first screen."
)
_SEEN = "You have seen this now, so later answers of yours on it are recorded as given after it."


class AttributeScreen(ListPage[bool]):
    """Leads to each quote in its conversation. Its result: was the attribute erased?

    Before it is judged it shows no more than its card does: the statement and one quote. `message`
    is the one that the person came from.
    """

    PLACE = Place.ATTRIBUTE
    BINDINGS = bindings_at(Place.ATTRIBUTE)

    about = getters.query_one("#facts", Static)

    def __init__(self, session: Session, attribute: int, message: str | None = None) -> None:
        super().__init__()
        self._session = session
        self._attribute: Attribute = session.store.attributes.get(attribute)
        self._said = session.store.judgments.effective(attribute)
        self._is_judged = self._attribute.verdict is not None
        if self._is_judged and self._attribute.statement and Question.DETAILS not in self._said:
            session.review.judge(attribute, {Question.DETAILS: "seen"})
        pieces = list(self._attribute.evidence)
        pieces.sort(key=lambda piece: piece.message != message)
        self._pieces: list[Evidence] = pieces if self._is_judged else pieces[:1]

    def compose(self) -> ComposeResult:
        """The statement above, the quotes below."""
        with Vertical(classes="column"):
            yield Static(id="heading", markup=False)
            with VerticalScroll(id="about", can_focus=False):
                yield Static(id="facts", markup=False)
            yield PickList()
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Show everything."""
        one = self._attribute
        statement = content(one_line(one.statement, 400) or "(erased)").stylize("bold $primary")
        self.query_one("#heading", Static).update(statement)
        lines = [Content.styled(verdict_words(one.verdict), "bold")]
        lines += _answers(self._session, self._said)
        if self._is_judged:
            lines += [*facts_of(one), Content.styled(_SEEN, _MUTED)]
            quotes = f"{count(len(self._pieces), 'quote')} that it rests on"
        else:
            lines.append(Content.styled(_NOT_JUDGED, _MUTED))
            quotes = "A quote that it rests on" if self._pieces else "No quote of it is left"
        lines += [Content(), Content.styled(quotes, "bold $primary")]
        self.about.update(Content("\n").join(lines))
        self.list.lay(len(self._pieces), self._item, 3)
        self.query_one(KeyLine).relabel(
            {
                **({} if self._pieces else {"open": ""}),
                **({} if one.statement else {"erase": ""}),
            }
        )

    def _item(self, number: int) -> list[Content]:
        piece = self._pieces[number]
        history = self._session.store.history
        where = one_line(history.conversation(piece.conversation).title, 100)
        when = day(history.message(piece.message).created_at)
        quoted = Content(f"“{one_line(piece.quote, 400)}”").wrap(self.list.width)
        rows = [quoted[0], quoted[1] if len(quoted) > 1 else Content()]
        said = f"{when or 'no date'} · {where or 'a chat without a title'}"
        if len(quoted) == 1:
            return [quoted[0], Content.styled(said, _MUTED)]
        return [*rows, Content.styled(said, _MUTED)]

    def action_open(self) -> None:
        """Read the conversation at the chosen words."""
        # They lead to each other.
        from selfaudit.tui.screens.chat import ChatScreen

        if not self._pieces:
            return
        piece = self._pieces[self.list.cursor]
        with self.errors_shown():
            conversation = self._session.store.history.conversation(piece.conversation)
            quote = Quote(piece.message, piece.start, piece.end)
            screen = ChatScreen(self._session, conversation, Search(), quote=quote)
            self.app.push_screen(screen, self._came_back)

    def _came_back(self, erased: bool | None) -> None:
        if erased:
            self.dismiss(True)

    def action_erase(self) -> None:
        """Erase the attribute."""
        one = self._attribute
        if one.statement:
            title = f"Erase “{one_line(one.statement, 100)}”"
            self.app.push_screen(
                ErasingDialog(self._session, OneAttribute(one.id), title), self._came_back
            )


def _answers(session: Session, said: dict[Question, Judgment]) -> list[Content]:
    """What else the person said of it."""
    lines = []
    for question in (Question.WHY, Question.REMEMBER):
        judgment = said.get(question)
        if judgment is not None:
            words = next(
                (one.words for one in ASKED[question].choices if one.answer == judgment.answer), ""
            )
            asked = one_line(session.words(ASKED[question]).text, 200)
            lines.append(Content.assemble((f"{asked}  ", _MUTED), words))
    surprise, comment = said.get(Question.SURPRISE), said.get(Question.COMMENT)
    if surprise is not None and surprise.answer == "yes":
        lines.append(Content("! this surprised you"))
    if comment is not None and comment.text:
        lines.append(Content.assemble(("your comment  ", _MUTED), one_line(comment.text, 300)))
    return lines
