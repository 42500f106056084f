"""Is there room on the disk, and is what is stored whole?"""

import shutil
from collections.abc import Iterator

from selfaudit.core.errors import StoreError
from selfaudit.core.paths import Home
from selfaudit.tui.doctor.check import Check, fail, fine, warn

_LITTLE = 1_000_000_000
_TOO_LITTLE = 100_000_000
_RESTORE = "Restore a copy with `selfaudit restore FILE`; the damaged store is kept aside."


def disk(home: Home) -> Check:
    """Room for the store, and for a model."""
    free = shutil.disk_usage(home.root).free
    finding = f"{free / 1e9:.1f} GB are free."
    if free < _TOO_LITTLE:
        return fail("disk", finding, "Make room: judgments can soon not be stored any more.")
    if free < _LITTLE:
        return warn("disk", finding, "That is enough to work; a larger model needs more room.")
    return fine("disk", finding)


def store(home: Home) -> Iterator[Check]:
    """Every page of the database, and traces of what was erased."""
    if not home.store.exists():
        yield fine("integrity", "Nothing is stored yet.")
        return
    try:
        problems, has_traces = _looked_at(home)
    except StoreError as error:
        yield fail("integrity", error.message, _RESTORE)
        return
    if problems:
        yield fail("integrity", "; ".join(problems[:3]), _RESTORE)
    else:
        yield fine("integrity", "The store is whole.")
    if has_traces:
        yield fail(
            "erasure",
            "Traces of what was erased are in the files yet.",
            "Close selfaudit elsewhere and run any command again: it removes them.",
        )


def _looked_at(home: Home) -> tuple[list[str], bool]:
    """What is wrong with the store, and whether an erasure has left traces. Raises StoreError."""
    from selfaudit.core.store.store import Store

    opened = Store(home)
    try:
        return opened.database.integrity_problems(), opened.erasure.is_unfinished()
    finally:
        opened.close()
