"""Going back to a copy: it is verified, what it holds is said, then it is put in place."""

from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import asdict
from pathlib import Path

from selfaudit.core.paths import Home
from selfaudit.core.store.restoring import StagedBackup, staged_backup
from selfaudit.tui.screens.agreeing import AgreeingDialog
from selfaudit.tui.session import Session
from selfaudit.tui.words import count

WORD = "restore"
"""What the person has to type before a copy takes the place of what is stored."""


class RestoringDialog(AgreeingDialog):
    """Verifies a copy, and puts it in the place of all that is stored."""

    WAITING = "Verifying the copy …"
    DOING = "Putting the copy in place …"

    def __init__(self, session: Session, file: Path) -> None:
        super().__init__(session, "Go back to a copy", WORD)
        self._file = file
        self._stack = ExitStack()
        self._staged: StagedBackup | None = None

    def look(self) -> tuple[Sequence[str], bool]:
        """Verify the copy, and say what it holds."""
        home = Home(self._session.store.database.path.parent)
        self._staged = self._stack.enter_context(staged_backup(home, self._file))
        held = asdict(self._staged.contents)
        said = ", ".join(count(number, name.removesuffix("s")) for name, number in held.items())
        return [
            f"The copy is whole: {said}.",
            "",
            "It takes the place of all that is stored now. What you erased after it was made comes "
            "back; what you judged after it was made is lost.",
        ], True

    def do(self) -> None:
        """Put it in place."""
        assert self._staged is not None
        with self._session.at_rest():
            self._staged.put_into(self._session.store.database)

    def put_away(self) -> None:
        """Remove the copy that was verified."""
        self._stack.close()
