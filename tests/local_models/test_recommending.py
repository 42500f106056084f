"""Which model is recommended, by made-up machines; and how fast each would be."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from selfaudit.core.errors import ModelError
from selfaudit.local_models.catalog import DEFAULT, KNOWN
from selfaudit.local_models.installed import InstalledModel
from selfaudit.local_models.known_model import KnownModel
from selfaudit.local_models.memory import Memory
from selfaudit.local_models.recommending import Recommendation, recommend
from selfaudit.local_models.speed import Speed, rule_of_thumb, scaled, timed

GB = 1_000_000_000
FAST = Speed(1000.0, 100.0)


def advice(
    available: float | None, *languages: str, cores: int = 0, models: tuple[KnownModel, ...] = KNOWN
) -> Recommendation:
    """For a machine with so many GB that can be had; without cores, everything is fast."""
    here = Memory(None, None) if available is None else Memory(64 * GB, int(available * GB))

    def speed(model: KnownModel) -> Speed:
        return rule_of_thumb(model.parameters, model.bytes, cores) if cores else FAST

    return recommend(here, speed, languages, models)


def test_the_largest_that_fits_comfortably() -> None:
    # 5.05 GB and 3.05 GB are needed by the two largest; a fifth of the memory is left alone.
    assert advice(6.5).best.model.name == "qwen2.5-7b"
    assert "nothing speaks against it" in advice(6.5).reason
    assert advice(6.0).best.model.name == "qwen3-4b"
    assert "largest of those that fit" in advice(6.0).reason
    assert advice(1.2).best.model.name == "qwen2.5-0.5b"
    assert advice(0.2).best.model is DEFAULT
    assert "smallest" in advice(0.2).reason


def test_without_knowing_the_memory_only_speed_and_languages_decide() -> None:
    found = advice(None, cores=2)
    assert all(one.fits is None for one in found.rated)
    assert found.best.is_fast_enough
    assert "unknown" in found.best.why


def test_what_is_too_slow_is_not_recommended() -> None:
    slow, fast = advice(50, cores=1), advice(50, cores=64)
    assert slow.best.model.parameters < fast.best.model.parameters
    assert fast.best.model is KNOWN[-1]
    (large,) = [one for one in slow.rated if one.model is KNOWN[-1]]
    assert not large.suits
    assert "too slow here" in large.why


def test_languages_decide() -> None:
    assert advice(50, "en", "de").best.model.name == "qwen2.5-7b"
    found = advice(50, "en", "nl")
    assert found.best.model.name == "qwen3-4b"
    (large,) = [one for one in found.rated if one.model is KNOWN[-1]]
    assert large.unserved == ("nl",)
    assert "not made for Dutch" in large.why
    # Where no model that fits was made for the language, that is said.
    none = advice(1.2, "en", "nl")
    assert none.best.unserved == ("nl",)
    assert "lacks the fewest: Dutch" in none.reason


@given(
    available=st.floats(0.01, 100),
    cores=st.integers(1, 128),
    languages=st.lists(st.sampled_from(["en", "nl", "de", "sw"]), unique=True),
)
def test_something_is_always_recommended_and_larger_ones_never_for_less(
    available: float, cores: int, languages: list[str]
) -> None:
    found = advice(available, *languages, cores=cores)
    assert found.best in found.rated
    assert found.reason
    assert [one.model for one in found.rated] == list(KNOWN)
    suits = [one for one in found.rated if one.suits]
    if suits:
        assert found.best.model.parameters == max(one.model.parameters for one in suits)
    more = advice(available * 2, *languages, cores=cores * 2)
    assert not suits or more.best.model.parameters >= found.best.model.parameters


def test_the_rule_of_thumb_goes_down_with_size_and_up_with_cores() -> None:
    assert rule_of_thumb(1_000_000_000, GB, 4) == Speed(80.0, 16.0)
    small, large = rule_of_thumb(10**9, 10**9, 4), rule_of_thumb(10**10, 10**10, 4)
    assert small.reading == pytest.approx(7 * large.reading)
    assert rule_of_thumb(10**9, 10**9, 8).reading == pytest.approx(2 * small.reading)
    # Nobody writes faster than they read.
    assert rule_of_thumb(10**9, 10, 1).writing == rule_of_thumb(10**9, 10, 1).reading


def test_from_a_timed_model_others_are_reckoned() -> None:
    speed = Speed(173.0, 27.0)
    small, large = (134_515_008, 98_362_432), (1_777_088_000, 1_117_320_768)
    assert scaled(speed, small, small) == speed
    reckoned = scaled(speed, small, large)
    # What the larger one was timed at on the same machine, within a tenth.
    assert reckoned.reading == pytest.approx(50, rel=0.1)
    assert reckoned.writing == pytest.approx(7, rel=0.1)


@pytest.mark.real_model
def test_a_real_model_is_timed(real_model: InstalledModel) -> None:
    speed = timed(real_model)
    assert speed.reading > 1
    assert speed.writing > 0.5


def test_a_model_that_cannot_be_loaded_is_not_timed(real_model: InstalledModel) -> None:
    gone = replace(real_model, path=real_model.path.with_name("gone.gguf"), name="gone")
    with pytest.raises(ModelError, match="gone could not be loaded"):
        timed(gone)
