"""How large a cache a model gets: the texts that are worked on at once share it."""

from selfaudit.local_models.installed import InstalledModel
from selfaudit.local_models.memory import needed
from selfaudit.local_models.options import EngineOptions

SHARE = 4
"""What is beyond one window may take one part in so many of the memory that is left."""


def cells_for(model: InstalledModel, options: EngineOptions, available: int | None) -> int:
    """Tokens that the cache of a model is to have room for: a window at least.

    `available` is the memory in bytes that can be had, None where unknown. Beyond the window there
    are as many as the options say, or as few as there is memory for.
    """
    window, adapter = options.window(model.context), model.adapter
    beyond = max(0, options.cells - window)
    if available is not None and model.cache_bytes:
        need = needed(model.bytes, model.cache_bytes, window, adapter.bytes if adapter else 0)
        caches = 2 if adapter else 1
        room = max(0, available - need) // SHARE
        beyond = min(beyond, room // (caches * model.cache_bytes))
    return window + beyond
