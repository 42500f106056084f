"""The parts without a screen: guard, excerpts, states, words, the table of actions."""

import ast
from pathlib import Path

import pytest
from tests.tui.conftest import PinnedClock

import selfaudit.tui
from selfaudit.core.errors import ModelError
from selfaudit.core.events import (
    ExtractionDone,
    ExtractionStarted,
    ModelRestarted,
    WindowDone,
    WindowFailed,
)
from selfaudit.core.models.attribute import QuarantineReason
from selfaudit.core.models.history import Origin, Role
from selfaudit.core.models.judgment import Policy
from selfaudit.core.review.place import Progress
from selfaudit.core.review.wordings import ASKED
from selfaudit.tui import words
from selfaudit.tui.action_table import ACTIONS
from selfaudit.tui.actions import Place, actions_at, help_for
from selfaudit.tui.excerpt import LONGEST_QUOTE, excerpt
from selfaudit.tui.extraction import Extraction, Phase
from selfaudit.tui.key_guard import KeyGuard
from selfaudit.tui.widgets.progress_line import where


@pytest.fixture
def clock() -> PinnedClock:
    return PinnedClock()


def test_no_key_judges_before_the_question_is_shown_nor_right_after(clock: PinnedClock) -> None:
    guard = KeyGuard(clock, 0.35, 0.8)
    assert not guard.admits_judgment("y")
    clock.advance(5)
    guard.open()
    assert not guard.admits_judgment("n")
    clock.advance(0.36)
    assert guard.admits_judgment("u")
    guard.close()
    clock.advance(5)
    assert not guard.admits_judgment("y")


def test_a_held_key_never_judges_a_second_card(clock: PinnedClock) -> None:
    guard = KeyGuard(clock, 0.35, 0.8)
    guard.open()
    clock.advance(1)
    assert guard.admits_judgment("u")
    guard.open()
    clock.advance(0.66)  # the longest rest before a keyboard begins to repeat
    admitted = 0
    for _ in range(300):
        admitted += guard.admits_judgment("u")
        clock.advance(0.033)
    assert admitted == 0
    clock.advance(0.8)
    assert guard.admits_judgment("u")


def test_a_held_undo_takes_back_one_thing_and_tapping_takes_back_each(clock: PinnedClock) -> None:
    guard = KeyGuard(clock, 0.35, 0.8)
    assert guard.admits("z")
    assert [guard.admits("z") for _ in range(20) if not clock.advance(0.033)] == [False] * 20
    assert [guard.admits("z") for _ in range(5) if not clock.advance(0.2)] == [True] * 5


def test_an_excerpt_keeps_the_quote_and_marks_what_is_left_out() -> None:
    text = "word " * 1_000 + "THE QUOTE" + " word" * 1_000
    piece = excerpt(text, 5_000, 5_009, 100)
    assert piece.text[piece.start : piece.end] == "THE QUOTE"
    assert piece.text.startswith("… word")
    assert piece.text.endswith("word …")
    assert len(piece.text) < 250


def test_an_excerpt_of_a_short_text_is_all_of_it() -> None:
    assert excerpt("I live here.", 2, 6, 100).text == "I live here."


def test_an_endless_quote_is_cut_in_the_middle() -> None:
    piece = excerpt("x" * 100_000, 0, 100_000, 100)
    assert piece.end - piece.start == LONGEST_QUOTE + 3


@pytest.mark.parametrize(("start", "end"), [(-5, 3), (9, 4), (50, 60), (0, 0)])
def test_offsets_that_do_not_fit_are_not_followed(start: int, end: int) -> None:
    piece = excerpt("short", start, end, 10)
    assert 0 <= piece.start <= piece.end <= len(piece.text)


def test_the_extraction_follows_its_events() -> None:
    state = Extraction(Phase.RUNNING)
    for event in (
        ExtractionStarted(1, 10, 2),
        WindowDone(3, 10, 4, 1, 3, 20.0, 90.0),
        WindowFailed(4, 10, "no result"),
        ModelRestarted("it ended"),
    ):
        state = state.after(event)
    assert (state.done, state.windows, state.attributes, state.quarantined) == (4, 10, 3, 1)
    assert (state.failed, state.restarts, state.seconds_left) == (1, 1, 90.0)
    done = ExtractionDone(10, 2, 1, 9, 7, 2, 100, 50, 60.0, 2.5, cancelled=False)
    assert state.after(done).phase is Phase.DONE
    broken = state.failed_with(ModelError("It is gone."))
    assert broken.phase is Phase.FAILED
    assert not broken.is_running


