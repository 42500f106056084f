"""What the screens of the export share: the desk, and preparing in a thread."""

from dataclasses import dataclass

from textual import on, work
from textual.message import Message

from selfaudit.core.errors import SelfauditError
from selfaudit.tui.export.desk import ExportDesk, changed_rows
from selfaudit.tui.export.preview import Preview
from selfaudit.tui.screens.base import Page
from selfaudit.tui.screens.error import ErrorDialog


class ExportPage(Page[None]):
    """A screen over the package that is being prepared."""

    CSS_PATH = "export.tcss"

    @dataclass
    class Prepared(Message):
        """The thread has a preview, or knows why there is none."""

        preview: Preview | SelfauditError

    def __init__(self, desk: ExportDesk) -> None:
        super().__init__()
        self.desk = desk
        self._is_preparing = False
        self._prepare_again = False

    @property
    def is_preparing(self) -> bool:
        """Whether something that was chosen is not yet in what is shown."""
        return self._is_preparing

    def prepare(self) -> None:
        """Prepare everything anew; asked again meanwhile, once more after that."""
        if self._is_preparing:
            self._prepare_again = True
            return
        self._is_preparing = True
        self._prepare()

    @work(thread=True, group="export")
    def _prepare(self) -> None:
        try:
            preview: Preview | SelfauditError = self.desk.prepare()
        except SelfauditError as error:
            preview = error
        self.post_message(self.Prepared(preview))

    @on(Prepared)
    def _prepared(self, message: Prepared) -> None:
        self._is_preparing = False
        if self._prepare_again:
            self._prepare_again = False
            self.prepare()
            return
        if isinstance(message.preview, SelfauditError):
            self.app.push_screen(ErrorDialog(message.preview))
            self.prepared(None)
            return
        before = self.desk.preview
        self.desk.take(message.preview)
        self.prepared(changed_rows(before, message.preview) if before is not None else 0)

    def prepared(self, changed: int | None) -> None:
        """A preview was made in which so many rows leave otherwise; None: there is none."""
        raise NotImplementedError
