"""The reveal of a block of marks: yours beside each selector's, and a dial to turn."""

from textual import events, getters
from textual.app import ComposeResult
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widgets import Static

from selfaudit.core.models.block import Block
from selfaudit.core.models.relevance import MarkAnswer
from selfaudit.core.models.wording import Choice
from selfaudit.core.relevance.matching import Matching, match
from selfaudit.core.relevance.selectors.registry import selector_titles
from selfaudit.core.relevance.wordings import SHOULD_MATTER
from selfaudit.core.timer import QuestionTimer
from selfaudit.tui import matching_text as text
from selfaudit.tui.actions import Place, bindings_at
from selfaudit.tui.key_guard import KeyGuard
from selfaudit.tui.screens.base import Page
from selfaudit.tui.session import Session
from selfaudit.tui.widgets.key_line import KeyLine
from selfaudit.tui.words import TOO_SOON

_FIRST_DIAL = "model_pairwise"


class MatchingScreen(Page[None]):
    """Nothing here changes what counts: corrections are stored as given after the reveal."""

    PLACE = Place.MATCHING
    CSS_PATH = "matching.tcss"
    BINDINGS = bindings_at(Place.MATCHING)

    heading = getters.query_one("#heading", Static)
    table = getters.query_one("#table", Static)
    dial = getters.query_one("#dial", Static)
    prompt = getters.query_one("#prompt", Static)
    pane = getters.query_one(VerticalScroll)
    entries = getters.query_one("#entries", Static)
    remark = getters.query_one("#remark", Static)

    def __init__(self, session: Session, block: Block) -> None:
        super().__init__()
        self._session = session
        self._matching: Matching = match(session.store, block)
        scored = [name for name, scores in self._matching.scores.items() if scores]
        scored.sort(key=lambda name: name != _FIRST_DIAL)
        titles = selector_titles()
        self._dials = [text.Dial.on(self._matching, name, titles[name]) for name in scored]
        self._cursor = self._first_of_interest()
        self._timer = QuestionTimer(session.clock)
        self._guard = KeyGuard(
            session.clock, session.new_question_seconds, session.held_key_seconds
        )

    def compose(self) -> ComposeResult:
        """From all prompts together down to one attribute."""
        with Vertical(classes="column"):
            yield Static(id="heading", markup=False)
            yield Static(id="table", markup=False)
            yield Static(id="dial", markup=False)
            yield Static(id="prompt", markup=False)
            with VerticalScroll(can_focus=False):
                yield Static(id="entries", markup=False)
            yield Static(id="remark", markup=False)
        yield KeyLine(self.PLACE)

    def on_mount(self) -> None:
        """Show everything."""
        self.heading.update(text.heading(self._matching))
        self.table.update(text.table(self._matching))
        if not self._dials:
            self.query_one(KeyLine).relabel({"turn(-1)": "", "next_dial": ""})
        self._show()

    def _show(self, remark: str = "") -> None:
        self.dial.display = bool(self._dials)
        if self._dials:
            self.dial.update(text.dial(self._dials[0], self._matching))
        self._show_prompt(self._chosen())
        self.remark.update(Content(remark) if remark else text.signs())
        self.call_after_refresh(self._guard.open)

    def _chosen(self) -> dict[int, bool]:
        """What the dial says of each attribute, as far as it has a score."""
        if not self._dials:
            return {}
        dial = self._dials[0]
        scores = self._matching.scores[dial.selector]
        return {entry: score >= dial.threshold for entry, score in scores.items()}

    def _first_of_interest(self) -> int:
        """The first attribute that the person wanted used, or that the dial would use."""
        chosen = self._chosen()
        for place, entry in enumerate(self._matching.entries):
            if entry.accepted and (self._matching.yes(entry) or chosen.get(entry.id)):
                return place
        return 0

    def _show_prompt(self, chosen: dict[int, bool]) -> None:
        matching = self._matching
        here = matching.entries[self._cursor]
        positions = list(matching.prompts)
        self.prompt.update(
            text.prompt_heading(
                matching, here.position, positions.index(here.position) + 1, len(positions)
            )
        )
        listed = text.at_position(matching.entries, here.position)
        lines = [
            text.entry_line(
                entry,
                matching,
                chosen,
                matching.corrections.get(entry.id),
                under_cursor=entry is here,
            )
            for entry in listed
        ]
        self.entries.update(Content("\n").join([text.columns(), *lines]))
        row = 1 + listed.index(here)
        self.call_after_refresh(self._keep_in_sight, row)

    def _keep_in_sight(self, row: int) -> None:
        height = max(1, self.pane.size.height)
        top = round(self.pane.scroll_y)
        if not top <= row < top + height:
            self.pane.scroll_to(y=max(0, row - height // 2), animate=False)

    def action_move(self, by: int) -> None:
        """To the next attribute, or the one before."""
        self._cursor = min(len(self._matching.entries) - 1, max(0, self._cursor + by))
        self._timer = QuestionTimer(self._session.clock)
        self._show()

    def action_move_prompt(self, by: int) -> None:
        """To the first attribute of the next prompt, or of the one before."""
        entries = self._matching.entries
        positions = list(self._matching.prompts)
        place = positions.index(entries[self._cursor].position) + by
        if 0 <= place < len(positions):
            first = text.at_position(entries, positions[place])[0]
            self._cursor = entries.index(first)
            self.pane.scroll_home(animate=False)
            self._show()

    def action_turn(self, by: int) -> None:
        """Turn the dial."""
        if self._dials:
            self._dials[0] = self._dials[0].turned(by)
            self._show()

    def action_next_dial(self) -> None:
        """Put the dial on the next selector that has scores."""
        self._dials = [*self._dials[1:], *self._dials[:1]]
        self._show()

    # Corrections

    def touched(self) -> None:
        """The person is there."""
        self._timer.touch()

    def on_key(self, event: events.Key) -> None:
        """The keys of the question correct the mark under the cursor."""
        self._guard.arrived()
        choice = SHOULD_MATTER.choice_for(event.character or "")
        if choice is not None and self.is_active and not self.is_too_small():
            event.stop()
            self._correct(choice)

    def action_correct(self) -> None:
        """The key line's hint; the keys themselves say what."""
        self._show("Press y, n or u to correct the mark of the attribute under the cursor.")

    def _correct(self, choice: Choice) -> None:
        entry = self._matching.entries[self._cursor]
        standing = self._matching.corrections.get(entry.id, self._matching.marks.get(entry.id))
        if not self._guard.admits_judgment(choice.key):
            self._show(TOO_SOON)
        elif not entry.accepted:
            self._show("You said that this one is not true, so it was not asked about.")
        elif standing is not None and standing.answer == choice.answer:
            self._show("That is what you said already.")
        else:
            with self.errors_shown():
                self._session.marking.answer(
                    entry,
                    MarkAnswer(choice.answer),
                    key=choice.key,
                    timing=self._timer.so_far(),
                )
                self._again(
                    f"Noted as a correction: {choice.words}. Your first mark is what counts."
                )

    def action_undo(self) -> None:
        """Take back the last correction."""
        if self._guard.admits_judgment("z"):
            with self.errors_shown():
                mark = self._session.marking.undo(self._matching.block, key="z")
                self._again("Taken back." if mark else "There is no correction to take back.")

    def _again(self, remark: str) -> None:
        self._matching = match(self._session.store, self._matching.block)
        self._show(remark)
