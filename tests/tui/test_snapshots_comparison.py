"""Pictures of the comparison, in a small terminal and a large one. The clock is pinned."""

from collections.abc import Awaitable, Callable

import pytest
from stages import fill_block, judge_block, vote_on_all
from tests.tui.comparing import filled, marked, no_news, planned
from tests.tui.conftest import Person
from textual.pilot import Pilot

from selfaudit.core.models.run import FinishReason, Purpose
from selfaudit.tui.app import SelfauditApp
from selfaudit.tui.preparation import Preparation
from selfaudit.tui.screens.voting import VotingScreen
from selfaudit.tui.themes import LIGHT

SIZES = pytest.mark.parametrize("size", [(80, 24), (140, 45)], ids=["80x24", "140x45"])
Compare = Callable[..., bool]
Prepare = Callable[[Pilot[None]], Awaitable[None]]
VOTES = (
    "left_much", "right_slightly", "no_difference", "right_much", "left_slightly",
    "both_unusable", "right_slightly", "skip",
)  # fmt: skip


def on(person: Person, keys: str, theme: str = "") -> Prepare:
    """Open the comparison and press keys at a calm pace."""

    async def prepare(pilot: Pilot[None]) -> None:
        assert isinstance(pilot.app, SelfauditApp)
        if theme:
            pilot.app.theme = theme
        await pilot.pause()
        pilot.app.push_screen(VotingScreen(pilot.app._session))
        await pilot.pause()
        for key in keys.split():
            person.clock.advance(4)
            if key == "news":
                pilot.app.preparation = Preparation(True, Purpose.ANSWERS, 16, 0, 340.0, None, 7)
            else:
                await pilot.press(key)
            await pilot.pause()
        await pilot.pause()

    return prepare


def begun(person: Person) -> None:
    filled(person)
    vote_on_all(person.store, person.clock, VOTES, leave=14)


def long(person: Person) -> None:
    block = planned(person)
    fill_block(
        person.store,
        person.clock,
        block,
        lambda pair, facts: (
            "\n\n".join(f"{number}. **Step {number}** of {pair.id}" for number in range(1, 40)),
            f"Run `selfaudit` as here ({pair.id}):\n\n```sh\nselfaudit export.zip\n```\n\n"
            + "It reads what you wrote, and nothing leaves your machine. " * 20,
        ),
        finish_reason=FinishReason.LENGTH,
    )


def weak(person: Person) -> None:
    filled(person)
    vote_on_all(person.store, person.clock, ["both_unusable"], leave=12)


def done(person: Person) -> None:
    filled(person)
    vote_on_all(person.store, person.clock, VOTES)


def opened(person: Person) -> None:
    block = filled(person)
    vote_on_all(person.store, person.clock, VOTES)
    judge_block(person.store, person.clock, block)
    person.session().voting.reveal(block)


def young(person: Person) -> None:
    marked(person)
    person.clock.advance(-86_401 + 10_000)


CASES: dict[str, tuple[Callable[[Person], object], str]] = {
    "too_little": (lambda person: person.attributes(3), ""),
    "intro": (marked, ""),
    "begin": (young, "enter"),
    "waiting": (planned, "enter news"),
    "pair_left": (begun, ""),
    "pair_unseen": (begun, "1"),
    "pair_right": (begun, "tab"),
    "long": (long, "enter down down a right down"),
    "reasons": (begun, "tab 4 1 3"),
    "about_you": (begun, "tab 3 z tab 3"),
    "too_weak": (weak, ""),
    "finished": (done, ""),
    "results": (opened, "l"),
    "results_judge": (opened, "l pagedown"),
    "results_pair": (opened, "l n 4"),
    "results_answers": (opened, "l n pagedown"),
    "results_catch": (opened, "l n n n"),
}


@SIZES
@pytest.mark.parametrize("name", CASES)
def test_comparison(
    person: Person, snap_compare: Compare, size: tuple[int, int], name: str
) -> None:
    made, keys = CASES[name]
    made(person)
    app = person.app(start_preparation=no_news)
    assert snap_compare(app, terminal_size=size, run_before=on(person, keys))


@pytest.mark.parametrize("theme", [LIGHT.name, "ansi-dark"])
def test_pair_in_other_colours(person: Person, snap_compare: Compare, theme: str) -> None:
    begun(person)
    app = person.app(start_preparation=no_news)
    run = on(person, "tab 4 1", theme)
    assert snap_compare(app, terminal_size=(80, 24), run_before=run)
