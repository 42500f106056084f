"""The prompts and grammars that are really used, with the real model."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import PinnedClock, add_history, conversation, open_store

from selfaudit.core.events import ExtractionDone, WindowFailed
from selfaudit.core.extraction.extraction import Extraction
from selfaudit.core.extraction.parsing import parse
from selfaudit.core.extraction.recipe import Recipe
from selfaudit.core.extraction.recipes import FLAT, RECORDS
from selfaudit.core.models.run import FinishReason, Profile
from selfaudit.core.ports import Finished, GenerateRequest, Priority
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import ModelLibrary

TEXT = 'I\'m a nurse and I say "hi" to my cat Grübel 🐈 every day.\nMy brother \\o/ lives in Oslo.'


@pytest.fixture(scope="module")
def library(model_file: Path) -> ModelLibrary:
    return ModelLibrary(model_file.parent)


@pytest.fixture(scope="module")
def model(library: ModelLibrary, model_file: Path) -> Iterator[LocalModel]:
    running = LocalModel(library.resolve(model_file))
    yield running
    running.close()


@pytest.mark.real_model
@pytest.mark.parametrize("recipe", [FLAT, RECORDS], ids=["flat", "records"])
def test_what_the_grammar_lets_through_can_be_read(model: LocalModel, recipe: Recipe) -> None:
    requests = [
        GenerateRequest(
            id=f"{recipe.profile}-{seed}",
            prefix=recipe.prefix,
            prompt=recipe.before + TEXT + recipe.after,
            sampling=replace(recipe.sampling, temperature=1.0, max_tokens=400),
            seed=seed,
            grammar=recipe.grammar,
            stop=recipe.stop,
            chat=recipe.chat,
        )
        for seed in range(4)
    ]
    ids = model.submit(requests, Priority.BACKGROUND)
    ends = list(model.events(ids))
    assert len(ends) == len(ids)
    for end in ends:
        assert isinstance(end, Finished), end
        parsed = parse(recipe.profile, end.text)
        if end.finish_reason is FinishReason.STOP:
            assert parsed.malformed == ()
        if recipe is RECORDS:
            assert end.text.startswith('{"attributes": [')


@pytest.mark.real_model
def test_extraction_by_either_profile_ends_with_every_window_done(
    library: ModelLibrary, model_file: Path, tmp_path: Path
) -> None:
    store = open_store(tmp_path)
    add_history(store, conversation("c", TEXT, "what is the capital of Peru, I forgot"))
    for profile in (Profile.FLAT, Profile.RECORDS):
        installed = replace(library.resolve(model_file).without_adapter(), profile=profile)
        model = LocalModel(installed)
        try:
            events = list(Extraction(store, model, PinnedClock()).run(threading.Event()))
        finally:
            model.close()
        assert not [event for event in events if isinstance(event, WindowFailed)]
        done = events[-1]
        assert isinstance(done, ExtractionDone)
        assert done.windows > 0
        assert done.windows_known == done.windows_failed == 0
    for attribute in store.attributes.page():
        for piece in attribute.evidence:
            text = store.history.message(piece.message).text
            assert text[piece.start : piece.end] == piece.quote
