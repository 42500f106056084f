"""Making what was imported searchable, beside everything else that goes on."""

from threading import Event

from selfaudit.core.errors import StoreError
from selfaudit.core.store.store import Store

PAUSE_SECONDS = 0.02
"""Between two portions, so that keys are answered and answers stored meanwhile."""


def make_searchable(store: Store, leaving: Event) -> None:
    """Index what an import left, until all is done or the program ends; the next start goes on.

    A full disk or a busy file ends it, too: nothing of the person's waits for it, and whoever
    writes next is told.
    """
    try:
        for _ in store.indexing.go_on(leaving):
            leaving.wait(PAUSE_SECONDS)
    except StoreError:
        return
