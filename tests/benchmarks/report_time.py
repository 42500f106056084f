"""How long the report takes, page by page, on far more judgments than a person is likely to give.

    python tests/benchmarks/report_time.py [CARDS] [PROMPTS] [PAIRS] [--profile]

By default 10,000 cards with their follow-up questions, 500 prompts of ten marks (and ten false
statements for the selectors), and 600 pairs: some 25,000 judgments. Prints seconds
of the processor, which other programs do not lengthen; without them it is the time waited.
"""

import cProfile
import pstats
import sys
import tempfile
import time
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent / "support"))

from builders import PinnedClock, open_store
from simulated import Simulated, Truth, arms

from selfaudit.core.models.block import Stage
from selfaudit.core.report.report import pages
from selfaudit.core.store.store import Store


def fill(store: Store, cards: int, prompts: int, pairs: int) -> None:
    """Judge so many cards, mark ten attributes for so many prompts, vote on so many pairs."""
    person = Simulated(store, Truth(unsure=0.05))
    ids = person.attributes(cards, quarantined=cards // 4)
    person.cards(ids)
    for _ in range(prompts // 10):
        person.marks(10, ids[:500], rejected=ids[500:600])
    for _ in range(pairs // 20):
        person.pairs(arms(20), repeats=2)


def main() -> None:
    """Fill a store, make the report on it, and print how long each page took."""
    numbers = [int(one) for one in sys.argv[1:] if one.isdigit()]
    cards, prompts, pairs = (*numbers, *(10_000, 500, 600)[len(numbers) :])
    profile = cProfile.Profile()
    with tempfile.TemporaryDirectory() as folder:
        store = open_store(Path(folder))
        started = time.monotonic()
        fill(store, cards, prompts, pairs)
        judgments = store.judgments.count() + store.marks.count() + store.votes.count()
        blocks = sum(len(store.blocks.all(stage)) for stage in Stage)
        took = time.monotonic() - started
        print(f"{judgments:,} judgments in {blocks} blocks, made in {took:.0f} s")
        if "--profile" in sys.argv:
            profile.enable()
        total = 0.0
        coming = pages(store, PinnedClock())
        begun = time.process_time()
        while (page := next(coming, None)) is not None:
            seconds = time.process_time() - begun
            print(f"{page.name:<12}{seconds:>7.2f} s")
            total += seconds
            begun = time.process_time()
        print(f"{'all':<12}{total:>7.2f} s")
        profile.disable()
        store.close()
    if "--profile" in sys.argv:
        pstats.Stats(profile).sort_stats("cumulative").print_stats(45)


if __name__ == "__main__":
    main()
