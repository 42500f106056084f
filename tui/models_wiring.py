"""Wires the models on this machine and the catalogue to the commands.

With `wiring` and `fetch_wiring`, one of the modules of the interface that reach the engine's
package.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from selfaudit.core.errors import ModelError
from selfaudit.core.languages.shares import Shares
from selfaudit.core.models.run import Profile
from selfaudit.core.paths import Home
from selfaudit.core.store.database import storable
from selfaudit.local_models import catalog
from selfaudit.local_models.build_info import BuildInfo
from selfaudit.local_models.build_info import build_info as ask_build
from selfaudit.local_models.installed import InstalledModel, ModelLibrary
from selfaudit.local_models.known_model import HubFile, KnownModel
from selfaudit.local_models.machine import physical_cores as count_cores
from selfaudit.local_models.memory import Memory, check_fits, needed, size_words
from selfaudit.local_models.memory import memory as ask_memory
from selfaudit.local_models.options import EngineOptions
from selfaudit.local_models.origin import HashFrom, read_origin
from selfaudit.local_models.recommending import Recommendation
from selfaudit.local_models.recommending import recommend as recommend_by
from selfaudit.local_models.requantising import PAYS, Tried, size_of_form, try_form
from selfaudit.local_models.speed import rule_of_thumb, scaled, timed

if TYPE_CHECKING:
    from selfaudit.core.store.store import Store
    from selfaudit.local_models.benching import Bench

Installed = InstalledModel
"""A model on this machine, for those who may not know the engine's package."""


def in_words(size: int | None) -> str:
    """A size in bytes for a person."""
    return size_words(size)


def memory() -> Memory:
    """What memory this machine has."""
    return ask_memory()


def physical_cores() -> int:
    """How many cores this process may use."""
    return count_cores()


def build_info() -> BuildInfo:
    """What the installed llama.cpp was built for. Raises ModelError when it cannot be loaded."""
    return ask_build()


def library(home: Home) -> ModelLibrary:
    """The models of a home, whose folders are made if they are not there."""
    home.prepare()
    return library_there(home)


def library_there(home: Home) -> ModelLibrary:
    """The models of a home as it is."""
    return ModelLibrary(home.models)


def ensure_fits(model: InstalledModel) -> None:
    """Raise ModelError when a model is too large for the memory that can be had."""
    check_fits(model.title, memory_needed(model), ask_memory())


def memory_needed(model: InstalledModel) -> int:
    """What a model needs in memory, in bytes, with the window that it is run with."""
    adapter = model.adapter.bytes if model.adapter else 0
    return needed(model.bytes, model.cache_bytes, EngineOptions().window(model.context), adapter)


def memory_of_known(known: KnownModel) -> int:
    """What a model of the catalogue would need in memory, in bytes."""
    adapter = known.adapter.bytes if known.adapter else 0
    return needed(known.bytes, known.cache_bytes, EngineOptions().window(known.context), adapter)


def selected(home: Home, name: str | None = None) -> tuple[str, tuple[str, ...]] | None:
    """Title and languages of the model that would be used; None where several might be.

    Where none is installed yet it is the default one, which would be fetched.
    """
    models = library(home)
    if name is None and not models.list_models():
        return catalog.DEFAULT.title, catalog.DEFAULT.languages
    try:
        model = models.resolve(name)
    except ModelError:
        return None
    return model.title, model.languages


def recommend(home: Home, shares: Shares | None, *, measure: bool) -> Recommendation:
    """Rate the catalogue for this machine and a history's languages.

    With `measure` the smallest installed model is run for a moment, and the others are judged by
    it. Raises ModelError when none is installed then, or it fails.
    """
    languages = shares.frequent() if shares else ()
    if not measure:
        cores = count_cores()
        return recommend_by(
            ask_memory(),
            lambda known: rule_of_thumb(known.parameters, known.bytes, cores),
            languages,
        )
    installed = min(library(home).list_models(), key=lambda one: one.bytes, default=None)
    if installed is None:
        raise ModelError(
            "No model is installed yet that could be timed.",
            hint="`selfaudit models pull` fetches the default one.",
        )
    ensure_fits(installed)
    speed, size = timed(installed), (installed.parameters, installed.bytes)
    return recommend_by(
        ask_memory(), lambda known: scaled(speed, size, (known.parameters, known.bytes)), languages
    )


def bench(model: InstalledModel, store: "Store | None") -> "Bench":
    """Time an installed model for seconds, and reckon how long it takes for what is to be read.

    Nothing is stored. Raises ModelError when it does not fit or fails.
    """
    from selfaudit.core.extraction.forecast import to_ask
    from selfaudit.core.extraction.reading import Spec
    from selfaudit.local_models.benching import bench as time_on

    ensure_fits(model)
    spec = Spec(model.identity(EngineOptions().window(model.context)))
    return time_on(model, to_ask(store, spec) if store is not None else {})


def requantise(home: Home, name: str | None, agreed: Callable[[str], bool]) -> Tried | None:
    """Try a faster form of a model's file, after saying what that takes and asking.

    None where it is not agreed to. Raises ModelError.
    """
    models = library(home)
    model = models.resolve(name)
    sentence = (
        f"Makes a file of about {size_words(size_of_form(model))} from {model.name} in the models "
        f"folder, runs both for a moment, and keeps it if it is at least {PAYS} times as fast. It "
        "then stands in its place where no model is named, and reads everything anew. "
        f"{model.name} stays as it is."
    )
    if not agreed(sentence):
        return None
    ensure_fits(model)
    return try_form(models, model, timed)


def model_json(model: InstalledModel) -> dict[str, Any]:
    """An installed model as `models --json` gives it."""
    origin = read_origin(model.path)
    return {
        "name": model.name,
        "title": model.title,
        "path": storable(str(model.path)),
        "sha256": model.sha256,
        "bytes": model.bytes,
        "parameters": model.parameters,
        "context": model.context,
        "profile": model.profile,
        "adapter": None if model.adapter is None else model.adapter.sha256,
        "made_from": model.made_from or None,
        "licence": model.licence or None,
        "languages": list(model.languages),
        "memory": memory_needed(model),
        "hub": None
        if origin is None
        else {
            "repo": origin.repo,
            "path": origin.path,
            "revision": origin.revision,
            "hash_from": origin.hash_from,
        },
    }


def hash_from_hub(model: InstalledModel) -> bool:
    """Whether nobody but the hub has said what the file's sha256 is."""
    origin = read_origin(model.path)
    return origin is not None and origin.hash_from is HashFrom.HUB


def known_json(known: KnownModel) -> dict[str, Any]:
    """A model of the catalogue as `models --json` gives it."""
    adapter = known.adapter
    return {
        "name": known.name,
        "title": known.title,
        "sha256": known.sha256,
        "bytes": known.bytes,
        "parameters": known.parameters,
        "context": known.context,
        "profile": Profile.TAUGHT if adapter else known.profile,
        "adapter": None if adapter is None else adapter.sha256,
        "licence": known.licence,
        "languages": list(known.languages),
        "memory": memory_of_known(known),
        "chat_format": known.chat_format,
        "origin": known.origin,
        "revision": known.source.revision if isinstance(known.source, HubFile) else None,
        "loaded_by_us": known.loaded,
    }


def described_models(home: Home) -> list[dict[str, Any]]:
    """The models that are here, then those of the catalogue that could be fetched."""
    installed = library(home).list_models()
    here = {model.path.name for model in installed}
    rows = [{**model_json(model), "installed": True} for model in installed]
    return rows + [
        {**known_json(known), "installed": False}
        for known in catalog.KNOWN
        if known.file_name not in here
    ]
