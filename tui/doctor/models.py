"""Is a model here, is it whole, does it fit, and was it made for the person's languages?"""

from collections.abc import Iterator

from selfaudit.core.errors import ModelError, StoreError
from selfaudit.core.languages.shares import history_shares
from selfaudit.core.paths import Home
from selfaudit.core.store.store import Store
from selfaudit.tui import models_wiring as wiring
from selfaudit.tui.doctor.check import Check, fail, fine, warn
from selfaudit.tui.language_words import languages_line, serving_line


def models(home: Home, *, exists: bool) -> Iterator[Check]:
    """Every model in the models folder; files there that are none; the history's languages."""
    found = wiring.library_there(home).list_models() if exists else []
    if not found:
        yield warn(
            "models",
            "No model is here yet.",
            "`selfaudit models pull` fetches the default one; `selfaudit models recommend` says "
            "which would suit.",
        )
    for model in found:
        yield _whole(home, model)
        yield from _adapter(model)
        yield _fits(model)
    if exists:
        yield from _no_models(home, {model.path.name for model in found})
        yield from _languages(home)


def _whole(home: Home, model: wiring.Installed) -> Check:
    try:
        wiring.library_there(home).verify(model)
    except ModelError as error:
        return fail("model", error.message, error.hint)
    by = " (as the hub gave it)" if wiring.hash_from_hub(model) else ""
    return fine("model", f"{model.name} is whole: its sha256 is what it should be{by}.")


def _adapter(model: wiring.Installed) -> Iterator[Check]:
    if model.adapter is None:
        return
    try:
        model.adapter.check()
    except ModelError as error:
        yield fail("adapter", error.message, error.hint)
    else:
        yield fine("adapter", f"{model.name} extracts with an adapter, which is whole.")


def _fits(model: wiring.Installed) -> Check:
    need = f"{model.name} needs about {wiring.in_words(wiring.memory_needed(model))} of memory"
    here = wiring.memory()
    try:
        wiring.ensure_fits(model)
    except ModelError as error:
        return warn("memory", error.message, error.hint)
    if here.available is None:
        return fine("memory", f"{need}; this system does not say how much it has.")
    return fine("memory", f"{need}; {wiring.in_words(here.available)} can be had.")


def _no_models(home: Home, known: set[str]) -> Iterator[Check]:
    for path in sorted(home.models.glob("*.gguf")):
        if path.name not in known:
            try:
                wiring.library_there(home).describe(path)
            except ModelError as error:
                yield fail("model", error.message, f"{error.hint} Or delete the file.".strip())
    for path in sorted(home.models.glob("*.part")):
        yield warn(
            "download",
            f"{path.name} is what an unfinished download left, {path.stat().st_size / 1e6:.0f} MB.",
            "`selfaudit models pull NAME` goes on with it; or delete the file.",
        )


def _languages(home: Home) -> Iterator[Check]:
    if not home.store.exists():
        return
    try:
        opened = Store(home)
        try:
            shares = history_shares(opened)
        finally:
            opened.close()
    except StoreError:
        return  # The check of the store tells it.
    if not (line := languages_line(shares)):
        return
    chosen = wiring.selected(home)
    serving = serving_line(shares, *chosen) if chosen else ""
    if serving:
        yield warn("languages", line, serving)
    else:
        yield fine("languages", line)
