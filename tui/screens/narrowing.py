"""A list of the conversations of an export, narrowed to words and days."""

from collections.abc import Iterator
from dataclasses import dataclass
from threading import Event

from textual import getters, on, work
from textual.content import Content
from textual.message import Message
from textual.timer import Timer
from textual.widgets import Static, TextArea

from selfaudit.core.errors import SelfauditError
from selfaudit.core.events import ImportProgress
from selfaudit.core.importers.surveying import find_words
from selfaudit.tui.drawable import one_line
from selfaudit.tui.history.words import days_of, days_words
from selfaudit.tui.importing.desk import ImportDesk
from selfaudit.tui.importing.pages import progress_words
from selfaudit.tui.screens.asking import AskDialog
from selfaudit.tui.screens.base import Page
from selfaudit.tui.screens.error import ErrorDialog
from selfaudit.tui.widgets.writing import WritingArea
from selfaudit.tui.work_thread import WorkThread

TYPING_SECONDS = 0.12
"""How long typing rests before titles are searched for what is typed."""

Found = frozenset[str]


class WordsField(WritingArea):
    """Where words are typed that are looked for."""


class NarrowedPage(Page[None]):
    """Finds what is wanted: titles at once, the person's own words by reading the export again."""

    field = getters.query_one(WordsField)
    said = getters.query_one("#said", Static)

    @dataclass
    class Searched(Message):
        """The thread has looked in the person's own words, or has come so far."""

        words: str
        news: ImportProgress | Found | SelfauditError

    def __init__(self, desk: ImportDesk) -> None:
        super().__init__()
        self.desk = desk
        self._all = desk.rows()
        self.shown = self._all
        self.is_narrowed = False
        self._words = ""
        self._found: Found | None = None
        self._days: tuple[float, float] | None = None
        self._typing: Timer | None = None
        self._thread: WorkThread[ImportProgress | Found] | None = None

    def on_unmount(self) -> None:
        """A search ends with the screen."""
        if self._thread is not None:
            self._thread.leave()

    def show(self, said: str = "", cursor: int = 0) -> None:
        """Show what is wanted now."""
        raise NotImplementedError

    def show_keys(self) -> None:
        """Show what can be done now."""
        raise NotImplementedError

    def _filter(self) -> None:
        """Show only what is wanted now."""
        self.is_narrowed = bool(self._words or self._days)
        wanted = " ".join(self._words.casefold().split())
        start, end = self._days or (None, None)
        self.shown = [
            one
            for one in self._all
            if one.is_within(start, end)
            and (wanted in one.title.casefold() or one.id in (self._found or ()))
        ]
        self.show()

    @property
    def narrowed(self) -> str:
        """What is wanted, in words."""
        parts = [days_words(*self._days)] if self._days else []
        if self._words:
            where = "in the title" if self._found is None else "in the title or your own words"
            parts.append(f"“{one_line(self._words, 60)}” {where}")
        return " · ".join(parts) or "Everything"

    def action_words(self) -> None:
        """Type words."""
        self.field.load_text(self._words)
        self.field.move_cursor(self.field.document.end)
        self.field.display = True
        self.field.focus()
        self.show_keys()

    @on(TextArea.Changed)
    def _typed(self) -> None:
        if self.field.display:
            if self._typing is not None:
                self._typing.stop()
            self._typing = self.set_timer(TYPING_SECONDS, self._look_up)

    def _look_up(self) -> None:
        if self._typing is not None:
            self._typing.stop()
            self._typing = None
        words = " ".join(self.field.text.split())
        if words != self._words:
            self._words, self._found = words, None
            self._filter()

    @on(WritingArea.Submitted)
    def action_look_up(self) -> None:
        """Look for what was typed in the person's own words, too."""
        self.close_field()
        if self._words and self._found is None:
            self.said.update(Content("Looking in your own words …"))
            self._search(self._words)

    def action_close(self) -> None:
        """Leave the field."""
        self.close_field()

    def close_field(self) -> None:
        """Go back from the field to the list, narrowed to what was typed."""
        self._look_up()
        self.field.display = False
        self.set_focus(None)
        self.show_keys()

    @work(thread=True, group="search", exclusive=True, exit_on_error=False)
    def _search(self, words: str) -> None:
        def start(cancel: Event) -> Iterator[ImportProgress | Found]:
            found = yield from find_words(list(self.desk.paths), words, cancel)
            yield found

        if self._thread is not None:
            self._thread.cancel()
        thread = self._thread = WorkThread(start, "the search")
        try:
            for news in thread.events():
                self.post_message(self.Searched(words, news))
        except SelfauditError as error:
            self.post_message(self.Searched(words, error))

    @on(Searched)
    def _searched(self, message: Searched) -> None:
        if message.words != self._words:
            return
        match message.news:
            case ImportProgress():
                self.said.update(Content(progress_words(message.news)))
            case SelfauditError():
                self.app.push_screen(ErrorDialog(message.news))
            case _:
                self._found = message.news
                self._filter()

    def action_days(self) -> None:
        """Only what began on some days."""

        def asked(text: str | None) -> None:
            if text is not None:
                with self.errors_shown():
                    self._days = days_of(text) if text else None
                    self._filter()

        note = "What has no date is not among them. Nothing means all days."
        self.app.push_screen(AskDialog.days("Begun on which days?", note), asked)

    def action_clear(self) -> None:
        """Everything again."""
        self._words, self._found, self._days = "", None, None
        self._filter()
