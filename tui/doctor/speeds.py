"""How fast is each model here, and how long would it take for this history?"""

from collections.abc import Iterator
from contextlib import suppress

from selfaudit.core.errors import ModelError, StoreError
from selfaudit.core.paths import Home
from selfaudit.core.store.store import Store
from selfaudit.tui import models_wiring as wiring
from selfaudit.tui.commands.long_work import duration
from selfaudit.tui.doctor.check import Check, State, fine, warn

_NAME = "speed"


def speeds(home: Home) -> Iterator[Check]:
    """Time every model in the models folder on what it has not read yet of the history."""
    store: Store | None = None
    if home.store.exists():
        # The check of the store tells what is wrong with it.
        with suppress(StoreError):
            store = Store(home)
    try:
        for model in wiring.library_there(home).list_models():
            yield _timed(model, store)
    finally:
        if store is not None:
            store.close()


def _timed(model: wiring.Installed, store: Store | None) -> Check:
    try:
        found = wiring.bench(model, store)
    except ModelError as error:
        return warn(_NAME, f"{model.name} was not timed. {error.message}", error.hint)
    speed = found.speed
    finding = (
        f"{model.name} reads {speed.reading:.0f} and writes {speed.writing:.0f} tokens a second of "
        f"one text, as busy as this machine is now."
    )
    if not found.windows:
        return fine(_NAME, f"{finding} It has nothing to read: nothing new was imported.")
    reckoned = (
        f"reckoned from {found.timed} of them, read several at a time"
        if found.timed
        else "reckoned from that speed alone"
    )
    return Check(
        _NAME,
        State.OK,
        f"{finding} For the {found.windows} pieces of your messages that it has not read it would "
        f"take about {duration(found.seconds)}, {reckoned}.",
        figures={
            "model": model.name,
            "sha256": model.sha256,
            "reading": round(speed.reading, 1),
            "writing": round(speed.writing, 1),
            "windows": found.windows,
            "windows_timed": found.timed,
            "minutes": round(found.seconds / 60, 2),
        },
    )
