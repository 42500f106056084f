"""How long it takes to prepare, make, write and verify a package of very many judgments.

    python tests/benchmarks/export_time.py [CARDS] [PROMPTS] [PAIRS] [--profile]

By default the 25,000 judgments of report_time.py, at the fullest level. Prints seconds of the
processor, which other programs do not lengthen, and the peak memory of the process.
"""

import cProfile
import pstats
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from builders import PinnedClock, open_store
from giving import give
from report_time import fill

from selfaudit.core.export.drafting import Drafting
from selfaudit.core.export.levels import Level
from selfaudit.core.export.making import make_again
from selfaudit.core.export.package_files import package_files
from selfaudit.core.export.verifying import verify
from selfaudit.core.export.writing import write_zip

T = TypeVar("T")


def timed(what: str, work: Callable[[], T]) -> T:
    """Do the work and print how long the processor took."""
    begun = time.process_time()
    done = work()
    print(f"{what:<28}{time.process_time() - begun:>7.2f} s")
    return done


def main() -> None:
    """Fill a store, give all of it away, and print how long each step took."""
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    cards, prompts, pairs = (*numbers, *(10_000, 500, 600)[len(numbers) :])
    profile = cProfile.Profile()
    with tempfile.TemporaryDirectory() as folder:
        store, clock = open_store(Path(folder)), PinnedClock()
        fill(store, cards, prompts, pairs)
        drafting = Drafting(store, clock)
        drafting.set_level(Level.FULL)
        if "--profile" in sys.argv:
            profile.enable()
        prepared = timed("prepare (what is shown)", drafting.prepared)
        timed("prepare again", drafting.prepared)
        profile.disable()
        rows = sum(len(table) for table in prepared.tables.values())
        print(f"{rows:,} rows of {store.judgments.count():,} judgments and all else")
        remade = timed("make (with its report)", lambda: give(store, clock))
        files = timed("files", lambda: package_files(remade.contents, parquet=True))
        path = Path(folder) / "package.zip"
        timed("zip", lambda: write_zip(files, path))
        timed("make again", lambda: make_again(store, remade.package))
        timed("verify", lambda: verify(path))
        print(f"{path.stat().st_size / 1e6:.1f} MB zipped")
        store.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(f"{peak:,.0f} MB at the peak")
    if "--profile" in sys.argv:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(25)


if __name__ == "__main__":
    main()
