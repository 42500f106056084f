"""Leaving from anywhere, and what the command palette must not offer."""

import pytest
from tests.tui.conftest import Person
from tests.tui.test_review import sitting

from selfaudit.tui.screens.base import Dialog


@pytest.mark.parametrize("key", ["e", "c", "question_mark"])
async def test_ctrl_q_leaves_from_every_dialog(twelve: Person, key: str) -> None:
    async with sitting(twelve) as at:
        await at.press(key)
        assert isinstance(at.app.screen, Dialog)
        await at.press("ctrl+q")
        assert not at.app.is_running or at.app._exit


async def test_the_palette_cannot_write_a_picture_of_private_text(twelve: Person) -> None:
    async with sitting(twelve) as at:
        titles = {command.title for command in at.app.get_system_commands(at.app.screen)}
        assert "Screenshot" not in titles
        assert "Flag" in titles


async def test_ctrl_c_says_how_to_leave_in_plain_words(twelve: Person) -> None:
    async with sitting(twelve) as at:
        at.app.action_help_quit()
        await at.pilot.pause()
        messages = [notice.message for notice in at.app._notifications]
        assert messages == ["Ctrl+Q leaves; everything is kept."]
