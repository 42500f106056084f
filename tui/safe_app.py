"""An app that ends without a traceback and notifies in drawable text."""

from typing import Any

from textual.app import App
from textual.notifications import SeverityLevel
from textual.worker import WorkerFailed

from selfaudit.tui.drawable import drawable
from selfaudit.tui.unforeseen import unforeseen


class SafeApp(App[None]):
    """What may hold private text is shown in no other way than it should be."""

    def _handle_exception(self, error: Exception) -> None:
        """End, and say where it was. Textual would print frames, and with them private text."""
        self._return_code = 1
        if self._exception is None:
            self._exception = error
            self._exception_event.set()
            cause = error.error if isinstance(error, WorkerFailed) else error
            self._exit_renderables.append(unforeseen(type(cause), cause.__traceback__))
        self._close_messages_no_wait()

    def run(self, *args: Any, **options: Any) -> Any:
        """Run in the terminal. Raises SystemExit after an error that nobody foresaw."""
        result: Any = super().run(*args, **options)
        if self.return_code:
            raise SystemExit(self.return_code)
        return result

    def notify(
        self,
        message: str,
        *,
        title: str = "",
        severity: SeverityLevel = "information",
        timeout: float | None = None,
        markup: bool = False,
    ) -> None:
        """Notify in drawable text; markup is never parsed."""
        super().notify(
            drawable(message),
            title=drawable(title),
            severity=severity,
            timeout=timeout,
            markup=False,
        )
