"""The way to the cards: what comes before the first one, step by step, then the cards."""

from textual.app import App

from selfaudit.core.models.judgment import Question
from selfaudit.tui.screens.base import errors_shown
from selfaudit.tui.screens.first_visit import FirstVisitScreen
from selfaudit.tui.screens.opening import RecallScreen, TypistsScreen
from selfaudit.tui.screens.practice import PracticeScreen
from selfaudit.tui.screens.review import ReviewScreen
from selfaudit.tui.session import Session


def open_review(app: App[None], session: Session) -> None:
    """Show what is due before the first card, or the cards. Every step that was done leads here."""

    def again(goes_on: bool | None) -> None:
        if goes_on:
            open_review(app, session)

    def practise(goes_on: bool | None) -> None:
        if goes_on:
            app.push_screen(PracticeScreen(session), read)

    def read(goes_on: bool | None) -> None:
        if goes_on:
            with errors_shown(app):
                session.opening.say(Question.READ, "read")
                open_review(app, session)

    with errors_shown(app):
        match session.opening.step():
            case Question.TYPISTS:
                app.push_screen(TypistsScreen(session), again)
            case Question.RECALL:
                app.push_screen(RecallScreen(session), again)
            case Question.READ:
                app.push_screen(FirstVisitScreen(session), practise)
            case _:
                app.push_screen(ReviewScreen(session), again)
