"""How long a model would take for a history: a few of its windows are read, and nothing is kept."""

import time
from collections.abc import Mapping
from dataclasses import dataclass

from selfaudit.core.asking import withdraw
from selfaudit.core.draw import by_lot
from selfaudit.core.errors import ModelError
from selfaudit.core.extraction.pending import Pending
from selfaudit.core.extraction.recipes import recipe_for
from selfaudit.core.extraction.windows import Window
from selfaudit.core.ports import Failed, LanguageModel
from selfaudit.local_models.client import LocalModel
from selfaudit.local_models.installed import InstalledModel
from selfaudit.local_models.speed import Speed, timed_running

SECONDS = 15.0
"""How long windows are read for at most."""

MOST = 32
"""Windows that are drawn."""

FEWEST = 4
"""Windows that must have been read for a rate to be told from them."""

CHARACTERS_PER_TOKEN = 4.0
ANSWER_TOKENS = 40
"""A window's answer, of the order of what SmolLM2 135M wrote. With the figure above used only where
fewer than FEWEST windows were read."""


@dataclass(frozen=True, slots=True)
class Bench:
    """How fast a model is here, one text at a time, and how long it takes for the windows.

    `windows` are those to be read, `timed` those that were, 0 where they are fewer than FEWEST.
    `seconds` is the time for all: as long each as those that were read took, or by `speed`.
    """

    speed: Speed
    windows: int
    timed: int
    seconds: float


def bench(model: InstalledModel, windows: Mapping[str, Window], limit: float = SECONDS) -> Bench:
    """Time a model, on windows by work key. Raises ModelError when it fails."""
    running = LocalModel(model)
    try:
        running.wait_loaded()
        speed = timed_running(running)
        drawn = by_lot(windows, 0)[:MOST]
        done, took = read_for(running, {key: windows[key] for key in drawn}, limit)
    finally:
        running.close()
    if 0 < done < min(FEWEST, len(windows)):
        done = 0
    each = took / done if done else reckoned(windows, speed)
    return Bench(speed, len(windows), done, len(windows) * each)


def read_for(
    model: LanguageModel, windows: Mapping[str, Window], limit: float
) -> tuple[int, float]:
    """Read windows as an extraction does, for at most `limit` seconds: how many, in what time."""
    pending = Pending(model, recipe_for(model.identity.profile), 0, windows)
    begun = time.monotonic()
    done, took = 0, 0.0
    pending.refill()
    try:
        while pending.asked and (left := limit - (time.monotonic() - begun)) > 0:
            for event in model.events(pending.asked, left):
                if isinstance(event, Failed):
                    raise ModelError(f"The model could not be timed: {event.reason}.")
                if (reading := pending.hear(event)) is not None:
                    done += len(pending.settle(reading))
                    took = time.monotonic() - begun
                if pending.has_changed() or time.monotonic() - begun > limit:
                    break
    finally:
        withdraw(model, pending.asked)
    return done, took


def reckoned(windows: Mapping[str, Window], speed: Speed) -> float:
    """Seconds for a window by the speed of one text at a time; 0 where there is none."""
    if not windows:
        return 0.0
    characters = sum(len(window.text) for window in windows.values()) / len(windows)
    return characters / CHARACTERS_PER_TOKEN / speed.reading + ANSWER_TOKENS / speed.writing
