"""The file that teaching writes: llama.cpp loads it, and it changes what was to change."""

import os
from pathlib import Path

import numpy as np
import pytest

from selfaudit.core.extraction.taught import TAUGHT
from selfaudit.core.ports import Finished, GenerateRequest, Priority
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import ModelLibrary

pytest.importorskip("gguf", reason="writing adapters needs the extra train")

from selfaudit.local_models.training.adapter_file import Pair, reordered, write_adapter

MODEL = os.environ.get("SELFAUDIT_TEST_MODEL", "")
WIDTH, HEADS, KEY_HEADS, RANK = 576, 9, 3, 4


def test_rows_of_a_head_go_from_halves_to_pairs() -> None:
    rows = np.arange(8, dtype=np.float32).reshape(8, 1)
    # Two heads of four rows: 0 1 | 2 3 are the halves of the first.
    assert reordered(rows, 2)[:, 0].tolist() == [0, 2, 1, 3, 4, 6, 5, 7]


def written(model: LocalModel, *, adapted: bool) -> str:
    request = GenerateRequest(
        id="one",
        prefix=TAUGHT.prefix,
        prompt=TAUGHT.prompt("my name is ada and i keep bees", ""),
        sampling=TAUGHT.sampling,
        seed=1,
        adapted=adapted,
    )
    [end] = [
        event
        for event in model.events(model.submit([request], Priority.INTERACTIVE))
        if isinstance(event, Finished)
    ]
    return end.text


@pytest.mark.real_model
def test_an_adapter_of_zeros_changes_nothing_and_another_one_does(tmp_path: Path) -> None:
    if not MODEL:
        pytest.skip("SELFAUDIT_TEST_MODEL is not set")
    random = np.random.default_rng(1)
    texts = {}
    for scale in (0.0, 1.0):
        pairs = {
            (0, "self_attn.q_proj"): Pair(
                random.normal(size=(RANK, WIDTH)).astype(np.float32),
                scale * random.normal(size=(WIDTH, RANK)).astype(np.float32),
            )
        }
        path = tmp_path / f"{scale}.gguf"
        write_adapter(
            path,
            pairs,
            alpha=8.0,
            heads=HEADS,
            key_heads=KEY_HEADS,
            about={"general.name": "made up"},
        )
        installed = ModelLibrary(Path(MODEL).parent).resolve(Path(MODEL)).with_adapter(path)
        model = LocalModel(installed)
        try:
            texts[scale] = written(model, adapted=True)
            plain = written(model, adapted=False)
        finally:
            model.close()
    assert texts[0.0] == plain != texts[1.0]
