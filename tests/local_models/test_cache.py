from dataclasses import replace
from pathlib import Path

import pytest

from selfaudit.core.models.run import Profile
from selfaudit.local_models.adapter import Adapter
from selfaudit.local_models.cache import SHARE, cells_for
from selfaudit.local_models.installed import InstalledModel
from selfaudit.local_models.memory import needed
from selfaudit.local_models.options import EngineOptions

OPTIONS = EngineOptions(context=2048, cells=4096)


@pytest.fixture
def model() -> InstalledModel:
    """A model as large as the default one."""
    return InstalledModel(
        *(Path("model.gguf"), "model", "Model", "0" * 64, 98_000_000, 134_515_008),
        *(8192, "", Profile.FLAT),
        cache_bytes=23_040,
    )


def test_there_is_room_for_several_texts_where_there_is_memory(model: InstalledModel) -> None:
    assert cells_for(model, OPTIONS, None) == 4096
    assert cells_for(model, OPTIONS, 10**12) == 4096
    assert cells_for(model, EngineOptions(cells=100), 10**12) == 2048
    # A model that was trained with less has a smaller window.
    assert cells_for(replace(model, context=512), EngineOptions(cells=0), None) == 512


def test_where_memory_is_short_there_is_less_but_always_a_window(model: InstalledModel) -> None:
    need = needed(model.bytes, model.cache_bytes, 2048)
    assert cells_for(model, OPTIONS, need) == 2048
    assert cells_for(model, OPTIONS, need // 2) == 2048
    spare = SHARE * 1000 * model.cache_bytes
    assert cells_for(model, OPTIONS, need + spare) == 2048 + 1000


def test_an_adapter_has_a_cache_of_its_own(model: InstalledModel) -> None:
    adapted = replace(model, adapter=Adapter(Path("a"), "0" * 64, 10_000))
    need = needed(model.bytes, model.cache_bytes, 2048, 10_000)
    spare = SHARE * 1000 * model.cache_bytes
    assert cells_for(adapted, OPTIONS, need + spare) == 2048 + 500
