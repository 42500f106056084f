"""A block of pairs laid open: the counts, then pair by pair, with ratings of what was used."""

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.comparison.results import Outcome, lay_open
from selfaudit.core.comparison.wordings import RATING
from selfaudit.core.models.block import Block
from selfaudit.core.models.comparison import VoteQuestion
from selfaudit.core.models.run import Purpose
from selfaudit.core.models.wording import Choice
from selfaudit.core.timer import QuestionTimer
from selfaudit.tui import results_text
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.ballot import taken_back
from selfaudit.tui.drawable import one_line
from selfaudit.tui.key_guard import KeyGuard
from selfaudit.tui.outcome_text import to_rate
from selfaudit.tui.preparation import Preparation
from selfaudit.tui.screens.base import Page
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.widgets.lines import LinesView
from selfaudit.tui.widgets.outcome import OutcomeView
from selfaudit.tui.widgets.question import ChoiceButton, QuestionBar
from selfaudit.tui.words import TOO_SOON

_ON_COUNTS = -1


class ResultsScreen(Page[None]):
    """Nothing here changes the votes. Ratings are stored as given after the reveal."""

    PLACE = Place.RESULTS
    CSS_PATH = "results.tcss"
    BINDINGS = bindings_at(Place.RESULTS)
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (110, "-wide")]  # noqa: RUF012

    overview = getters.query_one("#overview", VerticalScroll)
    outcome_view = getters.query_one(OutcomeView)
    rating = getters.query_one("#rating", Vertical)
    rated = getters.query_one("#rated", Static)
    question = getters.query_one(QuestionBar)

    def __init__(self, session: Session, block: Block) -> None:
        super().__init__()
        self._session = session
        self._block = block
        self._results = lay_open(session.store, block)
        self._number = _ON_COUNTS
        self._rated: int | None = None
        self._timer = QuestionTimer(session.clock)
        self._guard = KeyGuard(
            session.clock, session.new_question_seconds, session.held_key_seconds
        )

    def compose(self) -> ComposeResult:
        """The counts, or one pair with the rating that is open."""
        with VerticalScroll(id="overview", can_focus=False):
            yield LinesView(id="counts")
        yield OutcomeView()
        with Vertical(id="rating"):
            yield Static(id="rated", markup=False)
            yield QuestionBar(len(RATING.choices))
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Begin with the counts."""
        self.query_one("#counts", LinesView).lay(results_text.counts(self._results))
        self.question.show(self._session.words(RATING))
        self._show(_ON_COUNTS)
        self.watch(self.app, "preparation", self._preparation_moved, init=False)

    def _preparation_moved(self, preparation: Preparation) -> None:
        """The judge may have said more."""
        if preparation.purpose is Purpose.JUDGING:
            self._results = lay_open(self._session.store, self._block)
            self.query_one("#counts", LinesView).lay(results_text.counts(self._results))

    def touched(self) -> None:
        """The person is there, on this screen or on one above it."""
        self._timer.touch()

    # Moving about

    def _show(self, number: int) -> None:
        """Show the counts, or a pair."""
        self._number = number
        outcome = self._outcome
        if outcome is not None:
            self.outcome_view.show(self._results, number)
        self.overview.display = outcome is None
        self.outcome_view.display = outcome is not None
        self._ask()

    @property
    def _outcome(self) -> Outcome | None:
        return self._results.outcomes[self._number] if self._number >= 0 else None

    def action_later(self) -> None:
        """The next pair."""
        self.action_turn(1)

    def action_earlier(self) -> None:
        """The pair before, or the counts."""
        self.action_turn(-1)

    def action_turn(self, by: int) -> None:
        """From pair to pair."""
        number = self._number + by
        if _ON_COUNTS <= number < len(self._results.outcomes):
            self._show(number)

    def action_counts(self) -> None:
        """Back to the counts."""
        self._show(_ON_COUNTS)

    def action_scroll_page(self, by: int) -> None:
        """Scroll what is shown."""
        pane = self.overview if self._outcome is None else self.outcome_view
        pane.scroll_relative(y=by * max(1, pane.size.height - 2), animate=False)

    # Rating

    def _ask(self, remark: str = "") -> None:
        """Ask about the first attribute of the pair that has no rating."""
        self._guard.close()
        outcome = self._outcome
        left = list(to_rate(outcome)) if outcome is not None else []
        self._rated = left[0] if left else None
        if outcome is not None:
            self.outcome_view.show_facts(outcome, self._rated)
            statement = next(
                (one.statement for one in outcome.facts if one.attribute == self._rated), ""
            )
            self.rated.update(_what_is_rated(statement))
            self.rating.border_title = f"Not blind any more · {len(left)} to rate"
        self.rating.display = bool(left)
        self.question.say(Content(remark))
        self._show_keys(outcome)
        self.call_after_refresh(self._asked)

    def _asked(self) -> None:
        self._timer = QuestionTimer(self._session.clock)
        self._guard.open()

    def _show_keys(self, outcome: Outcome | None) -> None:
        every = len(self._results.outcomes)
        later = "next pair" if outcome is not None else "pair by pair"
        labels = {
            "later": later if self._number + 1 < every else "",
            "earlier": "previous" if outcome is not None else "",
            "counts": "the counts" if outcome is not None else "",
            "undo": "undo a rating" if any(one.ratings for one in self._results.outcomes) else "",
        }
        self.query_one(KeyLine).relabel(labels)

    def on_key(self, event: events.Key) -> None:
        """The keys of the rating come from its wording."""
        self._guard.arrived()
        choice = RATING.choice_for(event.character or "")
        if choice is not None:
            event.stop()
            self._rate(choice)

    @on(ChoiceButton.Chosen)
    def _clicked(self, message: ChoiceButton.Chosen) -> None:
        self._guard.arrived()
        self._rate(message.choice)

    def _rate(self, choice: Choice) -> None:
        outcome, attribute = self._outcome, self._rated
        if outcome is None or attribute is None or not self.is_active or self.is_too_small():
            return
        if not self._guard.admits_judgment(choice.key):
            self.question.say(Content(TOO_SOON))
            return
        with self.errors_shown():
            self._session.voting.answer(
                outcome.pair.id,
                VoteQuestion.RATING,
                choice.answer,
                attribute=attribute,
                key=choice.key,
                timing=self._timer.so_far(),
            )
            self._again()

    def action_undo(self) -> None:
        """Take back the last rating, and return to its pair."""
        if not self._guard.admits("z"):
            return
        with self.errors_shown():
            vote = self._session.voting.undo(self._block, key="z")
            if vote is None:
                self.app.notify("There is no rating to take back.")
                return
            pairs = [one.pair.id for one in self._results.outcomes]
            if pairs.index(vote.pair) != self._number:
                self._show(pairs.index(vote.pair))
            self._again(f"Taken back: {taken_back(vote)}.")

    def _again(self, remark: str = "") -> None:
        """Show what changed on the pair; it stays where it was scrolled to."""
        self._results = lay_open(self._session.store, self._block)
        self._ask(remark)


def _what_is_rated(statement: str) -> Content:
    return Content.assemble(
        ("▸ ", "bold $primary"), (one_line(statement, 160) or "(erased)", "bold")
    )
