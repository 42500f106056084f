"""All checks, in the order in which they are told."""

from collections.abc import Iterator

from selfaudit.core.paths import Home
from selfaudit.tui.doctor.check import Check
from selfaudit.tui.doctor.installation import installation
from selfaudit.tui.doctor.models import models
from selfaudit.tui.doctor.network import Listener
from selfaudit.tui.doctor.permissions import permissions
from selfaudit.tui.doctor.speeds import speeds
from selfaudit.tui.doctor.store import disk, store
from selfaudit.tui.doctor.terminal import terminal


def checks(home: Home, *, bench: bool = False) -> Iterator[Check]:
    """Check everything, and with `bench` time every model that is here.

    The network comes last: it tells whether anything before it used one.
    """
    listener = Listener()
    yield from installation()
    if not home.root.exists():
        yield from models(home, exists=False)
    else:
        yield from permissions(home)
        yield disk(home)
        yield from store(home)
        yield from models(home, exists=True)
        if bench:
            yield from speeds(home)
    yield from terminal()
    yield from listener.checks()
