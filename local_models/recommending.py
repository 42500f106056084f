"""Which model of the catalogue suits this machine and the languages of a history, and why."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

from selfaudit.core.languages.names import language_name
from selfaudit.local_models.catalog import DEFAULT, KNOWN
from selfaudit.local_models.known_model import KnownModel
from selfaudit.local_models.memory import COMFORT, Memory, needed, size_words
from selfaudit.local_models.options import EngineOptions
from selfaudit.local_models.speed import Speed

SLOWEST_READING = 20.0
"""Tokens of a prompt a second below which a model is not recommended: a history of 1,000 messages
is some 300,000 tokens with what is asked of them, which then takes four hours."""

SLOWEST_WRITING = 3.0
"""Tokens of an answer a second below which a model is not recommended: slower than one reads."""

Speeds = Callable[[KnownModel], Speed]
"""How fast a model would be here."""


@dataclass(frozen=True, slots=True)
class Rated:
    """A model of the catalogue as it would do here.

    `needs` is in bytes of memory. `fits` is whether it fits comfortably, None where the memory is
    unknown. `unserved` are frequent languages of the history that it was not made for. `why` says
    in sentences what speaks for or against it.
    """

    model: KnownModel
    needs: int
    fits: bool | None
    speed: Speed
    unserved: tuple[str, ...]
    why: str

    @property
    def is_fast_enough(self) -> bool:
        """Whether it reads and writes as fast as a person would wait for."""
        return self.speed.reading >= SLOWEST_READING and self.speed.writing >= SLOWEST_WRITING

    @property
    def suits(self) -> bool:
        """Whether nothing speaks against it."""
        return self.fits is not False and self.is_fast_enough and not self.unserved


@dataclass(frozen=True, slots=True)
class Recommendation:
    """Every model of the catalogue, rated, and the one that is recommended, with the reason."""

    rated: tuple[Rated, ...]
    best: Rated
    reason: str


def recommend(
    here: Memory,
    speeds: Speeds,
    languages: Collection[str] = (),
    models: Sequence[KnownModel] = KNOWN,
) -> Recommendation:
    """Recommend the largest model that suits, or else the smallest one that reads the languages.

    A larger model judges better as a rule, which is no measurement of ours. `languages` are those
    frequent in the history; `models` go from the smallest to the largest, DEFAULT first.
    """
    rated = tuple(_rate(model, here, speeds(model), languages) for model in models)
    suitable = [one for one in rated if one.suits]
    if suitable:
        best = max(suitable, key=lambda one: one.model.parameters)
        larger = [one for one in rated if one.model.parameters > best.model.parameters]
        reason = (
            "It is the largest of those that fit into memory, are fast enough"
            + (" and were made for your languages." if languages else ".")
            if larger
            else "It is the largest of the catalogue, and nothing speaks against it here."
        )
        return Recommendation(rated, best, reason)
    able = [one for one in rated if one.fits is not False and one.is_fast_enough]
    if able:
        best = min(able, key=lambda one: (len(one.unserved), -one.model.parameters))
        missing = _listed(best.unserved)
        return Recommendation(
            rated,
            best,
            f"No model that fits and is fast enough here was made for all of your languages. This "
            f"one lacks the fewest: {missing}.",
        )
    best = next(one for one in rated if one.model.name == DEFAULT.name)
    return Recommendation(rated, best, "It is the smallest; every other asks more of this machine.")


def _rate(model: KnownModel, here: Memory, speed: Speed, languages: Collection[str]) -> Rated:
    window = EngineOptions().window(model.context)
    adapter = model.adapter.bytes if model.adapter else 0
    needs = needed(model.bytes, model.cache_bytes, window, adapter)
    fits = None if here.available is None else needs <= COMFORT * here.available
    unserved = tuple(code for code in languages if code not in model.languages)
    rated = Rated(model, needs, fits, speed, unserved, "")
    return Rated(model, needs, fits, speed, unserved, _why(rated, here))


def _why(rated: Rated, here: Memory) -> str:
    needs = size_words(rated.needs)
    if rated.fits is None:
        parts = [f"needs about {needs} of memory (what this machine has is unknown)"]
    elif rated.fits:
        parts = [f"fits: needs about {needs} of {size_words(here.available)} that can be had"]
    else:
        parts = [
            f"does not fit well: needs about {needs}, and {size_words(here.available)} can be had"
        ]
    if not rated.is_fast_enough:
        parts.append("too slow here for a whole history")
    if rated.unserved:
        parts.append(f"not made for {_listed(rated.unserved)}")
    return "; ".join(parts)


def _listed(codes: Sequence[str]) -> str:
    names = [language_name(code) for code in codes]
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)
