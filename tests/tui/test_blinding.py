"""Nothing that is shown before a block is opened follows from a pair's arm."""

from pathlib import Path

import pytest
from stages import kinds
from tests.tui.comparing import NARROW, WIDE, Comparing, comparing, filled
from tests.tui.conftest import Person

from selfaudit.core.models.comparison import Arm, Side, VoteQuestion
from selfaudit.tui.screens.results import ResultsScreen
from selfaudit.tui.widgets.answers import AnswerPane

EXCHANGED = {
    Arm.MARKED: Arm.CATCH,
    Arm.CATCH: Arm.STRANGER,
    Arm.STRANGER: Arm.IRRELEVANT,
    Arm.IRRELEVANT: Arm.MARKED,
}


def exchange_arms(person: Person) -> None:
    """Let every pair be of another arm, its generic answer be the other one, with other facts."""
    database = person.store.database
    with database.write():
        for pair in person.store.pairs.all():
            database.execute(
                "UPDATE pair SET arm = ?, generic_side = ?, generic = ?, other = ?, redraws = ?,"
                " seed = ? WHERE id = ?",
                [
                    EXCHANGED[pair.arm],
                    pair.generic_side.other,
                    pair.other,
                    pair.generic,
                    pair.redraws + 3,
                    pair.seed + 1,
                    pair.id,
                ],
            )
            database.execute("DELETE FROM fact WHERE pair = ? AND position > 0", [pair.id])
            database.execute("DELETE FROM mention WHERE pair = ?", [pair.id])


async def everything_shown(person: Person, size: tuple[int, int], votes: str) -> list[str]:
    """Every picture that the person sees from the first pair to the end of the block."""
    pictures: list[str] = []
    async with comparing(person, size) as at:

        async def press(*keys: str) -> None:
            for key in keys:
                await at.press(key)
                pictures.append(at.app.export_screenshot())

        pictures.append(at.app.export_screenshot())
        turn = 0
        while (pair := person.session().voting.current()) is not None:
            match pair.question:
                case VoteQuestion.BETTER:
                    await press("1", "down", "tab", "pagedown", votes[turn % len(votes)])
                    turn += 1
                case VoteQuestion.REASONS:
                    await press("1", "5", "enter")
                case _:
                    await press("z" if turn == 2 and pair.place else "2")
                    turn += 1
        pictures.append(at.app.export_screenshot())
    return pictures


@pytest.mark.parametrize("size", [NARROW, WIDE], ids=["80x24", "140x45"])
async def test_exchanging_the_arms_changes_no_byte_on_the_screen(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    shown, arms = [], []
    for name in ("one", "other"):
        person = Person(tmp_path / name)
        block = filled(person, prompts=5)
        if name == "other":
            exchange_arms(person)
        arms.append(kinds(person.store, block))
        shown.append(await everything_shown(person, size, "14b3s5"))
        person.store.close()
    assert len(shown[0]) > 30
    assert shown[0] == shown[1]
    assert all(one is not other for one, other in zip(*arms, strict=True))


async def test_the_pictures_would_tell_if_something_were_shown(tmp_path: Path) -> None:
    person = Person(tmp_path / "home")
    block = filled(person, prompts=5)
    async with comparing(person, WIDE) as at:
        before = at.app.export_screenshot()
        at.app.screen.query_one(AnswerPane).border_title = f"{kinds(person.store, block)[0]}"
        await at.pilot.pause()
        assert at.app.export_screenshot() != before
    person.store.close()


def _on_table(at: Comparing) -> tuple[object, ...]:
    texts = {pane.side: str(pane.text.render()) for pane in at.app.screen.query(AnswerPane)}
    return (texts[Side.LEFT], texts[Side.RIGHT], at.question, at.said("#place"))


@pytest.mark.parametrize("keys", [[], ["4"], ["3", "5"], ["2", "3", "enter", "1"]])
async def test_a_new_start_shows_the_same_pair_sides_and_question(
    person: Person, keys: list[str]
) -> None:
    filled(person)
    async with comparing(person, WIDE) as at:
        await at.press(*keys)
        before = (_on_table(at), at.due.pair)
        picture = at.app.export_screenshot()
    person.restart()
    async with comparing(person, WIDE) as at:
        assert (_on_table(at), at.due.pair) == before
        assert at.app.export_screenshot() == picture


async def test_a_repeat_is_shown_like_any_other_pair(person: Person) -> None:
    block = filled(person)
    repeat = next(one for one in person.store.pairs.of(block.id) if one.repeats is not None)
    async with comparing(person, WIDE) as at:
        first: tuple[object, ...] = ()
        while at.due.pair != repeat.id:
            if at.due.pair == repeat.repeats and at.due.question is VoteQuestion.BETTER:
                first = _on_table(at)
            await at.press("s" if at.due.question is VoteQuestion.BETTER else "4")
        again = _on_table(at)
        assert (again[0], again[1]) == (first[1], first[0])
        assert again[2] == first[2]
        assert "again" not in "".join(map(str, again[2:]))


async def test_the_results_tell_what_was_hidden(person: Person) -> None:
    filled(person)
    async with comparing(person, WIDE) as at:
        while person.session().voting.current() is not None:
            await at.press("s" if at.due.question is VoteQuestion.BETTER else "4")
        await at.press("enter", "n")
        assert isinstance(at.app.screen, ResultsScreen)
        assert "generic: given nothing about you" in at.shown("#heading")
