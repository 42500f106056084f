"""Keys and scrolling on a screen above the card are signs of the person: no idle time."""

import pytest
from tests.tui.conftest import Person
from tests.tui.test_review import sitting
from textual import events


@pytest.mark.parametrize(
    ("opens", "closes"),
    [("v", "escape"), ("d", "escape"), ("question_mark", "escape"), ("c", "escape")],
    ids=["conversation", "details", "help", "writing"],
)
@pytest.mark.parametrize("sign", ["down", "wheel", "z", "paste"])
async def test_reading_and_writing_are_no_idle_time(
    twelve: Person, opens: str, closes: str, sign: str
) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        await at.press("y", opens)
        for _ in range(10):
            if sign == "wheel":
                at.person.clock.advance(100)
                at.app.post_message(
                    events.MouseScrollDown(None, 40, 10, 0, 1, 0, False, False, False)
                )
                await at.pilot.pause()
            elif sign == "paste":
                at.person.clock.advance(100)
                at.app.post_message(events.Paste("words"))
                await at.pilot.pause()
            else:
                await at.press(sign, after=100)
        await at.press(closes, "1")
        timing = twelve.store.judgments.of(attribute)[-1].circumstance.timing
        assert timing is not None
        assert timing.idle == 0
        assert timing.active == pytest.approx(1006)


async def test_going_away_while_reading_is_idle_time(twelve: Person) -> None:
    async with sitting(twelve) as at:
        attribute, _ = at.due
        await at.press("v")
        await at.press("escape", after=620)
        await at.press("u")
        timing = twelve.store.judgments.of(attribute)[-1].circumstance.timing
        assert timing is not None
        assert timing.idle == pytest.approx(500)
