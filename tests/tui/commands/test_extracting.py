"""`selfaudit extract` with a model that has an adapter, and told to go without it."""

import json
from contextlib import contextmanager
from dataclasses import dataclass

import pytest
from builders import add_history, conversation, open_store

from selfaudit.core.models.run import Profile
from selfaudit.local_models.scripted import ScriptedModel


@dataclass(frozen=True)
class Installed:
    """As much of an installed model as the commands look at."""

    profile: Profile = Profile.TAUGHT
    title: str = "made-up"

    def without_adapter(self):
        return Installed(Profile.FLAT)


@pytest.fixture
def taught(monkeypatch):
    class Shared:
        def __init__(self, _home, installed):
            self.installed = installed

        @contextmanager
        def opened(self):
            model = ScriptedModel(profile=self.installed.profile)
            yield model
            model.close()

    monkeypatch.setattr("selfaudit.tui.wiring.choose_model", lambda *_: Installed())
    monkeypatch.setattr("selfaudit.tui.wiring.SharedModel", Shared)


@pytest.mark.usefixtures("taught")
@pytest.mark.parametrize("words", [("extract",), ()], ids=["extract", "open"])
def test_the_adapter_is_left_out_when_the_person_says_so_and_runs_say_it(command, tmp_path, words):
    store = open_store(tmp_path)
    add_history(store, conversation("a", "I am a nurse."))
    command(*words)
    command(*words, "--no-adapter")
    models = [json.loads(row["model"]) for row in store.database.rows("SELECT model FROM run")]
    assert [(one["profile"], bool(one["adapter"])) for one in models] == [
        ("taught", True),
        ("flat", False),
    ]
    (attribute,) = store.attributes.page()
    assert len(attribute.evidence) == 2
    store.close()
