"""Which screen opens for what the person wants."""

from textual import on

from selfaudit.tui import messages
from selfaudit.tui.review_door import open_review
from selfaudit.tui.safe_app import SafeApp
from selfaudit.tui.screens.about_me import AboutMeScreen
from selfaudit.tui.screens.asked_again import MarkingAgainScreen, VotingAgainScreen
from selfaudit.tui.screens.base import errors_shown
from selfaudit.tui.screens.beliefs import BeliefScreen
from selfaudit.tui.screens.marking import MarkingScreen
from selfaudit.tui.screens.voting import VotingScreen
from selfaudit.tui.session import Session


class Doors(SafeApp):
    """An app whose screens ask for other screens by a message."""

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session

    @on(messages.OpenReview)
    def _open_review(self) -> None:
        open_review(self, self._session)

    @on(messages.OpenBeliefs)
    def _open_beliefs(self) -> None:
        with errors_shown(self):
            if self._session.beliefs.due() is not None:
                self.push_screen(BeliefScreen(self._session))

    @on(messages.OpenMarking)
    def _open_marking(self, message: messages.OpenMarking) -> None:
        screen = MarkingAgainScreen if message.again else MarkingScreen
        self.push_screen(screen(self._session))

    @on(messages.OpenAboutMe)
    def _open_about_me(self) -> None:
        with errors_shown(self):
            self.push_screen(AboutMeScreen(self._session))

    @on(messages.OpenVoting)
    def _open_voting(self, message: messages.OpenVoting) -> None:
        screen = VotingAgainScreen if message.again else VotingScreen
        self.push_screen(screen(self._session))

    @on(messages.OpenImport)
    def _bring_in(self, message: messages.OpenImport) -> None:
        # What reads exports takes libraries that nothing else needs.
        from selfaudit.tui.screens.importing import ImportScreen

        self.push_screen(ImportScreen(self._session, message.paths))

    @on(messages.OpenHistory)
    def _open_history(self) -> None:
        from selfaudit.tui.screens.history import HistoryScreen

        with errors_shown(self):
            self.push_screen(HistoryScreen(self._session))

    @on(messages.OpenReport)
    def _open_report(self) -> None:
        # Pictures take a library that nothing else needs.
        from selfaudit.tui.screens.report import ReportScreen

        self.push_screen(ReportScreen(self._session))

    @on(messages.OpenGiving)
    def _open_giving(self) -> None:
        # What prepares a package takes libraries that nothing else needs.
        from selfaudit.tui.screens.giving import GivingScreen

        with errors_shown(self):
            self.push_screen(GivingScreen(self._session))
