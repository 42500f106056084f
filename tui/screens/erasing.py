"""Erasing: what goes and what stays is said, then it is done or left."""

from collections.abc import Sequence

from selfaudit.core.models.erasure import OneAttribute, OneConversation, Plan, Target
from selfaudit.tui.commands.erasing_words import lines_for
from selfaudit.tui.screens.agreeing import AgreeingDialog
from selfaudit.tui.session import Session

WORD = "erase"
"""What the person has to type before an import or more is erased."""


class ErasingDialog(AgreeingDialog):
    """Says what erasing a target would do, and does it."""

    DOING = "Erasing, and cleaning the files of its traces …"

    def __init__(self, session: Session, target: Target, title: str) -> None:
        is_small = isinstance(target, OneAttribute | OneConversation)
        super().__init__(session, title, "" if is_small else WORD)
        self._target = target
        self._plan: Plan | None = None

    def look(self) -> tuple[Sequence[str], bool]:
        """What goes and what stays."""
        self._plan = plan = self._session.store.erasure.plan(self._target)
        program = self._session.program
        said = [line.replace("`selfaudit", f"`{program}") for line in lines_for(plan)]
        return said, not plan.is_empty

    def do(self) -> None:
        """Erase it."""
        assert self._plan is not None
        with self._session.at_rest():
            self._session.store.erasure.erase(self._plan, self._session.clock.now())
