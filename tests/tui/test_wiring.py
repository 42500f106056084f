"""Which model is taken, and with which adapter."""

from dataclasses import replace

import pytest
from gguf_files import gguf_bytes, write
from studies import parsed

from selfaudit.core.errors import ModelError
from selfaudit.core.models.run import Profile
from selfaudit.core.paths import Home
from selfaudit.local_models import adapter as adapters
from selfaudit.local_models import catalog
from selfaudit.local_models.files import sha256_of
from selfaudit.local_models.known_model import KnownAdapter
from selfaudit.tui.models_wiring import described_models, library, memory_needed
from selfaudit.tui.wiring import choose_model


@pytest.fixture
def home(tmp_path, monkeypatch):
    """A home with the default model, as the catalogue then has it, and an adapter for it."""
    made = Home(tmp_path / "home")
    made.prepare()
    model = write(made.models / catalog.DEFAULT.file_name)
    file = tmp_path / "made-up.gguf"
    file.write_bytes(gguf_bytes({"general.type": "adapter", "adapter.type": "lora"}, {"w": (8,)}))
    known = replace(
        catalog.DEFAULT,
        sha256=sha256_of(model),
        adapter=KnownAdapter(file.name, sha256_of(file), file.stat().st_size),
    )
    monkeypatch.setattr(catalog, "DEFAULT", known)
    monkeypatch.setattr(catalog, "KNOWN", (known,))
    monkeypatch.setattr(adapters, "FOLDER", tmp_path)
    return made


def chosen(home, study=None):
    return choose_model(home, None, lambda _: False, lambda *_: None, study)


def test_the_default_model_comes_with_its_adapter_and_counts_it(home):
    model = chosen(home)
    assert model.profile is Profile.TAUGHT
    assert memory_needed(model) > memory_needed(model.without_adapter())
    (row,) = described_models(home)
    assert row["adapter"] == model.adapter.sha256
    assert (row["profile"], row["memory"]) == ("taught", memory_needed(model))


def test_a_study_says_whether_there_is_an_adapter_and_which(home):
    model = library(home).resolve(None)
    table = f'[model]\nsha256 = "{model.sha256}"\n'
    assert chosen(home, parsed(table)).profile is Profile.FLAT
    named = parsed(f'{table}adapter = "{model.adapter.sha256}"')
    assert chosen(home, named) == model
    with pytest.raises(ModelError, match="extracts with the adapter") as error:
        chosen(home, parsed(f'{table}adapter = "{"ab" * 32}"'))
    assert "the version that the study was made for" in error.value.hint
