"""Draw generated hostile strings on every screen and through every command; count what acts.

    TZ=UTC python tests/quality/hostile_everywhere.py [STRINGS] [SEED]

By default 10,000 strings, some 100 to each journey over the screens and to each round of commands.
A string counts as drawn once the number in it was seen whole. Ends with code 1 if anything acted,
anything crashed, or a screen or command was not reached.
"""

import asyncio
import os
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[2]))
sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

from hostile_strings import hostile_strings, numbers_in
from tests.tui.hostile_commands import Printed, leaves, run_all
from tests.tui.hostile_journeys import JOURNEYS, CloseWatch

from selfaudit.tui.action import Place
from selfaudit.tui.main import cli

TOGETHER = 100
"""Strings in one text, which a screen shows some of at once."""


def cut(strings: Iterator[str]) -> str:
    """The next strings in one text that can be stored, as long as a prompt may be."""
    return " ".join(islice(strings, TOGETHER)).encode("utf-8", "replace").decode()[:4_000]


def main(wanted: int, seed: int) -> bool:
    """Draw so many strings; print the figures, and return whether all is well."""
    strings = hostile_strings(seed)
    watch, printed = CloseWatch(), Printed()
    used, crashes = 0, []
    begun = time.monotonic()
    while used < wanted:
        for name, journey in JOURNEYS.items():
            text = cut(strings)
            used += len(numbers_in(text))
            with tempfile.TemporaryDirectory() as made:
                try:
                    asyncio.run(journey(text, Path(made) / "home", watch))
                except (AssertionError, LookupError, OSError, ValueError) as error:
                    crashes.append(f"{name}: {error!r}"[:300])
        with tempfile.TemporaryDirectory() as made:
            text = cut(strings)
            used += len(numbers_in(text))
            run_all(Path(made), text, printed)
        print(f"{used:,} strings, {time.monotonic() - begun:.0f} s", file=sys.stderr, flush=True)
    missing = set(Place) - watch.places - {Place.EVERYWHERE}
    not_called = set(leaves(cli)) - printed.commands
    print(f"{used:,} strings; {time.monotonic() - begun:.0f} s, load {os.getloadavg()}")
    print(
        f"screens: {sum(watch.screens.values()):,} looks at {len(watch.screens)} kinds, "
        f"{watch.segments:,} segments, {watch.bytes:,} bytes, {len(watch.drawn):,} strings seen; "
        f"{watch.total()} got through: {dict(watch.found)}"
    )
    print(
        f"commands: {printed.calls:,} calls of {len(printed.commands)}, "
        f"{printed.characters:,} characters, {len(printed.drawn):,} strings seen; "
        f"{len(printed.acting)} got through {printed.acting[:5]}"
    )
    print(f"crashes: {[*crashes, *printed.crashes]}")
    print(f"not reached: {sorted(missing)}, {sorted(not_called)}")
    return not (
        watch.total() or printed.acting or crashes or printed.crashes or missing or not_called
    )


if __name__ == "__main__":
    given = [int(one) for one in sys.argv[1:]]
    sys.exit(0 if main(*(*given, *(10_000, 1)[len(given) :])) else 1)