def test_an_extraction_that_ends_without_saying_so_has_stopped() -> None:
    assert Extraction(Phase.RUNNING).ended().phase is Phase.STOPPED
    assert Extraction(Phase.DONE).ended().phase is Phase.DONE


@pytest.mark.parametrize(
    ("seconds", "said"),
    [(0.2, "1 second"), (40, "40 seconds"), (720, "12 minutes"), (9_000, "2.5 hours")],
)
def test_durations_are_said_roughly(seconds: float, said: str) -> None:
    assert words.duration(seconds) == said


def test_every_reason_origin_and_role_has_words() -> None:
    assert set(words.WHY_QUARANTINED) == set(QuarantineReason)
    assert set(words.SEGMENTS) == set(Origin)
    assert set(words.ROLES) == set(Role)


def test_a_day_that_cannot_be_is_left_out() -> None:
    assert words.day(1e300) == ""
    assert words.day(None) == ""


def progress(done: int, total: int, headline_done: int = 0, headline_total: int = 0) -> Progress:
    return Progress(done, total, headline_done, headline_total, skipped=0, verdicts={}, edited=0)


@pytest.mark.parametrize(
    ("reached", "goal", "policy", "said"),
    [
        (
            progress(18, 60, 18, 60),
            60,
            Policy.HEADLINE,
            "card 7 of 12 in this set · 19 of 60 for the headline",
        ),
        (
            progress(13, 19, 13, 19),
            19,
            Policy.HEADLINE,
            "card 2 of 7 in this set · 14 of 19 for the headline",
        ),
        (
            progress(3, 12),
            60,
            Policy.EARLY,
            "card 4 of 12 in this set · early card, the model reads on",
        ),
        (
            progress(60, 70, 60, 60),
            60,
            Policy.MOST_SUPPORT,
            "card 1 of 10 in this set · extra card",
        ),
    ],
)
def test_the_place_is_said_in_words(
    reached: Progress, goal: int, policy: Policy, said: str
) -> None:
    assert where(reached, goal, policy) == said


def test_no_key_of_a_screen_does_two_things() -> None:
    for place in Place:
        keys = [key for action in actions_at(place) for key in action.keys]
        assert len(keys) == len(set(keys)), place


def test_no_action_takes_the_key_of_an_answer() -> None:
    answers = {choice.key for wording in ASKED.values() for choice in wording.choices}
    taken = {key for action in actions_at(Place.REVIEW) for key in action.keys}
    assert not answers & taken


def test_no_key_is_one_that_a_terminal_multiplexer_takes() -> None:
    chords = {key for action in ACTIONS for key in action.keys if key.startswith("ctrl+")}
    assert chords <= {"ctrl+p", "ctrl+q"}


def test_help_holds_every_answer_and_every_action_of_a_card() -> None:
    lines = {(line.keys, line.words) for _, found in help_for(Place.REVIEW) for line in found}
    for wording in ASKED.values():
        assert {(choice.key, choice.words) for choice in wording.choices} <= lines
    said = {text for _, text in lines}
    assert {action.help for action in actions_at(Place.REVIEW) if action.help} <= said


def test_every_module_stays_small_and_knows_no_engine() -> None:
    root = Path(selfaudit.tui.__file__).parent
    folders = ("", "screens/", "widgets/", "export/")
    own = [path for folder in folders for path in root.glob(f"{folder}*.py")]
    wiring = ("wiring.py", "models_wiring.py", "fetch_wiring.py")
    own = [path for path in own if path.name not in ("main.py", *wiring)]
    assert len(own) > 20
    for path in own:
        text = path.read_text()
        assert text.count("\n") < 250, path.name
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.ImportFrom):
                assert not (node.module or "").startswith("selfaudit.local_models"), path.name
