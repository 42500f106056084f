"""How long a model takes for a history, by the scripted one."""

import threading

import pytest

from selfaudit.core.errors import ModelError
from selfaudit.core.extraction.windows import Piece, Window
from selfaudit.local_models.benching import ANSWER_TOKENS, read_for, reckoned
from selfaudit.local_models.scripted import ScriptedModel
from selfaudit.local_models.speed import Speed

WINDOWS = {str(n): Window("c", (Piece("m", 0, f"I have {n} cats"),), ("test/1",)) for n in range(6)}


def test_windows_are_read_and_counted_until_all_are():
    model = ScriptedModel()
    done, seconds = read_for(model, WINDOWS, limit=60.0)
    model.close()
    assert done == 6
    assert 0.0 < seconds < 60.0


def test_reading_ends_with_its_time_and_counts_what_was_read_by_then():
    go_on, asked = threading.Event(), []

    def stuck_at_the_third(request):
        asked.append(request.id)
        if len(asked) > 2:
            go_on.wait(60.0)
        return "- none\n"

    model = ScriptedModel(stuck_at_the_third)
    done, seconds = read_for(model, WINDOWS, limit=3.0)
    go_on.set()
    model.close()
    assert done == 2
    assert seconds < 3.0


def test_a_model_that_fails_is_not_timed():
    def fails(_):
        raise ValueError

    model = ScriptedModel(fails)
    with pytest.raises(ModelError):
        read_for(model, WINDOWS, limit=60.0)
    model.close()


def test_without_windows_read_the_time_is_reckoned_by_characters_and_answers():
    one = {"0": Window("c", (Piece("m", 0, "x" * 400),), ())}
    assert reckoned(one, Speed(100.0, 10.0)) == 1.0 + ANSWER_TOKENS / 10
    assert reckoned({}, Speed(100.0, 10.0)) == 0.0
