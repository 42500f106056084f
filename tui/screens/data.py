"""What is stored, import by import: erase some of it or all, keep a copy, go back to one."""

import asyncio
from functools import partial
from pathlib import Path

from textual import getters, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.errors import SelfauditError
from selfaudit.core.importers.names import format_name
from selfaudit.core.models.erasure import AllTexts, Dates, Everything, OneSource, Target
from selfaudit.core.store.backup import backup
from selfaudit.core.store.database import storable
from selfaudit.core.store.sources import StoredSource
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.drawable import one_line
from selfaudit.tui.history.words import days_of, days_words
from selfaudit.tui.screens.asking import AskDialog
from selfaudit.tui.screens.erasing import ErasingDialog
from selfaudit.tui.screens.list_page import ListPage
from selfaudit.tui.screens.restoring import RestoringDialog
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.pick_list import PickList
from selfaudit.tui.words import count, day

COPY = "selfaudit-copy.db"
"""The file that is offered for a copy, in the folder in which the program was started."""

_MUTED = "$foreground 65%"


class DataScreen(ListPage[int]):
    """The imports. Its result is the one whose chats the person wants to see."""

    PLACE = Place.DATA
    BINDINGS = bindings_at(Place.DATA)

    heading = getters.query_one("#heading", Static)
    remark = getters.query_one("#remark", Static)

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._sources: list[StoredSource] = []

    def compose(self) -> ComposeResult:
        """How much there is above, the imports below."""
        with Vertical(classes="column"):
            yield Static(id="heading", markup=False)
            yield Static(id="remark", markup=False)
            yield Static("No import is stored.", id="empty", markup=False)
            yield PickList()
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Show what there is."""
        self._show()

    def _show(self) -> None:
        with self.errors_shown():
            self._sources = self._session.store.history.sources()
            counts = self._session.store.history.sizes()
            attributes = self._session.store.attributes
            there = attributes.count() - len(attributes.erased())
            judgments = self._session.store.judgments.count()
            stored = (
                f"{count(counts['conversations'], 'conversation')}, "
                f"{count(counts['messages'], 'message')}, {count(there, 'attribute')}, "
                f"{count(judgments, 'judgment')}"
            )
            self.heading.update(
                Content.assemble(
                    ("Your data  ", "bold $primary"),
                    (stored, "bold"),
                    (f"\nin {one_line(str(self._session.store.database.path), 300)}", _MUTED),
                )
            )
        self.list.lay(len(self._sources), self._item, 3, self.list.cursor)
        anything = bool(self._sources)
        self.query_one(KeyLine).relabel({} if anything else {"open": "", "erase": ""})
        self.query_one("#empty", Static).display = not anything

    def _item(self, number: int) -> list[Content]:
        one = self._sources[number]
        alone = f"{one.alone:,} of them in no other import"
        kind = one_line(format_name(one.format), 20)
        return [
            Content(f"{one.id}. {one_line(one.path, 300)}"),
            Content.styled(
                f"   {kind}, imported {day(one.imported_at)}: {count(one.messages, 'message')}, "
                f"{alone}",
                _MUTED,
            ),
        ]

    def action_open(self) -> None:
        """See the chats of the chosen import."""
        if self._sources:
            self.dismiss(self._sources[self.list.cursor].id)

    # Erasing

    def action_erase(self) -> None:
        """Erase the chosen import."""
        if self._sources:
            one = self._sources[self.list.cursor]
            self._erase(OneSource(one.id), f"Erase import {one.id}: {one_line(one.path, 200)}")

    def action_erase_days(self) -> None:
        """Erase what was written on some days."""

        def asked(text: str | None) -> None:
            if text:
                with self.errors_shown():
                    start, end = days_of(text)
                    self._erase(Dates(start, end), f"Erase {days_words(start, end)}")

        note = "They are days where you are now."
        self.app.push_screen(AskDialog.days("Which days are to be erased?", note), asked)

    def action_erase_texts(self) -> None:
        """Erase every text."""
        self._erase(AllTexts(), "Erase every text, and keep what you answered")

    def action_erase_everything(self) -> None:
        """Erase all."""
        self._erase(Everything(), "Erase everything")

    def _erase(self, target: Target, title: str) -> None:
        dialog = ErasingDialog(self._session, target, title)
        self.app.push_screen(dialog, partial(self._done, "Erased."))

    def _done(self, said: str, done: bool | None) -> None:
        self.remark.update(Content(said if done else "Nothing was changed."))
        self._show()

    # Copies

    def action_keep(self) -> None:
        """Keep a copy in a file."""
        note = (
            "A file that is not there yet. Anyone who has it can read everything in it, and what "
            "you erase later stays in it."
        )
        offered = storable(str(Path.cwd() / COPY))

        def asked(path: str | None) -> None:
            if path:
                self._keep(Path(path))

        self.app.push_screen(AskDialog("Keep a copy in which file?", note, offered), asked)

    @work
    async def _keep(self, path: Path) -> None:
        self.remark.update(Content("Copying …"))
        store, now = self._session.store, self._session.clock.now()
        try:
            made = await asyncio.to_thread(backup, store, path, now)
        except SelfauditError as error:
            self.remark.update(Content("No copy was made."))
            with self.errors_shown():
                raise error
            return
        said = f"{one_line(str(made.path), 300)} is a whole copy ({made.bytes / 1e6:.1f} MB)."
        self.remark.update(Content(said))

    def action_restore(self) -> None:
        """Go back to a copy."""

        def asked(path: str | None) -> None:
            if path:
                dialog = RestoringDialog(self._session, Path(path).expanduser())
                self.app.push_screen(dialog, partial(self._done, "The copy is in place."))

        note = "A copy that was made here or by `selfaudit backup`. It is verified first."
        self.app.push_screen(AskDialog("Go back to which copy?", note), asked)
